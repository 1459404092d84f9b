"""Describes the index's fields to Whoosh, and writes the index.

Whoosh sorts the terms of any number of documents. Its own files hold pickles, which can run code when they
are read, so a codec has it write the file of `index_file` instead. The viewer never loads this module.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from whoosh.codec.base import Codec, FieldWriter, PerDocumentWriter, Segment
from whoosh.fields import FieldType, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Format
from whoosh.index import TOC
from whoosh.writing import SegmentWriter

from momviewer.search.index.analysis import Terms, terms_of, whole_terms
from momviewer.search.index.fields import TEXT_FIELDS, WHOLE_FIELDS
from momviewer.search.index.index_file import FIELDS, IndexFileWriter, Positions

MAX_SORTED_MEGABYTES = 64
"""What Whoosh sorts in memory at once; the rest waits in files of its own below the index's folder."""

Posting = tuple[str, bytes, int, float, bytes]
"""Field, term, page, weight and packed positions: what Whoosh sorts."""


class TermsField(FieldType):  # type: ignore[misc]  # Whoosh's base class is untyped
    """A field that is given its terms and their positions; Whoosh's own go token by token, which is slower.

    The index keeps how long a page is in a `scorable` field.
    """

    def __init__(self, *, scorable: bool) -> None:
        self.scorable = scorable
        self.analyzer = None
        self.format = Format(None)

    def index(
        self,
        value: Terms,
        **_options: Any,  # noqa: ANN401 - Whoosh's signature
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield (term, frequency, weight, positions) for each term."""
        for text, places in value.items():
            yield text.encode(), len(places), 1.0, array("I", places).tobytes()


class _Lengths(PerDocumentWriter):  # type: ignore[misc]  # Whoosh's base class is untyped
    """Notes how long each page is in each field, which is all that an index keeps of a page."""

    def __init__(self) -> None:
        self.of: dict[str, array[int]] = {name: array("I") for name in FIELDS}
        self.is_closed = False

    def start_doc(self, docnum: int) -> None:
        """Begin a page, whose fields are empty until `add_field` says otherwise."""
        for lengths in self.of.values():
            lengths.extend([0] * (docnum + 1 - len(lengths)))

    def add_field(self, fieldname: str, _field: TermsField, _stored: None, length: int) -> None:
        """Note the page's length in a field."""
        self.of[fieldname][-1] = length

    def close(self) -> None:
        """Note no more."""
        self.is_closed = True


class _Terms(FieldWriter):  # type: ignore[misc]  # Whoosh's base class is untyped
    """Writes the sorted postings to the file of the index."""

    def __init__(self, file: IndexFileWriter, lengths: _Lengths) -> None:
        self._file, self._lengths = file, lengths
        self.is_closed = False

    def add_postings(self, _schema: Schema, _lengths: None, items: Iterable[Posting]) -> None:
        """Write the postings, which come sorted by field, term and page."""
        page_count = len(self._lengths.of[FIELDS[0]])
        for name, of_field in groupby(items, itemgetter(0)):
            terms = ((term, _positions(found)) for term, found in groupby(of_field, itemgetter(1)))
            self._file.add_field(name, terms, page_count)

    def close(self) -> None:
        """Write no more."""
        self.is_closed = True


def _positions(postings: Iterable[Posting]) -> Positions:
    return {page: array("I", packed) for _, _, page, _, packed in postings}


class _Segment(Segment):  # type: ignore[misc]  # Whoosh's base class is untyped
    """The only segment of an index."""

    def should_assemble(self) -> bool:
        """Return False: the segment is one file already."""
        return False

    def set_doc_count(self, _count: int) -> None:
        """Do nothing: the file knows its number of pages."""


class _PlainCodec(Codec):  # type: ignore[misc]  # Whoosh's base class is untyped
    """Has Whoosh write the file of an index."""

    length_stats = False

    def __init__(self, file: IndexFileWriter) -> None:
        self.lengths = _Lengths()
        self._terms = _Terms(file, self.lengths)

    def per_document_writer(self, _storage: FileStorage, _segment: Segment) -> _Lengths:
        """Return the object that notes the lengths."""
        return self.lengths

    def field_writer(self, _storage: FileStorage, _segment: Segment) -> _Terms:
        """Return the object that writes the postings."""
        return self._terms

    def new_segment(self, _storage: FileStorage, indexname: str) -> Segment:
        """Return the segment that is being written."""
        return _Segment(indexname)


class _NewIndex:
    """An empty index, as Whoosh's writer needs one."""

    indexname = "index"

    def __init__(self, folder: Path) -> None:
        self.storage = FileStorage(str(folder))

    def _read_toc(self) -> TOC:
        return TOC(schema(), [], 0)


class _Writer(SegmentWriter):  # type: ignore[misc]  # Whoosh's base class is untyped
    """Whoosh's writer, without the pickled table of contents."""

    def _commit_toc(self, _segments: list[Segment]) -> None:
        return


def schema() -> Schema:
    """Return the fields of an index."""
    words = {name: TermsField(scorable=True) for name in TEXT_FIELDS}
    exact = {name: TermsField(scorable=False) for name in WHOLE_FIELDS}
    return Schema(**words, **exact)


def write_index(folder: Path, documents: Iterable[Mapping[str, str]]) -> None:
    """Write an index of `documents` into an empty folder.

    A document has a text for every field. The text of a field that is not split has one value to a line.
    Raises OSError if the folder cannot be written.
    """
    with IndexFileWriter(folder) as file:
        codec = _PlainCodec(file)
        writer = _Writer(_NewIndex(folder), codec=codec, limitmb=MAX_SORTED_MEGABYTES, _lk=False)
        page_count = 0
        for document in documents:
            terms = {name: terms_of(document[name]) for name in TEXT_FIELDS}
            terms |= {name: whole_terms(document[name].split("\n")) for name in WHOLE_FIELDS}
            writer.add_document(**terms)
            page_count += 1
        writer.commit(mergetype=lambda _writer, segments: segments)
        file.finish(codec.lengths.of, page_count)
