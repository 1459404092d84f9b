"""The real program, driven by lines on its standard input: each names a step below, and is answered in JSON.

Run as a module with the program's own arguments; it differs from `momviewer` in nothing but this.
"""

import faulthandler
import json
import sys
import threading
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, Qt, QTimer, Signal

from momviewer import app
from momviewer.paths import Paths, user_paths
from momviewer.ui.base.tasks import Lane
from momviewer.ui.window.main_window import MainWindow
from momviewer.ui.window.sidebar_controller import BOOKMARKS


class Steps(QObject):
    """What a reader may do in the window, by name."""

    requested = Signal(str)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.requested.connect(self._do, Qt.ConnectionType.QueuedConnection)
        threading.Thread(target=self._listen, daemon=True).start()

    def show(self, target: str) -> None:
        """Go to a number or a page, and wait until it is shown."""
        loop = QEventLoop()
        self._window.show_target(target, lambda _error: loop.quit())
        loop.exec()

    def tab(self, _argument: str) -> None:
        """Open a tab."""
        self._window.tabs.new()

    def bookmark(self, note: str) -> None:
        """Bookmark the place, and type a note on it."""
        self._window.sidebar.show_panel(BOOKMARKS)
        self._window.bookmarking.toggle()
        self.note(note)

    def note(self, text: str) -> None:
        """Type another note on the bookmark that is chosen."""
        self._window.bookmarks.note.setPlainText(text)

    def folder(self, name: str) -> None:
        """Put the bookmark that is chosen into a folder."""
        self._window.bookmarks.moved.emit(self._window.bookmarks.tree.row, name, None)

    def zoom(self, by: str) -> None:
        """Make the page's text larger or smaller by steps."""
        self._window.preferences.step_zoom(int(by))

    def resize(self, size: str) -> None:
        """Give the window another size, as "900x640"."""
        width, height = map(int, size.split("x"))
        self._window.resize(width, height)

    def sidebar(self, width: str) -> None:
        """Drag the sidebar's edge."""
        splitter = self._window.layout_kept.splitter
        splitter.setSizes([int(width), self._window.width() - int(width)])
        splitter.splitterMoved.emit(int(width), 1)

    def panel(self, name: str) -> None:
        """Choose a panel of the sidebar."""
        self._window.sidebar.show_panel(name)

    def scroll(self, to: str) -> None:
        """Scroll the page."""
        self._window.page.verticalScrollBar().setValue(int(to))

    def state(self, _argument: str) -> dict[str, object]:
        """Return all that is to be as it was left."""
        window = self._window
        marks = [[mark.title, mark.note, mark.folder] for mark in window.bookmarking.bookmarks]
        return {
            "tabs": [window.tab_bar.tabText(place) for place in range(window.tab_bar.count())],
            "in front": window.tab_bar.currentIndex(),
            "place": str(window.reader.address),
            "scrolled": window.page.verticalScrollBar().value(),
            "behind": [visit.title for visit in window.reader.history.behind()],
            "size": [window.width(), window.height()],
            "sidebar": window.sidebar.width(),
            "panel": window.sidebar.current,
            "zoom": window.preferences.settings.zoom,
            "bookmarks": marks,
            "status": window.status_strip.text if window.status_strip.isVisible() else "",
        }

    def fail(self, where: str) -> None:
        """Have a bug: in a "slot", on a "thread", in a "lane"; or "crash"."""
        runner, lane = self._window.runner, Lane.LIBRARY
        causes: dict[str, Callable[[], object]] = {
            "slot": lambda: QTimer.singleShot(0, fail),
            "thread": lambda: threading.Thread(target=fail).start(),
            "lane": lambda: runner.run(lane, fail, lambda _outcome: None, lambda _error: None),
            "crash": faulthandler._sigsegv,  # type: ignore[attr-defined]  # there for tests
        }
        causes[where]()

    def status(self, _argument: str) -> str:
        """Wait until the status strip says something, and return what."""
        strip = self._window.status_strip
        while strip.isHidden():
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        return strip.text

    def quit(self, _argument: str) -> None:
        """Close the window."""
        self._window.close()

    def _listen(self) -> None:
        for line in sys.stdin:
            self.requested.emit(line.rstrip("\n"))

    def _do(self, line: str) -> None:
        name, _, argument = line.partition(" ")
        step: Callable[[str], object] = getattr(self, name)
        print(json.dumps(step(argument)), flush=True)  # noqa: T201 - the answer


def fail() -> None:
    """Be a bug."""
    raise ValueError("quay")


def main() -> int:
    """Run the window with someone to drive it."""
    make_window = app.make_window

    def driven(paths: Paths, *, remember: bool = True) -> MainWindow:
        window = make_window(paths, remember=remember)
        Steps(window)
        return window

    app.make_window = driven
    return app.run(user_paths(), *sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
