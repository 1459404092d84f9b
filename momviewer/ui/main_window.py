"""The window: lays the panels out, connects what they say, and remembers how it was left."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import (
    QCloseEvent,
    QDesktopServices,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QMouseEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QMainWindow,
    QMessageBox,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from momviewer.errors import LibraryError
from momviewer.library.library import Library
from momviewer.library.session import SessionStore
from momviewer.library.settings import Settings, SettingsStore
from momviewer.manual.links import Address
from momviewer.ui import theme
from momviewer.ui.actions import Command, make_actions
from momviewer.ui.background_search import BackgroundSearch
from momviewer.ui.finder import Finder
from momviewer.ui.manual_work import ManualWork
from momviewer.ui.page_view import PageView
from momviewer.ui.query_strip import QueryStrip
from momviewer.ui.reader import Reader
from momviewer.ui.results_panel import ResultsPanel
from momviewer.ui.search_bar import SearchBar
from momviewer.ui.shelf import Shelf
from momviewer.ui.sidebar import Sidebar
from momviewer.ui.syntax_help import SyntaxHelp
from momviewer.ui.tabs import TabBar, Tabs
from momviewer.ui.top_bar import TopBar
from momviewer.ui.tree_panel import TreePanel
from momviewer.ui.work_strip import WorkStrip

CONTENTS, EXAMPLES, RESULTS = "Contents", "Examples", "Results"
ZOOMS = (70, 80, 90, 100, 110, 125, 150, 175, 200)
SESSION_DELAY = 700
"""Milliseconds from a change of the tabs until it is written down."""
NARROW = 900
"""Width of the window from which on the sidebar hides by itself when a page is opened."""


class MainWindow(QMainWindow):
    """Everything on the screen. Its parts are given the library, the settings, and nothing of each other."""

    def __init__(
        self,
        library: Library,
        store: SettingsStore,
        sessions: SessionStore,
        search: BackgroundSearch,
        work: ManualWork,
        *,
        remember: bool = True,
    ) -> None:
        super().__init__()
        self._remembers = remember
        self._store, self._sessions, self._search, self.work = store, sessions, search, work
        self._session_timer = QTimer(self, singleShot=True, interval=SESSION_DELAY)
        self._session_timer.timeout.connect(self._keep_session)
        self._settings = store.load()
        tokens = theme.tokens_for(self._settings.theme)
        self._left_panel = CONTENTS
        self.setWindowTitle("momviewer")

        self.bar = SearchBar()
        self.strip = QueryStrip(tokens)
        self.page = PageView(tokens)
        self.contents = TreePanel(CONTENTS, tokens)
        self.examples = TreePanel(EXAMPLES, tokens)
        self.results = ResultsPanel(tokens)
        self.sidebar = Sidebar({CONTENTS: self.contents, EXAMPLES: self.examples, RESULTS: self.results})
        self.foot = WorkStrip()
        self.help = SyntaxHelp(tokens, self)
        self.reader = Reader(library, self.page, QGuiApplication.clipboard().setText, self)
        self.finder = Finder(self.bar, self.strip, self.results, search)
        self.shelf = Shelf(
            library, self.reader, self.finder, bar=self.bar, search=search, work=work, foot=self.foot
        )
        self.tab_bar = TabBar(tokens)
        self.tabs = Tabs(self.tab_bar, self.reader)
        self._actions = make_actions(self._commands(), self)
        self._top = TopBar(self.bar, self._actions, self.set_theme)
        self.setAcceptDrops(True)
        self.page.setAcceptDrops(False)
        self._lay_out()
        self._connect()
        self._apply(self._settings)
        if store.trouble:
            self.foot.fail(store.trouble)

    # Starting and ending

    def start(self, target: str = "", manual: str = "") -> None:
        """Show the target, else where the reader was last, else the first manual there is."""
        session = self._sessions.load()
        if self._sessions.trouble:
            self.foot.fail(self._sessions.trouble)
        self.shelf.start(target, manual, session.tabs[session.current] if session.tabs else None)
        self.tabs.restore(session, self.reader.outline.titles() if self.reader.outline else {})
        self.page.setFocus()
        self.tabs.changed.connect(self._session_timer.start)
        self._session_timer.start()  # what was asked for at the start is a change too

    def show_target(self, target: str) -> None:
        """Come to the front and show a target, or just come to the front."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()
        if target:
            self.shelf.open_target(target)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Remember how the window was left, and end what runs behind it."""
        self._session_timer.stop()
        self.work.close()
        self._search.close()
        self.shelf.close()
        if self._remembers:
            self._remember()
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

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take folders that are dragged here."""
        if _dropped_folder(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Add the manual in a folder that is dropped here."""
        if folder := _dropped_folder(event):
            event.acceptProposedAction()
            self.shelf.add(folder)

    # What the reader can do

    def _commands(self) -> list[Command]:
        return [
            Command("sidebar", "Sidebar", self._toggle_sidebar, ("Ctrl+B",), "sidebar"),
            Command("back", "Back", lambda: self.reader.go(-1), ("Alt+Left",), "back"),
            Command("forward", "Forward", lambda: self.reader.go(1), ("Alt+Right",), "forward"),
            Command("new tab", "New tab", self.tabs.new, ("Ctrl+T",)),
            Command("close tab", "Close tab", self.tabs.close_current, ("Ctrl+W",)),
            Command("reopen tab", "Reopen closed tab", self.tabs.reopen, ("Ctrl+Shift+T",)),
            Command("next tab", "Next tab", lambda: self.tabs.step(1), ("Ctrl+Tab", "Ctrl+PgDown")),
            Command(
                "previous tab", "Previous tab", lambda: self.tabs.step(-1), ("Ctrl+Shift+Tab", "Ctrl+PgUp")
            ),
            Command("find", "Find", self.bar.begin, ("Ctrl+K", "Ctrl+L", "/")),
            Command("fix", "Take the fix", self.finder.take_fix, ("Alt+Return", "Alt+Enter")),
            Command("help", "Syntax help", self._toggle_help, ("F1",)),
            Command("next hit", "Next hit on the page", lambda: self._step_mark(1), ("F3",)),
            Command("previous hit", "Previous hit on the page", lambda: self._step_mark(-1), ("Shift+F3",)),
            Command("previous", "Previous page", lambda: self.reader.neighbour(-1), ("Alt+PgUp",)),
            Command("up", "Page above", lambda: self.reader.neighbour(0), ("Alt+Up",)),
            Command("next", "Next page", lambda: self.reader.neighbour(1), ("Alt+PgDown",)),
            Command("copy", "Copy the snippet at hand", self.reader.copy_at_hand, ("Ctrl+Shift+C",)),
            Command("contents", CONTENTS, lambda: self._choose_panel(CONTENTS), ("Ctrl+1",)),
            Command("examples", EXAMPLES, lambda: self._choose_panel(EXAMPLES), ("Ctrl+2",)),
            Command("results", RESULTS, lambda: self._choose_panel(RESULTS), ("Ctrl+3",)),
            Command("larger", "Larger text", lambda: self._zoom(1), ("Ctrl++", "Ctrl+=")),
            Command("smaller", "Smaller text", lambda: self._zoom(-1), ("Ctrl+-",)),
            Command("normal", "Normal text", lambda: self._zoom(0), ("Ctrl+0",)),
            Command("theme", "Light or dark", self._toggle_theme, ("Ctrl+Shift+L",), "theme"),
            Command("add", "Add manual…", self._choose_folder, ("Ctrl+O",)),
            Command("rebuild", "Rebuild this manual", self.shelf.rebuild),
            Command("report", "What was read of this manual", self.shelf.show_report),
            Command("quit", "Quit", self.close, ("Ctrl+Q",)),
        ]

    def _lay_out(self) -> None:
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        self._splitter.addWidget(self.sidebar)
        reading = QWidget()
        beside = QVBoxLayout(reading)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(self.tab_bar)
        beside.addWidget(self.page, 1)
        self._splitter.addWidget(reading)
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
        self.contents.asked.connect(self._open)
        self.examples.asked.connect(self._open)
        self.page.tab_asked.connect(lambda address: self.tabs.open(address, behind=True))
        self.page.web_asked.connect(self._ask_for_web)
        self.bar.left.connect(self.page.setFocus)
        self.bar.help_asked.connect(self._toggle_help)
        self.help.sample_asked.connect(self._try_sample)
        self.help.left.connect(self.bar.begin)
        self.finder.begun.connect(self._show_results)
        self.finder.ended.connect(lambda: self.sidebar.show_panel(self._left_panel))
        self.finder.previewed.connect(lambda row: self.reader.preview(row.address))
        self.finder.opened.connect(lambda row: self._open(row.address, row.title))
        self.finder.marks_changed.connect(self.reader.set_marks)
        self.finder.trouble.connect(self.foot.fail)
        self.reader.manual_opened.connect(self._manual_opened)
        self.reader.place_shown.connect(self._place_shown)
        self.reader.history_changed.connect(self._show_history)
        QGuiApplication.styleHints().colorSchemeChanged.connect(lambda _: self._show_theme())
        self._show_history()

    def _manual_opened(self) -> None:
        if manual := self.reader.manual_at_hand:
            self.contents.show_branches(manual.contents)
            self.examples.show_branches(manual.examples, expanded=len(manual.examples) == 1)

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Add the manual in this folder")
        if folder:
            self.shelf.add(Path(folder))

    # Places

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

    def _toggle_help(self) -> None:
        corner = self.bar.mapTo(self, self.bar.rect().bottomLeft())
        self.help.toggle(corner.x(), corner.y() + 6)

    def _try_sample(self, query: str) -> None:
        self.bar.line.setText(query)
        self.bar.line.setFocus()

    def _step_mark(self, by: int) -> None:
        at, count = self.page.step_mark(by)
        self.page.notify(f"Hit {at} of {count}" if count else "Nothing is marked on this page")

    # Panels

    def _show_results(self) -> None:
        if self.sidebar.current != RESULTS:
            self._left_panel = self.sidebar.current
        self.sidebar.show()
        self.sidebar.show_panel(RESULTS)

    def _choose_panel(self, name: str) -> None:
        self.sidebar.show()
        self.sidebar.show_panel(name, focus=True)

    def _toggle_sidebar(self) -> None:
        self.sidebar.setVisible(self.sidebar.isHidden())

    # How it looks

    def set_theme(self, name: str) -> None:
        """Show the theme "light", "dark" or, following the desktop, "system"."""
        self._settings = replace(self._settings, theme=name)
        self._show_theme()

    def _toggle_theme(self) -> None:
        dark = theme.tokens_for(self._settings.theme) is theme.DARK
        self.set_theme("light" if dark else "dark")

    def _show_theme(self) -> None:
        tokens = theme.tokens_for(self._settings.theme)
        QApplication.setPalette(theme.palette(tokens))
        self.setStyleSheet(theme.widget_style(tokens))
        parts = (
            self._top,
            self.tab_bar,
            self.page,
            self.contents,
            self.examples,
            self.results,
            self.strip,
            self.help,
        )
        for part in parts:
            part.set_theme(tokens)

    def _zoom(self, step: int) -> None:
        at = min(range(len(ZOOMS)), key=lambda place: abs(ZOOMS[place] - self._settings.zoom))
        zoom = ZOOMS[max(0, min(len(ZOOMS) - 1, at + step))] if step else 100
        self._settings = replace(self._settings, zoom=zoom)
        self.page.set_zoom(zoom)
        self.page.notify(f"Text at {zoom} %")

    def _apply(self, settings: Settings) -> None:
        self.resize(settings.window_width, settings.window_height)
        self.setMinimumSize(480, 360)
        self._splitter.setSizes([settings.sidebar_width, settings.window_width - settings.sidebar_width])
        self.sidebar.setVisible(settings.sidebar_visible)
        self.page.set_zoom(settings.zoom)
        self.finder.recent = list(settings.recent)
        self.shelf.scope = settings.scope
        self._show_theme()
        if settings.maximized:
            self.setWindowState(Qt.WindowState.WindowMaximized)

    def _keep_session(self) -> None:
        """Write down what the tabs show, so that a kill loses no more than the last moment."""
        if self._remembers:
            try:
                self._sessions.save(self.tabs.session())
            except LibraryError as error:
                self.foot.fail(str(error))

    def _remember(self) -> None:
        self._keep_session()
        size = self.normalGeometry().size() if self.isMaximized() else self.size()
        kept = replace(
            self._settings,
            sidebar_width=self.sidebar.width() if self.sidebar.isVisible() else self._settings.sidebar_width,
            sidebar_visible=self.sidebar.isVisible(),
            window_width=size.width(),
            window_height=size.height(),
            maximized=self.isMaximized(),
            scope=self.shelf.scope,
            recent=self.finder.recent,
        )
        try:
            self._store.save(kept)
        except LibraryError as error:
            self.foot.fail(str(error))


def _dropped_folder(event: QDropEvent) -> Path | None:
    """Return the one folder that is dragged, or None."""
    urls = event.mimeData().urls()
    path = Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
    return path if path and path.is_dir() else None
