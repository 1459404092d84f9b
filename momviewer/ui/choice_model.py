"""The list model of the manuals to choose from, by set."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from momviewer.library.scopes import Choice

Index = QModelIndex | QPersistentModelIndex
CHOICE = Qt.ItemDataRole.UserRole


class ChoiceModel(QAbstractListModel):
    """Rows as Qt's models want them; the role CHOICE gives a row whole. Headings cannot be chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Choice] = ()

    def show(self, rows: Sequence[Choice]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def choice(self, index: Index) -> Choice | None:
        """Return a row, or None."""
        return self._rows[index.row()] if index.isValid() else None

    def first(self) -> QModelIndex:
        """Return the row that is chosen, else the first that can be."""
        rows = [row for row, choice in enumerate(self._rows) if choice.kind != "heading"]
        chosen = [row for row in rows if self._rows[row].chosen]
        return self.index((chosen or rows)[0]) if rows else QModelIndex()

    def index_of(self, value: str) -> QModelIndex:
        """Return the row of a value, else the first that can be chosen."""
        rows = (row for row, choice in enumerate(self._rows) if choice.value == value != "")
        row = next(rows, -1)
        return self.index(row) if row >= 0 else self.first()

    def step(self, index: Index, by: int) -> QModelIndex:
        """Return the row that is `by` rows on, not counting headings, as far as there are any."""
        rows = [row for row, choice in enumerate(self._rows) if choice.kind != "heading"]
        if not rows:
            return QModelIndex()
        at = rows.index(index.row()) if index.isValid() and index.row() in rows else 0
        return self.index(rows[max(0, min(len(rows) - 1, at + by))])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and signature
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a row shows, says to a screen reader, or is."""
        choice = self.choice(index)
        if choice is None:
            return None
        name = " ".join(part for part in (choice.title or choice.text, choice.detail) if part)
        values = {
            Qt.ItemDataRole.DisplayRole: choice.text,
            Qt.ItemDataRole.ToolTipRole: name,
            Qt.ItemDataRole.AccessibleTextRole: f"{name}, chosen" if choice.chosen else name,
            CHOICE: choice,
        }
        return values.get(Qt.ItemDataRole(role))

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that everything but a heading can be chosen."""
        choice = self.choice(index)
        if choice is None or choice.kind == "heading":
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
