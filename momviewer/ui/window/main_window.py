"""The window: makes its parts and connects what they say."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMainWindow, QMessageBox, QWidget

from momviewer.library.library import Library
from momviewer.manual.links import Address
from momviewer.ui.base.actions import Command, Group, Menu, make_actions
from momviewer.ui.base.autosave import Autosave
from momviewer.ui.base.on_demand import OnDemand
from momviewer.ui.base.tasks import TaskRunner
from momviewer.ui.library.build_outcome import BuildOutcome
from momviewer.ui.library.build_queue import BuildQueue
from momviewer.ui.library.library_controller import LibraryController
from momviewer.ui.library.manual_switcher import BundleRepair, ManualSwitcher
from momviewer.ui.library.source_drop import SourceDrop
from momviewer.ui.reading.open_manuals import ManualNames, OpenManuals
from momviewer.ui.reading.reader import Reader, Told
from momviewer.ui.reading.tabs import Tabs
from momviewer.ui.search.background_search import BackgroundSearch
from momviewer.ui.search.search_controller import SearchController
from momviewer.ui.settings.appearance import Appearance
from momviewer.ui.settings.preferences import Preferences
from momviewer.ui.settings.restoring import Restoring, TakeBack
from momviewer.ui.sidebar.bookmarking import Bookmarking
from momviewer.ui.sidebar.page_parts import PageParts
from momviewer.ui.sidebar.visit_log import VisitLog
from momviewer.ui.window.applied_settings import AppliedSettings
from momviewer.ui.window.reading_pane import ReadingPane
from momviewer.ui.window.session import WindowLayout, WindowSession
from momviewer.ui.window.sidebar_controller import SidebarController
from momviewer.ui.window.startup import FirstFrame, RestingCollector, tell_screen_readers_of_pages
from momviewer.ui.window.target_opener import TargetOpener
from momviewer.ui.window.top_bar import HistoryMenu, TopBar
from momviewer.ui.window.window_content import WindowContent
from momviewer.user_data.stores import Stores

if TYPE_CHECKING:
    from momviewer.ui.help.help import Help
    from momviewer.ui.window.place_menus import PlaceMenus

NARROW = 900
"""Width of a window in which the sidebar hides by itself when a page is opened."""


class MainWindow(QMainWindow):
    """The main window: makes the parts, none of which knows another, and connects their signals."""

    def __init__(
        self,
        library: Library,
        stores: Stores,
        runner: TaskRunner,
        search: BackgroundSearch,
        build_queue: BuildQueue,
        *,
        remember: bool = True,
    ) -> None:
        super().__init__()
        self.setWindowTitle("momviewer")
        self.setMinimumSize(480, 360)
        self._stores, self.runner, self._search, self.build_queue = stores, runner, search, build_queue
        for part in (runner, search, build_queue):  # so that they end with the window, and on its thread
            part.setParent(self)
        tell_screen_readers_of_pages()
        self.first_frame = FirstFrame(self)
        self.collector = RestingCollector(self)
        self.autosave = Autosave(runner, writes=remember, parent=self)
        self.preferences = Preferences(stores.settings, self.autosave, self)
        theme = self.preferences.theme

        self.content = content = WindowContent(theme)
        self.bar, self.strip, self.status_strip = content.bar, content.strip, content.status_strip
        self.sidebar, self.contents, self.examples = content.sidebar, content.contents, content.examples
        self.bookmarks, self.results = content.bookmarks, content.results
        self.page, self.tab_bar = content.page, content.tab_bar

        self._manuals = OpenManuals(library, runner)
        self.reader = Reader(self._manuals, self.page, self)
        self.manual_names = ManualNames(library, runner, self)
        self.search_controller = SearchController(self.bar, self.strip, self.results, search)
        self.sidebar_controller = SidebarController(
            self.sidebar, self.contents, self.examples, self.reader, self.search_controller
        )
        repair = BundleRepair(library, build_queue, self.status_strip, runner)
        self.manual_switcher = ManualSwitcher(
            library, self.reader, self.search_controller, bar=self.bar, repair=repair
        )
        self.target_opener = TargetOpener(
            library,
            runner,
            self.reader,
            self.search_controller,
            repair=repair,
            status_strip=self.status_strip,
        )
        self.bookmarking = Bookmarking(stores.bookmarks, self.autosave, self.reader, self.bookmarks)
        self.visit_log = VisitLog(
            stores.visits, self.autosave, self.reader, lambda: self.preferences.theme, self
        )
        self.page_parts = PageParts(self.reader, self.page, self)
        self.tabs = Tabs(content.tab_row, self.reader, self.manual_names)
        self.reading = ReadingPane(
            content.tab_row, self.page, self.reader, stores, self.autosave, self.status_strip.fail
        )
        take_back = TakeBack(
            self.bookmarking.take_in,
            self.tabs.take_in,
            self.preferences.take_in,
            self.reading.snippets.take_in,
        )
        self._restoring = Restoring(stores, self.autosave, take_back, self.status_strip, self)
        self._help = OnDemand(self._make_help)
        self._menus = OnDemand(self._make_menus)
        self.library_controller = LibraryController(
            library,
            runner,
            build_queue,
            self.manual_switcher,
            self.bookmarking,
            self.status_strip,
            window=self,
        )
        outcome = BuildOutcome(build_queue, self.status_strip, self.bar, self.reader, self.manual_switcher)
        outcome.report_requested.connect(self.library_controller.show)

        self._actions = make_actions(self._commands(), self)
        steps = {"back": -1, "forward": 1}
        menus = {way: HistoryMenu(self.reader, self.manual_names, by) for way, by in steps.items()}
        top = TopBar(self.bar, self._actions, self.preferences.set_theme, menus)
        content.lay_out(top, self.reading)
        self.setCentralWidget(content)
        self.layout_kept = WindowLayout(self, content.splitter, self.sidebar, self.bookmarks.notes)
        self._session = WindowSession(stores.session, self.autosave, self.tabs, self.layout_kept)
        parts = top, content, self.reading, self.library_controller, self.layout_kept
        Appearance(self, self.preferences, parts, (self._help,))
        self._session.restore_layout()
        self._connect()
        AppliedSettings(
            self.preferences, self._actions, content, self.search_controller, self.manual_switcher
        )

    # Starting and ending

    def start(self, target: str = "", manual: str = "") -> None:
        """Show the target, else the place where the reader was last, else the first manual."""
        self.target_opener.started.connect(self._go_on)
        self.page.setFocus()
        self.target_opener.start(target, manual, self._session.tab_history)

    def _go_on(self) -> None:
        """Open the other tabs of the session, which is whole from now on, and so is written down."""
        self._session.start()
        self.page.verticalScrollBar().valueChanged.connect(self._session.note)
        self._restoring.tell_unusable()

    def show_target(self, target: str, told: Told | None = None) -> None:
        """Come to the front and show a target, or just come to the front; `told` is told what came of it."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()
        if target:
            self.target_opener.open(target, told)
        elif told:
            told(None)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember how the window was left, and end what runs behind it, also where a step has a bug."""
        steps = (
            self.build_queue.cancel,
            self._search.drop,
            self.target_opener.close,
            self.library_controller.close,
            self._session.note,
            self.runner.close,  # from here on nothing runs behind the window, and what was left is done here
            self.autosave.close,
            self._search.close,
            self.reader.close,
            self._manuals.close,
            self.reading.editor_copies.clear,
        )
        super().closeEvent(event)
        with ExitStack() as closing:
            for step in reversed(steps):
                closing.callback(step)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go back and forward by the mouse's own buttons."""
        if event.button() == Qt.MouseButton.BackButton:
            self.reader.go(-1)
        elif event.button() == Qt.MouseButton.ForwardButton:
            self.reader.go(1)
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give the page the focus by Esc, wherever that means nothing else."""
        if event.key() == Qt.Key.Key_Escape:
            self.page.setFocus()
        else:
            super().keyPressEvent(event)

    # What is made when it is first needed

    @property
    def help(self) -> "Help":
        """Return the help, which is made at the first call."""
        return self._help()

    def _make_help(self) -> "Help":
        from momviewer.ui.help.help import Help

        return Help(
            self.bar,
            self.preferences.theme,
            lambda: self._actions,
            self,
            numbers=lambda: self.reader.outline.numbers.samples() if self.reader.outline else {},
        )

    def _make_menus(self) -> "PlaceMenus":
        from momviewer.ui.window.place_menus import PlaceEffects, PlaceMenus

        effects = PlaceEffects(
            open=self._open,
            open_in_tab=self._open_tab_behind,
            copy_link=self.reading.links.copy,
            bookmark=self.bookmarking.toggle_at,
            search=self._search_for,
            find=self.reading.finding.start,
            leave=self.page.web_requested.emit,
        )
        return PlaceMenus(self, self.page, self.reader, self._actions, effects)

    # What it is made of

    def _commands(self) -> list[Command]:
        return [
            *self.sidebar_controller.commands(),
            *self.reader.commands(),
            *self.page_parts.commands(),
            *self.tabs.commands(),
            *self.visit_log.commands(),
            Command(
                "open in tab",
                "Open the row or link in a new tab",
                Group.TABS,
                self._open_in_tab,
                ("Ctrl+Return", "Ctrl+Enter"),
            ),
            *self.search_controller.commands(),
            *self.reading.commands(),
            Command(
                "search selection",
                "Search for the selection",
                Group.FINDING,
                lambda: self._search_for(self.page.selected_text()),
                ("Ctrl+Shift+F",),
            ),
            *self.bookmarking.commands(),
            *self.preferences.commands(),
            *self._restoring.commands(),
            Command("help", "Syntax help", Group.FINDING, lambda: self.help.toggle_panel(), ("F1",)),
            Command(
                "help pages",
                "Help",
                Group.FINDING,
                lambda: self.help.show_pages(),
                ("Shift+F1",),
                Menu.SETTINGS,
            ),
            *self.library_controller.commands(),
            Command(
                "full screen",
                "Full screen",
                Group.WINDOW,
                lambda: self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen),
                ("F11",),
                Menu.WINDOW,
            ),
            Command("quit", "Quit", Group.WINDOW, self.close, ("Ctrl+Q",), Menu.WINDOW),
        ]

    def _leave_bar(self) -> None:
        """Go back to the page, from a walk through results to where the reader was before it."""
        self.reader.leave_walk()
        self.page.setFocus()

    def _connect(self) -> None:
        self.visit_log.trouble.connect(self.status_strip.fail)
        for panel in (self.contents, self.examples, self.bookmarks, self.visit_log):
            panel.requested.connect(self._open)
        for view in (self.contents, self.examples, self.bookmarks, self.page):
            view.tab_requested.connect(self._open_tab_behind)
        self.search_controller.tab_requested.connect(
            lambda row: self._open_tab_behind(row.address, row.title)
        )
        for listed in (self.contents, self.examples, self.results):
            listed.menu_requested.connect(lambda *asked: self._menus().show_for_row(*asked))
        self.page.menu_requested.connect(lambda *asked: self._menus().show_for_page(*asked))
        self.tabs.new_opened.connect(self.bar.start)
        self.page.zoom_requested.connect(self.preferences.step_zoom)
        self.page.web_requested.connect(lambda url: ask_to_leave(url, self))
        self.page.search_requested.connect(self.search_controller.ask)
        self.page.folder_requested.connect(self.library_controller.add_from_folder)
        for walked in (self.bar, self.results):
            walked.cancelled.connect(self._leave_bar)
        self.reader.place_shown.connect(self._show_place_in_results)
        self.bar.help_requested.connect(lambda: self.help.toggle_panel())
        self.search_controller.previewed.connect(lambda row: self.reader.preview(row.address))
        self.search_controller.opened.connect(lambda row: self._open(row.address, row.title))
        self.search_controller.marks_changed.connect(self.reader.set_marks)
        self.reader.titled.connect(self._show_title)
        self.reader.message.connect(self.page.notify)
        self.reader.history_changed.connect(self._show_history)
        self.bookmarking.marked.connect(self._actions["bookmark"].setChecked)
        self.bookmarking.message.connect(self.page.notify)
        self.bookmarking.trouble.connect(self.status_strip.fail)
        self.bookmarking.unusable.connect(self._restoring.tell_unusable)
        self.preferences.message.connect(self.page.notify)
        for change in (
            self.build_queue.done,
            self.build_queue.rebuilt,
            self.manual_switcher.library_changed,
        ):
            change.connect(self.manual_names.look)
        self.manual_names.trouble.connect(self.manual_switcher.repair.report)
        self.manual_names.changed.connect(lambda: self.bookmarks.name_manuals(self.manual_names.of))
        self.manual_names.changed.connect(lambda: self.manual_switcher.show_name(self.manual_names.of))
        self.autosave.failed.connect(lambda text: self.status_strip.fail(text, lasting=True))
        self.autosave.recovered.connect(self.status_strip.settle)
        for success in (self.reader.place_shown, self.bookmarking.message):
            success.connect(lambda *_: self.status_strip.settle())
        self.status_strip.focus_released.connect(self.page.setFocus)
        self.library_controller.open_requested.connect(self._open_manual)
        self.library_controller.place_requested.connect(self._open)
        for activity in (self.bar.edited, self.reader.place_shown, self.build_queue.progressed):
            activity.connect(self.collector.note_activity)
        for follow in (self.collector.note_activity, self.bookmarking.note_scrolling):
            self.page.verticalScrollBar().valueChanged.connect(follow)
        SourceDrop(self).dropped.connect(self.build_queue.add)
        self.first_frame.shown.connect(self.manual_switcher.repair.look_around)
        self.first_frame.shown.connect(self.manual_names.look)
        self.first_frame.shown.connect(self._search.open_ahead)
        self.first_frame.shown.connect(self.bookmarking.load)
        self.first_frame.shown.connect(self.visit_log.load)
        self.first_frame.shown.connect(lambda: self.autosave.tidy(self._stores.remove_leftovers))
        self.first_frame.shown.connect(self.reading.editor_copies.clear)
        self._show_history()

    # Places

    def _open_manual(self, manual: str) -> None:
        self.manual_switcher.change_manual(manual)
        self.show_target("")
        self.page.setFocus()

    def _open(self, address: Address, title: str = "") -> None:
        self.reader.open(address, title)
        if self.width() < NARROW:
            self.sidebar.hide()
        self.page.setFocus()

    def _open_tab_behind(self, address: Address, title: str = "") -> None:
        self.tabs.open(address, title, behind=True)

    def _search_for(self, text: str) -> None:
        """Search for a text as it stands on the page; without one, put the cursor into the bar."""
        if text.strip():
            from momviewer.ui.window.place_menus import query_for

            self.bar.line.setText(query_for(text))
        self.bar.start()

    def _open_in_tab(self) -> None:
        """Open what has the keyboard in a tab behind this one: a row, or a link of the page."""
        asked: dict[QWidget, Callable[[], None]] = {
            self.bar: self.results.ask_for_tab,
            self.results: self.results.ask_for_tab,
            self.content.contents_list: self.contents.ask_for_tab,
            self.content.examples_list: self.examples.ask_for_tab,
            self.bookmarks: self.bookmarks.ask_for_tab,
            self.page: self.page.ask_for_tab,
        }
        focused = self.focusWidget()
        for part, ask in asked.items():
            if part is focused or part.isAncestorOf(focused):
                ask()

    def _show_place_in_results(self, address: Address) -> None:
        self.results.follow(replace(address, manual=self.reader.manual_id))

    def _show_title(self, title: str, manual: str) -> None:
        self.setWindowTitle(" - ".join(filter(None, (title, manual, "momviewer"))))

    def _show_history(self) -> None:
        self._actions["back"].setEnabled(self.reader.history.can_go_back)
        self._actions["forward"].setEnabled(self.reader.history.can_go_forward)


def ask_to_leave(url: str, parent: QWidget) -> None:
    """Ask whether to open an address of the web in the browser, and do so."""
    question = f"This link leaves the manual:\n\n{url}\n\nOpen it in your browser?"
    if QMessageBox.question(parent, "Open in the browser", question) == QMessageBox.StandardButton.Yes:
        QDesktopServices.openUrl(QUrl(url))
