"""The fields of the search index, by name."""

CONTENT = "content"
TEXT_FIELDS = (CONTENT, "title", "heading", "caption", "code", "term")
"""Fields of words: all a page says, then the parts of it that a query can name."""
NUMBER = "number"
EXACT_FIELDS = ("page", NUMBER)
"""Fields whose values are kept whole: the page's id, and the numbers that stand on it."""
VOCABULARIES = (*TEXT_FIELDS, *EXACT_FIELDS)
QUERY_FIELDS = frozenset(VOCABULARIES)
"""What a query can name."""
LABEL = "label"
"""For ranking only: each name on the page (`label_of` a title, purpose, caption or term), kept whole."""
LISTING = "listing"
"""For ranking only: LISTING itself on each page that is nothing but a table of contents."""
WHOLE_FIELDS = (*EXACT_FIELDS, LABEL, LISTING)
"""Fields whose values are terms as they are; the others' texts are split into words."""
