"""The list model of the results: places that a number names, then pages that a query finds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from momviewer.manual.links import Address
from momviewer.manual.model import Titled
from momviewer.manual.numbering import Destination
from momviewer.search.answers.quick_open import NameMatch
from momviewer.ui.widgets.tree_model import ModelIndex
from momviewer.wording import counted

if TYPE_CHECKING:
    from momviewer.search.answers.excerpts import Excerpt
    from momviewer.search.answers.searcher import Hit

ROW = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class ResultRow(Titled):
    """A row: what it opens, its number and title, where it stands, and for a hit the passage found.

    `letters` are the offsets in the title that match what was typed. A row with a `query` is no place: it
    puts that query into the bar. `heading` stands above a row that begins another part of the list.

    `manual` is what the row's manual is called, where rows of several stand together. `others` are the same
    page in other editions or forms of it: folded below the row, and `is_below` when they are unfolded.
    A `brief` row is one of many that a number lists, and takes a line.
    """

    address: Address
    number: str
    title: str
    section: str = ""
    excerpt: "Excerpt | None" = None
    letters: tuple[int, ...] = ()
    query: str = ""
    heading: str = ""
    manual: str = ""
    others: tuple["ResultRow", ...] = ()
    is_below: bool = False
    brief: bool = False

    @property
    def spoken(self) -> str:
        """Return the row's words for a screen reader."""
        passage = self.excerpt.text if self.excerpt else ""
        parts = (self.heading, self.label, self.section, self.manual, passage, self.also)
        return ". ".join(part for part in parts if part)

    @property
    def also(self) -> str:
        """Return in how many other manuals the page stands, in words; "" where there are none."""
        return f"Also in {counted(len(self.others), 'other')}" if self.others else ""

    def in_manuals(self, names: Mapping[str, str]) -> "ResultRow":
        """Return the row with what its manual is called, and those of the others, by their ids."""
        others = tuple(other.in_manuals(names) for other in self.others)
        return replace(self, manual=names.get(self.address.manual, ""), others=others)


def place_row(place: Destination, page_title: str, manual: str) -> ResultRow:
    """Return the row of a place of a manual that a number names."""
    return ResultRow(Address(place.page, place.anchor, manual), place.label, place.title, page_title)


def name_row(match: NameMatch, section: str, manual: str) -> ResultRow:
    """Return the row of a name of a manual that was found by its letters."""
    name = match.name
    address = Address(name.page, name.anchor, manual)
    return ResultRow(address, name.number, name.text, section, letters=match.letters)


def query_row(query: str, section: str = "") -> ResultRow:
    """Return the row of a query that can be asked, with a word on it."""
    return ResultRow(Address(""), "", query, section, query=query)


def hit_row(hit: "Hit") -> ResultRow:
    """Return the row of a page that was found."""
    others = tuple(
        ResultRow(Address(other.page, other.anchor, other.manual), hit.number, hit.title, is_below=True)
        for other in hit.elsewhere
    )
    address = Address(hit.page, hit.anchor, hit.manual)
    return ResultRow(address, hit.number, hit.title, hit.section, hit.excerpt, others=others)


class ResultModel(QAbstractListModel):
    """A list model of rows; the role ROW returns a whole row."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[ResultRow] = []

    @property
    def rows(self) -> Sequence[ResultRow]:
        """Return the rows, from the top."""
        return self._rows

    def show(self, rows: Iterable[ResultRow]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def is_unfolded(self, place: int) -> bool:
        """Return whether the others of a row stand below it."""
        return place + 1 < len(self._rows) and self._rows[place + 1].is_below

    def fold(self, place: int, *, unfold: bool) -> None:
        """Put the others of a row below it, or take them away."""
        others = self._rows[place].others
        if not others or unfold == self.is_unfolded(place):
            return
        first, last = place + 1, place + len(others)
        if unfold:
            self.beginInsertRows(QModelIndex(), first, last)
            self._rows[first:first] = others
            self.endInsertRows()
        else:
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._rows[first : last + 1]
            self.endRemoveRows()
        index = self.index(place)
        self.dataChanged.emit(index, index)

    def rowCount(self, parent: ModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the text of a row, its words for a screen reader, or the row itself."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.label
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        return None
