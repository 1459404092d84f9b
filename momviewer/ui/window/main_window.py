"""The window: makes its parts and connects what they say."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMainWindow, QMessageBox, QWidget

from momviewer.library.library import Library
from momviewer.manual.links import Address
from momviewer.ui.base.actions import Command, make_actions
from momviewer.ui.base.autosave import Keeper
from momviewer.ui.base.on_demand import OnDemand
from momviewer.ui.base.theme import Tokens
from momviewer.ui.library.build_outcome import WorkOutcome
from momviewer.ui.library.build_queue import ManualWork
from momviewer.ui.library.library_access import LibraryAccess
from momviewer.ui.library.manual_switcher import Shelf
from momviewer.ui.library.source_drop import SourceDrop
from momviewer.ui.reading.reader import Reader
from momviewer.ui.reading.tabs import Tabs
from momviewer.ui.search.background_search import BackgroundSearch
from momviewer.ui.search.search_controller import Finder
from momviewer.ui.settings.appearance import Appearance
from momviewer.ui.settings.preferences import Preferences
from momviewer.ui.sidebar.bookmarking import Bookmarking
from momviewer.ui.widgets.status_strip import WorkStrip
from momviewer.ui.window.applied_settings import AppliedSettings
from momviewer.ui.window.reading_pane import ReadingPane
from momviewer.ui.window.session import WindowLayout, WindowSession
from momviewer.ui.window.sidebar_controller import Panels
from momviewer.ui.window.startup import FirstFrame, RestingCollector
from momviewer.ui.window.top_bar import HistoryMenu, TopBar
from momviewer.ui.window.window_content import WindowContent
from momviewer.user_data.stores import Stores

if TYPE_CHECKING:
    from momviewer.ui.help.help import Help
    from momviewer.ui.library.librarian import Librarian

NARROW = 900
"""Width of the window from which on the sidebar hides by itself when a page is opened."""

MakeLibrarian = Callable[[Bookmarking, WorkStrip, Tokens, QWidget], "Librarian"]
"""Makes the librarian: with the bookmarks, the strip at the foot, the colours, the window below its own."""


class MainWindow(QMainWindow):
    """Everything on the screen. Its parts are given the library, the settings, and nothing of each other."""

    def __init__(
        self,
        library: Library,
        stores: Stores,
        search: BackgroundSearch,
        work: ManualWork,
        make_librarian: MakeLibrarian,
        *,
        remember: bool = True,
    ) -> None:
        super().__init__()
        self.setWindowTitle("momviewer")
        self.setMinimumSize(480, 360)
        self._stores, self._search, self.work = stores, search, work
        self.first_frame = FirstFrame(self)
        self.collector = RestingCollector(self)
        self.keeper = Keeper(writes=remember, parent=self)
        self.preferences = Preferences(stores.settings, self.keeper, self)
        tokens = self.preferences.tokens

        content = WindowContent(tokens)
        self.bar, self.strip, self.foot = content.bar, content.strip, content.foot
        self.sidebar, self.contents, self.examples = content.sidebar, content.contents, content.examples
        self.bookmarks, self.results = content.bookmarks, content.results
        self.page, self.tab_bar = content.page, content.tab_bar

        self.reader = Reader(library, self.page, self)
        self.finder = Finder(self.bar, self.strip, self.results, search)
        self.panels = Panels(self.sidebar, self.contents, self.examples, self.reader, self.finder)
        self.shelf = Shelf(
            library, self.reader, self.finder, bar=self.bar, search=search, work=work, foot=self.foot
        )
        self.bookmarking = Bookmarking(stores.bookmarks, self.keeper, self.reader, self.bookmarks)
        self.tabs = Tabs(content.tab_row, self.reader)
        self.reading = ReadingPane(
            content.tab_row, self.page, self.reader, stores.values, self.keeper, self.foot.fail
        )
        self._help = OnDemand(self._make_help)
        self._access = LibraryAccess(
            lambda: make_librarian(self.bookmarking, self.foot, self.preferences.tokens, self),
            self.reader,
            self.shelf,
            work,
        )
        outcome = WorkOutcome(work, self.foot, self.bar, self.reader, self.shelf)
        outcome.report_asked.connect(self._access.show)

        self._actions = make_actions(self._commands(), self)
        menus = {"back": HistoryMenu(self.reader, -1), "forward": HistoryMenu(self.reader, 1)}
        top = TopBar(self.bar, self._actions, self.preferences.set_theme, menus)
        content.lay_out(top, self.reading)
        self.setCentralWidget(content)
        self.layout_kept = WindowLayout(self, content.splitter, self.sidebar, self.bookmarks.notes)
        self._session = WindowSession(stores.session, self.keeper, self.tabs, self.layout_kept)
        later = self._help, self._access.librarian
        Appearance(self, self.preferences, (top, content, self.reading), later)
        self._session.restore_layout()
        self._connect()
        AppliedSettings(self.preferences, self._actions, content, self.finder, self.shelf)

    # Starting and ending

    def start(self, target: str = "", manual: str = "") -> None:
        """Show the target, else where the reader was last, else the first manual there is."""
        self.shelf.start(target, manual, self._session.trail)
        self._session.begin()
        self.page.verticalScrollBar().valueChanged.connect(self._session.note)
        if trouble := self._stores.trouble:
            self.foot.fail(trouble)
        self.page.setFocus()

    def show_target(self, target: str) -> None:
        """Come to the front and show a target, or just come to the front."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()
        if target:
            self.shelf.open_target(target)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember how the window was left, and end what runs behind it."""
        self.work.close()
        self._search.close()
        self.shelf.close()
        self._access.close()
        self._session.note()
        self.keeper.close()
        self.reader.close()
        super().closeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go back and forward by the mouse's own buttons."""
        if event.button() == Qt.MouseButton.BackButton:
            self.reader.go(-1)
        elif event.button() == Qt.MouseButton.ForwardButton:
            self.reader.go(1)
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the page by Esc, from wherever it means nothing else."""
        if event.key() == Qt.Key.Key_Escape:
            self.page.setFocus()
        else:
            super().keyPressEvent(event)

    # What is made when it is first needed

    @property
    def help(self) -> "Help":
        """Return what opens the help."""
        return self._help()

    @property
    def librarian(self) -> "Librarian":
        """Return what opens the library window."""
        return self._access.librarian()

    def _make_help(self) -> "Help":
        from momviewer.ui.help.help import Help

        return Help(self.bar, self.preferences.tokens, lambda: self._actions, self)

    # What it is made of

    def _commands(self) -> list[Command]:
        return [
            *self.panels.commands(),
            *self.reader.commands(),
            *self.tabs.commands(),
            *self.finder.commands(),
            Command("help", "Syntax help", lambda: self.help.toggle_panel(), ("F1",)),
            Command("help pages", "Help", lambda: self.help.show_pages(), ("Shift+F1",)),
            *self.reading.commands(),
            *self.bookmarking.commands(),
            *self.preferences.commands(),
            *self._access.commands(),
            Command("quit", "Quit", self.close, ("Ctrl+Q",)),
        ]

    def _connect(self) -> None:
        for panel in (self.contents, self.examples, self.bookmarks):
            panel.asked.connect(self._open)
        for view in (self.contents, self.examples, self.bookmarks, self.page):
            view.tab_asked.connect(lambda address: self.tabs.open(address, behind=True))
        self.results.tab_asked.connect(lambda row: self.tabs.open(row.address, behind=True))
        self.page.web_asked.connect(lambda url: ask_to_leave(url, self))
        self.bar.left.connect(self.page.setFocus)
        self.bar.help_asked.connect(lambda: self.help.toggle_panel())
        self.finder.previewed.connect(lambda row: self.reader.preview(row.address))
        self.finder.opened.connect(lambda row: self._open(row.address, row.title))
        self.finder.marks_changed.connect(self.reader.set_marks)
        self.reader.place_shown.connect(self._show_title)
        self.reader.history_changed.connect(self._show_history)
        self.bookmarking.marked.connect(self._actions["bookmark"].setChecked)
        self.bookmarking.told.connect(self.page.notify)
        self.bookmarking.trouble.connect(self.foot.fail)
        self.preferences.told.connect(self.page.notify)
        self.keeper.failed.connect(self.foot.fail)
        self._access.manual_asked.connect(self._open_manual)
        self._access.place_asked.connect(self._open)
        for stirring in (self.bar.edited, self.reader.place_shown, self.work.progressed):
            stirring.connect(self.collector.stir)
        self.page.verticalScrollBar().valueChanged.connect(self.collector.stir)
        SourceDrop(self).dropped.connect(self.work.add)
        self.first_frame.shown.connect(self.shelf.mending.look_around)
        self.first_frame.shown.connect(self._search.open_ahead)
        self._show_history()

    # Places

    def _open_manual(self, manual: str) -> None:
        self.shelf.change_manual(manual)
        self.activateWindow()
        self.page.setFocus()

    def _open(self, address: Address, title: str = "") -> None:
        self.reader.open(address, title)
        if self.width() < NARROW:
            self.sidebar.hide()
        self.page.setFocus()

    def _show_title(self, _address: Address, title: str) -> None:
        self.setWindowTitle(f"{title} - {self.reader.title} - momviewer")

    def _show_history(self) -> None:
        self._actions["back"].setEnabled(self.reader.history.can_go_back)
        self._actions["forward"].setEnabled(self.reader.history.can_go_forward)


def ask_to_leave(url: str, parent: QWidget) -> None:
    """Ask whether to open an address of the web in the browser, and do so."""
    question = f"This link leaves the manual:\n\n{url}\n\nOpen it in your browser?"
    if QMessageBox.question(parent, "Open in the browser", question) == QMessageBox.StandardButton.Yes:
        QDesktopServices.openUrl(QUrl(url))
