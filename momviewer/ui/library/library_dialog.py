"""The library window: lists the manuals by set, and has the buttons for the chosen one."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from momviewer.library.details import Details, SourceState
from momviewer.library.library import InstalledManual
from momviewer.library.scopes import NO_SET, by_set, details
from momviewer.ui.base.theme import Theme
from momviewer.ui.editions.diff_html import nothing_page
from momviewer.ui.library.library_html import details_page, empty_page
from momviewer.ui.widgets.choice_rows import ListItem, below_heading
from momviewer.ui.widgets.dialogs import let_others_before, open_with
from momviewer.ui.widgets.filtered_list import GroupedList
from momviewer.ui.widgets.side_page import SidePage
from momviewer.ui.widgets.status_strip import StatusStrip

SIZE = (960, 640)
LIST_WIDTH = 320
MIN_LIST_WIDTH = 190


class LibraryDialog(QDialog):
    """Shows manuals and signals what the reader wants; changes nothing itself."""

    chosen = Signal(str)
    folder_requested = Signal()
    archive_requested = Signal()
    open_requested = Signal(str)
    rename_requested = Signal(str)
    rebuild_requested = Signal(str)
    compare_requested = Signal(str)
    changes_requested = Signal(str)
    remove_requested = Signal(str)
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Library")
        let_others_before(self)
        open_with(self, *(theme.px(side) for side in SIZE))
        self._manuals: Sequence[InstalledManual] = ()
        self._listed = GroupedList(
            theme,
            "Manuals of the library, by set",
            placeholder="Filter by title, set or edition",
            filter_name="Filter the manuals",
        )
        self.filter, self.list = self._listed.filter, self._listed.list
        self._listed.filtered.connect(lambda: self._show_rows(self.current))
        self._listed.current_changed.connect(self._choose)
        self._listed.activated.connect(lambda: self._ask(self.open_requested))
        self.page = SidePage("About the manual", theme)
        self.page.anchorClicked.connect(lambda _url: self._ask(self.changes_requested))
        self.status_strip = StatusStrip()
        self.add = QPushButton("&Add…")
        self.add.setAccessibleName("Add manuals")
        self.add.setAutoDefault(False)
        menu = QMenu(self)
        menu.addAction("From a &folder…", self.folder_requested.emit)
        menu.addAction("From an &archive…", self.archive_requested.emit)
        self.add.setMenu(menu)
        self.open_manual = self._button("&Open", self.open_requested)
        self.rename = self._button("Re&name…", self.rename_requested, "F2")
        self.rebuild = self._button("Re&build", self.rebuild_requested, "F5")
        self.compare = self._button("&Compare…", self.compare_requested)
        self.remove = self._button("&Remove", self.remove_requested, "Del")
        self._lay_out(theme.px(LIST_WIDTH))
        self.set_theme(theme)
        self.filter.setFocus()
        self.status_strip.focus_released.connect(self.list.setFocus)
        self.finished.connect(lambda _result: self.closed.emit())

    @property
    def current(self) -> str:
        """Return the id of the chosen manual, or ""."""
        return self._listed.current.value if self._listed.current else ""

    @property
    def neighbour(self) -> str:
        """Return the id of the manual below the chosen one, or above it if there is none, or ""."""
        return self._listed.beside.value if self._listed.beside else ""

    def show_manuals(self, manuals: Sequence[InstalledManual], choose: str = "") -> None:
        """List the manuals; choose `choose`, or the manual that was chosen before."""
        self._manuals = manuals
        self._show_rows(choose or self.current)

    def show_details(self, details: Details) -> None:
        """Show what is known of the chosen manual."""
        if details.manual.info.id != self.current:
            return
        self.page.show_html(details_page(details))
        own = not details.manual.built_in
        self.open_manual.setEnabled(not details.trouble)
        self.rename.setEnabled(own and not details.trouble)
        self.rebuild.setEnabled(details.source in {SourceState.SAME, SourceState.CHANGED})
        self.compare.setEnabled(not details.trouble and len(self._manuals) > 1)
        self.remove.setEnabled(own)

    def set_theme(self, theme: Theme) -> None:
        """Change the colours and sizes."""
        self._listed.set_theme(theme)
        self.status_strip.set_theme(theme)
        self.page.set_theme(theme)

    def _button(self, text: str, signal: SignalInstance, key: str = "") -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.setEnabled(False)
        button.setAccessibleName(f"{text.replace('&', '').rstrip('…')} the chosen manual")
        button.clicked.connect(lambda _checked: self._ask(signal))
        if key:
            button.setToolTip(f"{text.replace('&', '').rstrip('…')} ({key})")
            shortcut = QShortcut(QKeySequence(key), self.list)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(button.click)
        return button

    def _lay_out(self, list_width: int) -> None:
        left = QWidget()
        left.setMinimumWidth(MIN_LIST_WIDTH)
        beside = QVBoxLayout(left)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(8)
        beside.addWidget(self._listed, 1)
        beside.addWidget(self.add)
        right = QWidget()
        about = QVBoxLayout(right)
        about.setContentsMargins(0, 0, 0, 0)
        about.setSpacing(8)
        about.addWidget(self.page, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.open_manual, self.rename, self.rebuild, self.compare):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.remove)
        about.addLayout(row)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(13)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([list_width, max(1, self.width() - list_width)])
        body = QWidget()
        inside = QVBoxLayout(body)
        inside.setContentsMargins(16, 14, 16, 14)
        inside.addWidget(splitter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(body, 1)
        column.addWidget(self.status_strip)

    def _show_rows(self, choose: str) -> None:
        typed = self.filter.text()
        troubles = {manual.info.id: manual.trouble for manual in self._manuals}
        infos = [manual.info for manual in self._manuals]
        beside = {
            name: "cannot be opened" if troubles[name] else told for name, told in details(infos).items()
        }
        rows: list[ListItem] = []
        for name, members in by_set(infos):
            rows += [
                replace(row, trouble=bool(troubles.get(row.value)))
                for row in below_heading(name or NO_SET, members, typed, beside)
            ]
        self._listed.show_rows(rows, choose)
        if not rows:
            self.page.show_html(nothing_page("No manual is called that.") if typed.strip() else empty_page())
            for button in (self.open_manual, self.rename, self.rebuild, self.compare, self.remove):
                button.setEnabled(False)

    def _choose(self) -> None:
        if self.current:
            self.chosen.emit(self.current)

    def _ask(self, signal: SignalInstance) -> None:
        if self.current:
            signal.emit(self.current)
