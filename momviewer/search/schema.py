"""The search index's fields, and how it is written and opened."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from whoosh.analysis import Analyzer, Token
from whoosh.codec.whoosh3 import W3Codec
from whoosh.fields import FieldType, Schema
from whoosh.formats import Positions
from whoosh.index import EmptyIndexError, FileIndex, create_in

from momviewer.errors import DamagedBundleError
from momviewer.search.analysis import index_words
from momviewer.search.mapped_files import MappedStorage
from momviewer.search.vocabularies import write_vocabularies

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


class IndexAnalyzer(Analyzer):  # type: ignore[misc]  # Whoosh's base class is untyped
    """Whoosh's view of `index_words`."""

    def __call__(self, value: str, **modes: Any) -> Iterator[Token]:  # noqa: ANN401 - Whoosh's signature
        """Yield a token for each term of `value`."""
        token = Token(**modes)
        for word in index_words(value):
            token.text, token.boost, token.pos = word.text, 1.0, word.position
            token.startchar, token.endchar = word.start, word.end
            yield token


class PackedPositions(Positions):  # type: ignore[misc]  # Whoosh's base class is untyped
    """Positions as 32-bit numbers side by side: faster to write and to read than Whoosh's pickled lists."""

    def encode(self, positions: Iterable[int]) -> bytes:
        """Return what is stored for a term on a page."""
        return array("I", positions).tobytes()

    def decode_positions(self, stored: bytes) -> "array[int]":
        """Return the positions that `encode` was given."""
        return array("I", stored)


class WordsField(FieldType):  # type: ignore[misc]  # Whoosh's base class is untyped
    """A field of words with positions. Faster to write than Whoosh's TEXT, which goes token by token."""

    scorable = True

    def __init__(self) -> None:
        self.analyzer = IndexAnalyzer()
        self.format = PackedPositions()

    def index(
        self,
        value: Mapping[str, Sequence[int]],
        **_options: Any,  # noqa: ANN401 - Whoosh's signature
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield (term, frequency, weight, positions) for each term of what `positions_of` returned."""
        for text, places in value.items():
            yield text.encode(), len(places), float(len(places)), self.format.encode(places)


def positions_of(text: str) -> dict[str, list[int]]:
    """Return the positions of each different term of `text`."""
    positions: defaultdict[str, list[int]] = defaultdict(list)
    for word in index_words(text):
        positions[word.text].append(word.position)
    return positions


class ExactField(FieldType):  # type: ignore[misc]  # Whoosh's base class is untyped
    """A field of values that are kept whole, in lower case, one to a line: a page's id, its numbers."""

    scorable = False

    def __init__(self) -> None:
        self.analyzer = None
        self.format = PackedPositions()

    def index(self, value: str, **_options: Any) -> Iterator[tuple[bytes, int, float, bytes]]:  # noqa: ANN401
        """Yield each different value."""
        for position, whole in enumerate(exact_values(value)):
            yield whole.encode(), 1, 1.0, self.format.encode([position])


def exact_values(text: str) -> list[str]:
    """Return the different values of a text of values, one to a line."""
    return [whole for whole in dict.fromkeys(text.lower().split("\n")) if whole]


def schema() -> Schema:
    """Return the fields of an index."""
    words = {name: WordsField() for name in TEXT_FIELDS}
    exact = {name: ExactField() for name in (*EXACT_FIELDS, LABEL, LISTING)}
    return Schema(**words, **exact)


def write_index(folder: Path, documents: Iterable[Mapping[str, str]]) -> None:
    """Write an index of `documents`, each a mapping from every field to its text, to an empty folder."""
    # Uncompressed: that takes a third more room on the disk, and a fifth less time to write and to read.
    writer = create_in(folder, schema()).writer(limitmb=256, codec=W3Codec(compression=0))
    words: dict[str, list[list[str]]] = {name: [] for name in VOCABULARIES}
    for document in documents:
        positions = {name: positions_of(document[name]) for name in TEXT_FIELDS}
        writer.add_document(**{**document, **positions})
        for name in TEXT_FIELDS:
            words[name].append(list(positions[name]))
        for name in EXACT_FIELDS:
            words[name].append(exact_values(document[name]))
    writer.commit(optimize=True)
    write_vocabularies(folder, words.values())


def open_index(folder: Path) -> FileIndex:
    """Open a bundle's index; raises DamagedBundleError where it cannot be read."""
    try:
        return FileIndex(MappedStorage(str(folder)), schema=schema())
    except (EmptyIndexError, OSError, ValueError) as error:
        raise damaged_index(folder, error) from error


def damaged_index(folder: Path, error: Exception) -> DamagedBundleError:
    """Return the error that says an index cannot be read, and what to do."""
    return DamagedBundleError(
        f"The search index in {folder} cannot be read ({error}). Rebuild the manual from its source.",
        folder.parent,
    )
