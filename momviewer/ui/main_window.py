"""The window: lays the panels out, connects what they say, and remembers how it was left."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QCloseEvent,
    QDesktopServices,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QMessageBox,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from momviewer.library.bookmarks import BookmarkStore
from momviewer.library.fill_in_values import FillInStore
from momviewer.library.library import Library
from momviewer.library.scopes import Scope
from momviewer.library.session import Session, SessionStore
from momviewer.library.settings import Settings, SettingsStore
from momviewer.manual.links import Address
from momviewer.ui import theme
from momviewer.ui.actions import Command, key_of, make_actions
from momviewer.ui.background_search import BackgroundSearch
from momviewer.ui.bookmarking import Bookmarking
from momviewer.ui.bookmarks_panel import BookmarksPanel
from momviewer.ui.finder import Finder
from momviewer.ui.first_frame import FirstFrame
from momviewer.ui.history_menu import HistoryMenu
from momviewer.ui.keeper import Keeper
from momviewer.ui.manual_work import ManualWork
from momviewer.ui.on_demand import OnDemand
from momviewer.ui.page_view import PageView
from momviewer.ui.preferences import Preferences
from momviewer.ui.query_strip import QueryStrip
from momviewer.ui.reader import Reader
from momviewer.ui.reading_pane import ReadingPane
from momviewer.ui.results_panel import ResultsPanel
from momviewer.ui.search_bar import SearchBar
from momviewer.ui.shelf import Shelf
from momviewer.ui.sidebar import Sidebar
from momviewer.ui.source_drop import SourceDrop
from momviewer.ui.tab_bar import TabBar, TabRow
from momviewer.ui.tabs import Tabs
from momviewer.ui.top_bar import TopBar
from momviewer.ui.tree_panel import TreePanel
from momviewer.ui.window_layout import WindowLayout
from momviewer.ui.work_strip import WorkStrip

if TYPE_CHECKING:
    from momviewer.library.importing import OfferedManual
    from momviewer.manual.comparison import Comparison
    from momviewer.ui.help import Help
    from momviewer.ui.librarian import Librarian

CONTENTS, EXAMPLES, BOOKMARKS, RESULTS = "Contents", "Examples", "Bookmarks", "Results"
BOOKMARK = "Bookmark this place"
NARROW = 900
"""Width of the window from which on the sidebar hides by itself when a page is opened."""


MakeLibrarian = Callable[["MainWindow"], "Librarian"]


@dataclass(frozen=True, slots=True)
class Kept:
    """Where the things are that the reader keeps."""

    settings: SettingsStore
    session: SessionStore
    bookmarks: BookmarkStore
    values: FillInStore


class MainWindow(QMainWindow):
    """Everything on the screen. Its parts are given the library, the settings, and nothing of each other."""

    def __init__(
        self,
        library: Library,
        kept: Kept,
        search: BackgroundSearch,
        work: ManualWork,
        make_librarian: MakeLibrarian,
        *,
        remember: bool = True,
    ) -> None:
        super().__init__()
        self._make_librarian = make_librarian
        self._librarian: Librarian | None = None
        self._kept, self._search, self.work = kept, search, work
        self.keeper = Keeper(writes=remember, parent=self)
        self.preferences = Preferences(kept.settings, self.keeper, self)
        tokens = self.preferences.tokens
        self.setWindowTitle("momviewer")
        self.first_frame = FirstFrame(self)

        self.bar = SearchBar()
        self.strip = QueryStrip(tokens)
        self.page = PageView(tokens)
        self.contents = TreePanel(CONTENTS, tokens)
        self.examples = TreePanel(EXAMPLES, tokens)
        self.bookmarks = BookmarksPanel(tokens)
        self.results = ResultsPanel(tokens)
        self.sidebar = Sidebar(
            {
                CONTENTS: self.contents,
                EXAMPLES: self.examples,
                BOOKMARKS: self.bookmarks,
                RESULTS: self.results,
            }
        )
        self.foot = WorkStrip()
        self._help = OnDemand(self._make_help)
        self.reader = Reader(library, self.page, QGuiApplication.clipboard().setText, self)
        self.finder = Finder(self.bar, self.strip, self.results, search)
        self.shelf = Shelf(
            library,
            self.reader,
            self.finder,
            bar=self.bar,
            search=search,
            work=work,
            foot=self.foot,
        )
        self.bookmarking = Bookmarking(kept.bookmarks, self.keeper, self.reader, self.bookmarks)
        self.tab_bar = TabBar(tokens)
        self._tab_row = TabRow(self.tab_bar, tokens)
        self.tabs = Tabs(self._tab_row, self.reader)
        self.reading = ReadingPane(self._tab_row, self.page, self.reader, kept.values.load(), self.foot.fail)
        self._actions = make_actions(self._commands(), self)
        menus = {"back": HistoryMenu(self.reader, -1), "forward": HistoryMenu(self.reader, 1)}
        self._top = TopBar(self.bar, self._actions, self.preferences.set_theme, menus)
        self.page.setAcceptDrops(False)
        self._lay_out()
        self.layout_kept = WindowLayout(self, self._splitter, self.sidebar, self.bookmarks.notes)
        self._connect()
        self._show_theme()  # sizes are kept at the scale that they were left at
        self._keep()
        self.finder.recent = list(self.preferences.settings.recent)
        self.shelf.scope = Scope(self.preferences.settings.scope, self.preferences.settings.scope_set)
        self.page.set_zoom(self.preferences.settings.zoom)
        self.preferences.bind(self._actions)
        self._show_tips()
        self.first_frame.shown.connect(self.shelf.look_around)
        self.first_frame.shown.connect(search.open_ahead)

    # Starting and ending

    def start(self, target: str = "", manual: str = "") -> None:
        """Show the target, else where the reader was last, else the first manual there is."""
        self.shelf.start(
            target, manual, self._session.tabs[self._session.current] if self._session.tabs else None
        )
        self.tabs.restore(self._session)
        stores = (self._kept.settings, self._kept.session, self._kept.bookmarks, self._kept.values)
        if troubles := [store.trouble for store in stores if store.trouble]:
            self.foot.fail(" ".join(troubles))
        self.page.setFocus()
        for change in (
            self.tabs.changed,
            self.layout_kept.changed,
            self.page.verticalScrollBar().valueChanged,
        ):
            change.connect(lambda *_: self.keeper.changed("session"))
        self.keeper.changed("session")  # what was asked for at the start is a change too

    def show_target(self, target: str) -> None:
        """Come to the front and show a target, or just come to the front."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()
        if target:
            self.shelf.open_target(target)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Remember how the window was left, and end what runs behind it."""
        self.work.close()
        self._search.close()
        self.shelf.close()
        if self._librarian:
            self._librarian.close()
        self.keeper.changed("session")
        self.keeper.close()
        self.reader.close()
        super().closeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Go back and forward by the mouse's own buttons."""
        if event.button() == Qt.MouseButton.BackButton:
            self.reader.go(-1)
        elif event.button() == Qt.MouseButton.ForwardButton:
            self.reader.go(1)
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
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

    def _make_help(self) -> "Help":
        from momviewer.ui.help import Help

        return Help(self.bar, self.preferences.tokens, lambda: self._actions, self)

    # What the reader can do

    def _commands(self) -> list[Command]:
        return [
            Command("sidebar", "Sidebar", self._toggle_sidebar, ("Ctrl+B",), "sidebar"),
            Command("back", "Back", lambda: self.reader.go(-1), ("Alt+Left",), "back"),
            Command("forward", "Forward", lambda: self.reader.go(1), ("Alt+Right",), "forward"),
            *self.tabs.commands(),
            Command("find", "Find", self.bar.begin, ("Ctrl+K", "Ctrl+L", "/")),
            Command("fix", "Take the fix", self.finder.take_fix, ("Alt+Return", "Alt+Enter")),
            Command("help", "Syntax help", lambda: self.help.toggle_panel(), ("F1",)),
            Command("help pages", "Help", lambda: self.help.show_pages(), ("Shift+F1",)),
            Command("previous", "Previous page", lambda: self.reader.neighbour(-1), ("Alt+PgUp",)),
            Command("up", "Page above", lambda: self.reader.neighbour(0), ("Alt+Up",)),
            Command("next", "Next page", lambda: self.reader.neighbour(1), ("Alt+PgDown",)),
            *self.reading.commands(),
            Command("contents", CONTENTS, lambda: self._choose_panel(CONTENTS), ("Ctrl+1",)),
            Command("examples", EXAMPLES, lambda: self._choose_panel(EXAMPLES), ("Ctrl+2",)),
            Command("bookmarks", BOOKMARKS, lambda: self._choose_panel(BOOKMARKS), ("Ctrl+3",)),
            Command("results", RESULTS, lambda: self._choose_panel(RESULTS), ("Ctrl+4",)),
            Command("bookmark", BOOKMARK, self.bookmarking.toggle, ("Ctrl+D",), "bookmark", checkable=True),
            *self.preferences.commands(),
            Command("choose manual", "Choose a manual or a set", self.shelf.choose, ("Ctrl+M",)),
            Command("add", "Add from a folder…", self._add_from_folder, ("Ctrl+O",)),
            Command("add archive", "Add from an archive…", self._add_from_archive),
            Command("rebuild", "Rebuild this manual", self.shelf.rebuild),
            Command("library", "Library…", self._show_library, ("Ctrl+Shift+O",)),
            Command("quit", "Quit", self.close, ("Ctrl+Q",)),
        ]

    def _lay_out(self) -> None:
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        self._splitter.addWidget(self.sidebar)
        self._splitter.addWidget(self.reading)
        self._splitter.setStretchFactor(1, 1)
        central = QWidget()
        central.setObjectName("central")
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self._top, self.strip):
            column.addWidget(widget)
        column.addWidget(self._splitter, 1)
        column.addWidget(self.foot)
        self.setCentralWidget(central)

    def _connect(self) -> None:
        for panel in (self.contents, self.examples, self.bookmarks):
            panel.asked.connect(self._open)
        for view in (self.contents, self.examples, self.bookmarks, self.page):
            view.tab_asked.connect(lambda address: self.tabs.open(address, behind=True))
        self.results.tab_asked.connect(lambda row: self.tabs.open(row.address, behind=True))
        self.page.web_asked.connect(self._ask_for_web)
        self.bar.left.connect(self.page.setFocus)
        self.finder.begun.connect(self._show_results)
        self.finder.ended.connect(lambda: self.sidebar.show_panel(self.layout_kept.panel))
        self.finder.previewed.connect(lambda row: self.reader.preview(row.address))
        self.finder.opened.connect(lambda row: self._open(row.address, row.title))
        self.finder.marks_changed.connect(self.reader.set_marks)
        self.reader.manual_opened.connect(self._manual_opened)
        self.reader.place_shown.connect(self._place_shown)
        self.reader.history_changed.connect(self._show_history)
        QGuiApplication.styleHints().colorSchemeChanged.connect(lambda _: self._show_theme())
        self.bar.help_asked.connect(lambda: self.help.toggle_panel())
        SourceDrop(self).dropped.connect(self.work.add)
        self.bookmarking.marked.connect(self._actions["bookmark"].setChecked)
        self.bookmarking.told.connect(self.page.notify)
        self.bookmarking.trouble.connect(self.foot.fail)
        self.sidebar.chosen.connect(self._panel_chosen)
        self.preferences.changed.connect(self._apply)
        self.preferences.told.connect(self.page.notify)
        self._show_history()

    def _keep(self) -> None:
        """Have what the reader keeps written down whenever it changes."""
        self._session = self._kept.session.load()
        self.setMinimumSize(480, 360)
        self.layout_kept.restore(self._session.layout)
        self.keeper.keep("session", self._current_session, self._kept.session.save)
        self.keeper.keep("fill-in values", lambda: self.reading.snippets.values, self._kept.values.save)
        self.reading.snippets.values_changed.connect(lambda: self.keeper.changed("fill-in values"))
        self.keeper.failed.connect(self.foot.fail)
        self.finder.opened.connect(lambda _row: self.preferences.change(recent=list(self.finder.recent)))
        self.shelf.report_asked.connect(self._show_library)
        self.work.offered.connect(self._offer)
        self.work.compared.connect(self._take_over)
        self.shelf.scope_changed.connect(
            lambda scope: self.preferences.change(scope=scope.kind, scope_set=scope.set)
        )

    def _current_session(self) -> Session:
        return replace(self.tabs.session(), layout=self.layout_kept.layout())

    def _manual_opened(self) -> None:
        if manual := self.reader.manual_at_hand:
            self.contents.show_branches(manual.contents)
            self.examples.show_branches(manual.examples, expanded=len(manual.examples) == 1)

    # The library

    @property
    def librarian(self) -> "Librarian":
        """Return what opens the library window; made when it is asked for first, which a start is spared."""
        if self._librarian is None:
            self._librarian = found = self._make_librarian(self)
            found.set_theme(self.preferences.tokens)
            found.open_asked.connect(self._open_manual)
            found.place_asked.connect(self._open)
            found.leaving.connect(self.shelf.leave)
            found.changed.connect(self.shelf.refresh)
        return self._librarian

    def _show_library(self, manual: str = "") -> None:
        self.librarian.show(manual or self.reader.manual)

    def _add_from_folder(self) -> None:
        self.librarian.add_from_folder()

    def _add_from_archive(self) -> None:
        self.librarian.add_from_archive()

    def _offer(self, manuals: "list[OfferedManual]") -> None:
        self.librarian.offer(manuals)

    def _take_over(self, comparison: "Comparison") -> None:
        self.librarian.editions.take_over(comparison)

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

    def _place_shown(self, address: Address, title: str) -> None:
        self.contents.select(address)
        self.examples.select(address)
        self.setWindowTitle(f"{title} - {self.reader.title} - momviewer")

    def _show_history(self) -> None:
        self._actions["back"].setEnabled(self.reader.history.can_go_back)
        self._actions["forward"].setEnabled(self.reader.history.can_go_forward)

    def _ask_for_web(self, url: str) -> None:
        question = f"This link leaves the manual:\n\n{url}\n\nOpen it in your browser?"
        if QMessageBox.question(self, "Open in the browser", question) == QMessageBox.StandardButton.Yes:
            QDesktopServices.openUrl(QUrl(url))

    # Finding

    # Panels

    def _show_results(self) -> None:
        self.sidebar.show()
        self.sidebar.show_panel(RESULTS)

    def _panel_chosen(self, name: str) -> None:
        if name != RESULTS:
            self.layout_kept.panel = name
            self.keeper.changed("session")

    def _choose_panel(self, name: str) -> None:
        self.sidebar.show()
        self.sidebar.show_panel(name, focus=True)

    def _toggle_sidebar(self) -> None:
        self.sidebar.setVisible(self.sidebar.isHidden())

    # How it looks

    def set_theme(self, name: str) -> None:
        """Show the theme "light", "dark" or, following the desktop, "system"."""
        self.preferences.set_theme(name)

    def _show_theme(self) -> None:
        tokens = self.preferences.tokens
        QApplication.setPalette(theme.palette(tokens))
        self.setStyleSheet(theme.widget_style(tokens))
        parts = (
            self._top,
            self.bar,
            self.sidebar,
            self.foot,
            self._tab_row,
            self.page,
            self.reading,
            self.contents,
            self.examples,
            self.bookmarks,
            self.results,
            self.strip,
            self._help.made,
            self._librarian,
        )
        for part in parts:
            if part:
                part.set_theme(tokens)

    def _apply(self, before: Settings, now: Settings) -> None:
        """Let every part follow the settings."""
        if (before.theme, before.scale) != (now.theme, now.scale):
            self._show_theme()
        if before.zoom != now.zoom:
            self.page.set_zoom(now.zoom)
        if before.scope != now.scope != self.shelf.scope.kind:
            self.shelf.change_scope(Scope(now.scope))
        if before.shortcuts != now.shortcuts:
            self._show_tips()

    def _show_tips(self) -> None:
        names = {CONTENTS: "contents", EXAMPLES: "examples", BOOKMARKS: "bookmarks", RESULTS: "results"}
        self.sidebar.show_tips({panel: self._actions[name].toolTip() for panel, name in names.items()})
        self._tab_row.show_tip(self._actions["new tab"].toolTip())
        keys = {name: key_of(action) for name, action in self._actions.items()}
        for part in (self.bar, self.strip, self.bookmarks):
            part.show_keys(keys)
