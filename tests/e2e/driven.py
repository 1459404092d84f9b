"""The real program, driven by lines on its standard input: each names a step below, and is answered in JSON.

Run as a module with the program's own arguments; it differs from `momviewer` in nothing but this.
"""

import faulthandler
import json
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, Qt, QTimer, Signal

from momviewer import app
from momviewer.errors import MomviewerError
from momviewer.paths import Paths, user_paths
from momviewer.ui.base.tasks import Lane
from momviewer.ui.window.main_window import MainWindow
from momviewer.ui.window.sidebar_controller import BOOKMARKS
from tests.stalls import Stalls

PAINTED_MS = 30
"""Milliseconds after which what was asked for is painted, once the event loop turns."""


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

    def visit(self, target: str) -> float:
        """Show a page, scroll to its end, and return the longest time that the window worked at a stretch.

        That is in seconds of the processor's time, so that a busy machine makes no difference.
        """
        stalls = Stalls()
        self.show(target)
        self._turn()
        bar = self._window.page.verticalScrollBar()
        bar.setValue(bar.maximum())
        self._turn()
        stalls.stop()
        return stalls.longest_work

    def add(self, source: str) -> str:
        """Add a manual and wait for it; return what is wrong, or ""."""
        return self._built(lambda: self._window.build_queue.add(Path(source)))

    def rebuild(self, manual: str) -> str:
        """Build a manual again and wait for it; return what is wrong, or ""."""
        return self._built(lambda: self._window.build_queue.rebuild(manual))

    def remove(self, manual: str) -> str:
        """Remove a manual in the library's window; return what is wrong, or ""."""
        self._window.library_controller.show(manual)
        dialog = self._window.library_controller.dialog
        assert dialog
        dialog.remove_requested.emit(manual)
        return "" if dialog.status_strip.text.startswith("Removed ") else dialog.status_strip.text

    def rename(self, names: str) -> str:
        """Give a manual another title: "ID TITLE"; return what is wrong, or ""."""
        manual, _, title = names.partition(" ")
        try:
            self._window.library_controller._library.rename(manual, title=title)
        except MomviewerError as error:
            return str(error)
        return ""

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

    def _built(self, begin: Callable[[], None]) -> str:
        queue, loop, faults = self._window.build_queue, QEventLoop(), list[str]()
        bad = (queue.failed, queue.cancelled, queue.offered)
        ends = [signal.connect(lambda fault: faults.append(str(fault))) for signal in bad]
        ends += [signal.connect(loop.quit) for signal in (*bad, queue.done, queue.rebuilt)]
        begin()
        loop.exec()
        for end in ends:
            QObject.disconnect(end)
        return "".join(faults)

    def _turn(self) -> None:
        """Let the window paint and do what else it put off."""
        loop = QEventLoop()
        QTimer.singleShot(PAINTED_MS, loop.quit)
        loop.exec()

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
