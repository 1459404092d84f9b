"""Describes the index's fields to Whoosh, and writes and opens the index."""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from whoosh.codec.whoosh3 import W3Codec
from whoosh.fields import FieldType, Schema
from whoosh.formats import Positions
from whoosh.index import EmptyIndexError, FileIndex, create_in

from momviewer.errors import DamagedBundleError, MomviewerError
from momviewer.manual.damage import file_trouble
from momviewer.search.index.analysis import Terms, terms_of, whole_terms
from momviewer.search.index.fields import TEXT_FIELDS, VOCABULARIES, WHOLE_FIELDS
from momviewer.search.index.mapped_files import MappedStorage
from momviewer.search.index.vocabularies import VocabularyWriter, write_vocabularies


class PackedPositions(Positions):  # type: ignore[misc]  # Whoosh's base class is untyped
    """Positions as 32-bit numbers side by side: faster to write and to read than Whoosh's pickled lists."""

    def encode(self, positions: Iterable[int]) -> bytes:
        """Return the bytes that the index keeps for a term on a page."""
        return array("I", positions).tobytes()

    def decode_positions(self, stored: bytes) -> "array[int]":
        """Return the positions that `encode` was given."""
        return array("I", stored)


class TermsField(FieldType):  # type: ignore[misc]  # Whoosh's base class is untyped
    """A field that is given its terms and their positions; Whoosh's own go token by token, which is slower.

    How often a page has a term of a `scorable` field counts for its rank.
    """

    def __init__(self, *, scorable: bool) -> None:
        self.scorable = scorable
        self.analyzer = None
        self.format = PackedPositions()

    def index(
        self,
        value: Terms,
        **_options: Any,  # noqa: ANN401 - Whoosh's signature
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield (term, frequency, weight, positions) for each term."""
        for text, places in value.items():
            yield text.encode(), len(places), float(len(places)), self.format.encode(places)


class BareCodec(W3Codec):  # type: ignore[misc]  # Whoosh's base class is untyped
    """Whoosh's codec without the lengths beside each term, which only Whoosh's own ranking needs."""

    length_stats = False


def schema() -> Schema:
    """Return the fields of an index."""
    words = {name: TermsField(scorable=True) for name in TEXT_FIELDS}
    exact = {name: TermsField(scorable=False) for name in WHOLE_FIELDS}
    return Schema(**words, **exact)


def write_index(folder: Path, documents: Iterable[Mapping[str, str]]) -> None:
    """Write an index of `documents` into an empty folder.

    A document has a text for every field. The text of a field that is not split has one value to a line.
    """
    # Uncompressed: that takes a third more room on the disk, and a fifth less time to write and to read.
    writer = create_in(folder, schema()).writer(limitmb=64, codec=BareCodec(compression=0))
    vocabularies = {name: VocabularyWriter() for name in VOCABULARIES}
    for document in documents:
        terms = {name: terms_of(document[name]) for name in TEXT_FIELDS}
        terms |= {name: whole_terms(document[name].split("\n")) for name in WHOLE_FIELDS}
        writer.add_document(**terms)
        for name, vocabulary in vocabularies.items():
            vocabulary.add(terms[name])
    writer.commit(optimize=True)
    write_vocabularies(folder, vocabularies.values())


def open_index(folder: Path) -> FileIndex:
    """Open a bundle's index.

    Raises DamagedBundleError where it is none, and LibraryError where the computer does not give its files.
    """
    try:
        return FileIndex(MappedStorage(str(folder)), schema=schema())
    except (EmptyIndexError, OSError, ValueError) as error:
        raise index_trouble(folder, error) from error


def index_trouble(folder: Path, error: Exception) -> MomviewerError:
    """Return the error that says why an index cannot be read, and what to do."""
    if isinstance(error, OSError):
        return file_trouble(folder.parent, folder.name, error)
    return DamagedBundleError(
        f"The search index in {folder} cannot be read ({error}). Rebuild the manual from its source.",
        folder.parent,
    )
