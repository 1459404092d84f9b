"""The dialog that fills in a snippet: a line for each host, domain and address, and a preview."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from momviewer.manual.snippets.copying import PlacedSnippet
from momviewer.manual.snippets.fill_in import Placeholder, PlaceholderKind, derived, fields, fill
from momviewer.ui.base.documents import utf16_length
from momviewer.ui.base.theme import Theme, monospace
from momviewer.ui.widgets.dialogs import open_with
from momviewer.wording import counted

KINDS = {
    PlaceholderKind.NAME: "Host or domain",
    PlaceholderKind.IPV4: "IPv4 address",
    PlaceholderKind.IPV6: "IPv6 address",
    PlaceholderKind.EMAIL: "Mail address",
}
WIDTH, HEIGHT = 680, 560
MAX_ROWS = 6
"""Rows that are visible at once; more are scrolled."""
ROW = 38
GAP = 12


class FillInDialog(QDialog):
    """Asks for values and shows the copy; `copied` has its text, `remembered` the manual's values."""

    copied = Signal(str)
    remembered = Signal(object)

    def __init__(
        self,
        snippet: PlacedSnippet,
        values: Mapping[str, str],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("fillIn")
        self.setWindowTitle(f"Fill in {snippet.name}")
        open_with(self, WIDTH, HEIGHT)
        self._text = snippet.text
        self._before = dict(values)
        self._theme = theme
        self._lines: dict[Placeholder, QLineEdit] = {}
        rows = QWidget()
        rows.setObjectName("rows")
        grid = QGridLayout(rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP)
        grid.setColumnStretch(2, 1)
        for place in fields(snippet.text):
            self._add_row(grid, place)
        grid.setRowStretch(grid.rowCount(), 1)
        if len(self._lines) > MAX_ROWS:
            grid.setContentsMargins(0, 0, GAP, 0)  # beside the scroll bar
        area = QScrollArea()
        area.setObjectName("fields")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(rows)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setFixedHeight(ROW * min(MAX_ROWS, max(1, len(self._lines))))
        self._preview = QPlainTextEdit(readOnly=True)
        self._preview.setObjectName("preview")
        self._preview.setAccessibleName("What will be copied")
        self._preview.setFont(monospace())
        self._preview.setTabChangesFocus(True)
        self._preview.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._said = QLabel()
        self._said.setObjectName("said")
        buttons = QDialogButtonBox()
        copy = buttons.addButton("&Copy", QDialogButtonBox.ButtonRole.AcceptRole)
        copy.setDefault(True)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._copy)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(GAP)
        layout.addWidget(area)
        layout.addWidget(self._said)
        layout.addWidget(self._preview, 1)
        layout.addWidget(buttons)
        self._refresh()

    @property
    def preview(self) -> str:
        """Return what would be copied now."""
        return self._preview.toPlainText()

    @property
    def values(self) -> dict[str, str]:
        """Return the value of each text: the typed one, or else one derived from a value of its end."""
        typed = {place.text: line.text().strip() for place, line in self._lines.items()}
        known = self._before | typed
        return {
            place.text: typed[place.text] or derived(place, {k: v for k, v in known.items() if v})
            for place in self._lines
        }

    def _add_row(self, grid: QGridLayout, place: Placeholder) -> None:
        row = grid.rowCount()
        kind = QLabel(KINDS[place.kind])
        kind.setObjectName("kind")
        found = QLabel(place.text)
        found.setObjectName("found")
        found.setFont(monospace())
        found.setTextFormat(Qt.TextFormat.PlainText)
        line = QLineEdit(self._before.get(place.text, ""))
        line.setAccessibleName(f"{KINDS[place.kind]} instead of {place.text}")
        found.setBuddy(line)
        line.setFont(monospace())
        line.textChanged.connect(self._refresh)
        line.textEdited.connect(lambda _text: self._scroll_to(place))
        for column, widget in enumerate((kind, found, line)):
            grid.addWidget(widget, row, column)
        self._lines[place] = line

    def _refresh(self) -> None:
        values = self.values
        for place, line in self._lines.items():
            line.setPlaceholderText(values[place.text])
        filled = fill(self._text, values)
        scrolled = self._preview.verticalScrollBar().value(), self._preview.horizontalScrollBar().value()
        self._preview.setPlainText(filled.text)
        self._preview.verticalScrollBar().setValue(scrolled[0])
        self._preview.horizontalScrollBar().setValue(scrolled[1])
        marks = []
        for place, start, end in filled.spans:
            mark = QTextEdit.ExtraSelection()
            mark.cursor = self._cursor(filled.text, start, end)
            changed_here = values[place.text] != place.text
            mark.format.setBackground(QColor(self._theme.hit if changed_here else self._theme.accent_wash))
            marks.append(mark)
        self._preview.setExtraSelections(marks)
        all_places, changed = len(filled.spans), len(filled.changed)
        self._said.setText(
            f"{changed} of {counted(all_places, 'place')} changed"
            if changed
            else "Nothing changed yet. A field that is left empty leaves the snippet's own text."
        )

    def _cursor(self, text: str, start: int, end: int) -> QTextCursor:
        """Return a cursor that selects a range of code points; Qt counts UTF-16 units."""
        cursor = QTextCursor(self._preview.document())
        cursor.setPosition(utf16_length(text[:start]))
        cursor.setPosition(utf16_length(text[:end]), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _scroll_to(self, field: Placeholder) -> None:
        """Bring the first place that a field fills into view."""
        filled = fill(self._text, self.values)
        start = next(start for place, start, _ in filled.spans if place == field)
        self._preview.setTextCursor(self._cursor(filled.text, start, start))
        self._preview.ensureCursorVisible()

    def _copy(self) -> None:
        typed = {place.text: line.text().strip() for place, line in self._lines.items()}
        kept = {found: value for found, value in (self._before | typed).items() if value}
        if kept != self._before:
            self.remembered.emit(kept)
        self.copied.emit(fill(self._text, self.values).text)
        self.accept()
