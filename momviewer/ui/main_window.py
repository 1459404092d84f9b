"""The window: lays the panels out, connects what they say, and remembers how it was left."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl, Signal
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
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QMessageBox,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from momviewer.errors import LibraryError, MomviewerError
from momviewer.library.importing import report_of
from momviewer.library.library import BUILT_IN, InstalledManual, Library
from momviewer.library.settings import Settings, SettingsStore
from momviewer.library.targets import find_target
from momviewer.manual.bundle import open_bundle
from momviewer.manual.links import Address, parse_address
from momviewer.ui import page_html, theme
from momviewer.ui.actions import Command, make_actions
from momviewer.ui.background_search import BackgroundSearch
from momviewer.ui.finder import Finder
from momviewer.ui.icons import SIZE, icon
from momviewer.ui.manual_work import ManualWork
from momviewer.ui.page_view import PageView
from momviewer.ui.query_strip import QueryStrip
from momviewer.ui.reader import Reader
from momviewer.ui.result_model import ResultRow
from momviewer.ui.results_panel import ResultsPanel
from momviewer.ui.search_bar import SearchBar
from momviewer.ui.sidebar import Sidebar
from momviewer.ui.syntax_help import SyntaxHelp
from momviewer.ui.tree_panel import TreePanel
from momviewer.ui.work_strip import WorkStrip

TOP = 52
CONTENTS, EXAMPLES, RESULTS = "Contents", "Examples", "Results"
ZOOMS = (70, 80, 90, 100, 110, 125, 150, 175, 200)
NARROW = 900
"""Width of the window from which on the sidebar hides by itself when a page is opened."""
THEMES = {"system": "As the desktop", "light": "Light", "dark": "Dark"}


class MainWindow(QMainWindow):
    """Everything on the screen. Its parts are given the library, the settings, and nothing of each other."""

    ready = Signal()

    def __init__(
        self,
        library: Library,
        store: SettingsStore,
        search: BackgroundSearch,
        work: ManualWork,
        *,
        remember: bool = True,
    ) -> None:
        super().__init__()
        self._remembers = remember
        self._library, self._store, self._search, self.work = library, store, search, work
        self._settings = store.load()
        tokens = theme.tokens_for(self._settings.theme)
        self._latest: InstalledManual | None = None
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
        self._actions = make_actions(self._commands(), self)
        self._buttons: dict[str, QToolButton] = {}
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
        manuals = self._library.manuals()
        installed = [found for found in manuals if not found.trouble]
        trouble = next((found.trouble for found in manuals if found.trouble), "")
        if trouble:
            self.foot.fail(trouble)
        ids = [found.info.id for found in installed]
        wanted = next((name for name in (manual, self._settings.manual, *ids) if name in ids), "")
        if BUILT_IN not in ids:
            self.work.build_built_in()
        self._show_manuals()
        if not wanted:
            self.page.show_page(
                page_html.empty_page(
                    "One moment", "The bundled manual is being prepared; it opens as soon as it can be read."
                )
            )
        elif self.reader.open_manual(wanted):
            if target:
                self.open_target(target)
            elif self._settings.page and wanted == self._settings.manual:
                self.reader.open(parse_address(self._settings.page) or Address(self._settings.page))
            else:
                self.reader.open_start()
        self.page.setFocus()
        self.ready.emit()

    def open_target(self, target: str) -> None:
        """Show what a number, page, anchor or address names, in the open manual or in another."""
        address = parse_address(target)
        ids = [address.manual] if address and address.manual else []
        others = [found.info.id for found in self._library.manuals() if not found.trouble]
        reason = ""
        for manual in ids or sorted(others, key=lambda found: found != self.reader.manual):
            try:
                bundle = open_bundle(self._library.find(manual).folder)
            except MomviewerError as error:
                reason = reason or str(error)
                continue
            found, why = find_target(bundle, target)
            bundle.close()
            if found:
                self.reader.open(Address(found.page, found.anchor, manual), found.title)
                return
            reason = reason or why
        self.reader.open_start()
        self.foot.fail(reason or f"{target} is no number, page or address in any manual.")

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Remember how the window was left, and end what runs behind it."""
        self.work.close()
        self._search.close()
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
            self.work.add(folder)

    # What the reader can do

    def _commands(self) -> list[Command]:
        return [
            Command("sidebar", "Sidebar", self._toggle_sidebar, ("Ctrl+B",), "sidebar"),
            Command("back", "Back", lambda: self.reader.go(-1), ("Alt+Left",), "back"),
            Command("forward", "Forward", lambda: self.reader.go(1), ("Alt+Right",), "forward"),
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
            Command("rebuild", "Rebuild this manual", lambda: self.work.rebuild(self.reader.manual)),
            Command("report", "What was read of this manual", self.show_report),
            Command("quit", "Quit", self.close, ("Ctrl+Q",)),
        ]

    def _lay_out(self) -> None:
        top = QFrame()
        top.setObjectName("top")
        top.setFixedHeight(TOP)
        row = QHBoxLayout(top)
        row.setContentsMargins(10, 0, 10, 0)
        row.setSpacing(4)
        for name in ("sidebar", "back", "forward"):
            row.addWidget(self._button(name))
        row.addStretch(1)
        row.addWidget(self.bar, 12)
        row.addStretch(1)
        row.addWidget(self._button("theme"))
        more = self._button("more")
        more.setToolTip("More")
        more.setAccessibleName("More")
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        more.setMenu(self._menu())
        row.addWidget(more)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        self._splitter.addWidget(self.sidebar)
        self._splitter.addWidget(self.page)
        self._splitter.setStretchFactor(1, 1)
        central = QWidget()
        central.setObjectName("central")
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (top, self.strip):
            column.addWidget(widget)
        column.addWidget(self._splitter, 1)
        column.addWidget(self.foot)
        self.setCentralWidget(central)

    def _button(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setIconSize(QSize(SIZE, SIZE))
        if name in self._actions:
            button.setDefaultAction(self._actions[name])
            button.setAccessibleName(self._actions[name].text())
        self._buttons[name] = button
        return button

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for group in (
            ("add", "rebuild", "report"),
            ("previous", "up", "next", "copy"),
            ("larger", "smaller", "normal"),
        ):
            for name in group:
                menu.addAction(self._actions[name])
            menu.addSeparator()
        themes = menu.addMenu("Theme")
        for name, text in THEMES.items():
            action = themes.addAction(text)
            action.triggered.connect(lambda _checked, chosen=name: self.set_theme(chosen))
        menu.addAction(self._actions["quit"])
        return menu

    def _connect(self) -> None:
        self.contents.asked.connect(self._open)
        self.examples.asked.connect(self._open)
        self.page.web_asked.connect(self._ask_for_web)
        self.bar.left.connect(self._leave_bar)
        self.bar.manual_asked.connect(self._change_manual)
        self.bar.scope_asked.connect(self._change_scope)
        self.bar.help_asked.connect(self._toggle_help)
        self.help.sample_asked.connect(self._try_sample)
        self.help.left.connect(self.bar.begin)
        self.finder.begun.connect(self._show_results)
        self.finder.ended.connect(lambda: self.sidebar.show_panel(self._left_panel))
        self.finder.previewed.connect(lambda row: self.reader.preview(row.address))
        self.finder.opened.connect(self._open_result)
        self.finder.marks_changed.connect(self.reader.set_marks)
        self.finder.trouble.connect(self.foot.fail)
        self.reader.manual_opened.connect(self._manual_opened)
        self.reader.place_shown.connect(self._place_shown)
        self.reader.history_changed.connect(self._show_history)
        self.reader.trouble.connect(self.foot.fail)
        self.work.begun.connect(self.foot.begin)
        self.work.progressed.connect(self.foot.progress)
        self.work.done.connect(self._work_done)
        self.work.failed.connect(self._work_failed)
        self.work.cancelled.connect(self.foot.end)
        self.foot.cancel_asked.connect(self.work.cancel)
        self.foot.details_asked.connect(self.show_report)
        QGuiApplication.styleHints().colorSchemeChanged.connect(lambda _: self._show_theme())
        self._show_history()

    # Manuals

    def _show_manuals(self) -> None:
        manuals = [found.info for found in self._library.manuals() if not found.trouble]
        self.bar.show_manuals(manuals, self.reader.manual, self._settings.scope)

    def _manual_opened(self) -> None:
        outline = self.reader.outline
        if outline is None:
            return
        self.contents.show_branches(outline.contents())
        examples = outline.examples()
        self.examples.show_branches(examples, expanded=len(examples) == 1)
        self._search_scope()
        self.finder.use(outline)
        self._show_manuals()

    def _change_manual(self, manual: str) -> None:
        if self.reader.open_manual(manual):
            self.reader.open_start()

    def _search_scope(self) -> None:
        """Search the open manual, and with it those that the reader chose."""
        here = self._library.find(self.reader.manual)
        usable = (found for found in self._library.manuals() if not found.trouble)
        others = [found for found in usable if found.folder != here.folder]
        if self._settings.scope == "manual":
            others = []
        elif self._settings.scope == "set":
            others = [found for found in others if found.info.set == here.info.set]
        self._search.use([here.folder, *(found.folder for found in others)])

    def _change_scope(self, scope: str) -> None:
        self._settings = replace(self._settings, scope=scope)
        self._search_scope()
        self._show_manuals()
        self.finder.ask_again()

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Add the manual in this folder")
        if folder:
            self.work.add(Path(folder))

    def _work_done(self, manual: InstalledManual) -> None:
        counts = manual.info.counts
        problems = len(report_of(manual).problems)
        self._latest = manual
        shown = self.reader.address is not None
        if manual.built_in and shown:
            self.foot.hide()
        elif manual.built_in:
            self.foot.hide()
            self._change_manual(manual.info.id)
        else:
            told = f"; {problems} lines in the report" if problems else ""
            self.foot.end(
                f"{manual.info.title} is ready: {counts.pages} pages, {counts.examples} examples{told}.",
                details=True,
            )
            self._change_manual(manual.info.id)
        self._show_manuals()

    def _work_failed(self, message: str) -> None:
        self.foot.fail(message)
        if self.reader.address is None:
            self.page.show_page(page_html.empty_page("No manual to read yet", message))

    def show_report(self) -> None:
        """Show what was left out when this manual was built."""
        manual = self.reader.manual
        if manual:
            try:
                installed = self._library.find(manual)
                self.reader.show_html(page_html.report_page(installed.info, report_of(installed)))
            except MomviewerError as error:
                self.foot.fail(str(error))

    # Places

    def _open(self, address: Address, title: str = "") -> None:
        self.reader.open(address, title)
        if self.width() < NARROW:
            self.sidebar.hide()
        self.page.setFocus()

    def _open_result(self, row: ResultRow) -> None:
        self._open(row.address, row.title)

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

    def _leave_bar(self) -> None:
        self.page.setFocus()

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
        for part in (self.page, self.contents, self.examples, self.results, self.strip, self.help):
            part.set_theme(tokens)
        for name in ("sidebar", "back", "forward", "theme"):
            self._actions[name].setIcon(icon(name, tokens))
        self._buttons["more"].setIcon(icon("more", tokens))

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
        self._show_theme()
        if settings.maximized:
            self.setWindowState(Qt.WindowState.WindowMaximized)

    def _remember(self) -> None:
        address = self.reader.address
        size = self.normalGeometry().size() if self.isMaximized() else self.size()
        kept = replace(
            self._settings,
            sidebar_width=self.sidebar.width() if self.sidebar.isVisible() else self._settings.sidebar_width,
            sidebar_visible=self.sidebar.isVisible(),
            window_width=size.width(),
            window_height=size.height(),
            maximized=self.isMaximized(),
            recent=self.finder.recent,
            manual=self.reader.manual or self._settings.manual,
            page=replace(address, manual="").relative() if address else self._settings.page,
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
