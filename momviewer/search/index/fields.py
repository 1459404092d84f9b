"""The fields of the search index, by name."""

CONTENT = "content"
TEXT_FIELDS = (CONTENT, "title", "heading", "caption", "code", "term")
"""Fields that are split into words: the whole page, then the parts of it that a query can name."""
NUMBER = "number"
EXACT_FIELDS = ("page", NUMBER)
"""Fields whose values are kept whole: the page's id, and the numbers that stand on it."""
VOCABULARIES = (*TEXT_FIELDS, *EXACT_FIELDS)
QUERY_FIELDS = frozenset(VOCABULARIES)
"""The fields that a query may name, as in `title:rest`."""
LABEL = "label"
"""For ranking only: each name on the page (`label_of` a title, purpose, caption or term), kept whole."""
LISTING = "listing"
"""For ranking only: pages that are nothing but a table of contents have the term LISTING in it."""
WHOLE_FIELDS = (*EXACT_FIELDS, LABEL, LISTING)
"""Fields whose values are not split into words."""
