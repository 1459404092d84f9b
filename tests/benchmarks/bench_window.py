"""How fast the window is: start, page turns, typing, and stalls while a manual is being imported."""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QApplication

from momviewer.app import SWITCH_INTERVAL, make_window
from momviewer.manual.links import Address
from momviewer.paths import user_paths
from momviewer.ui.main_window import MainWindow
from tests.benchmarks.timing import manuals, say

KEYS = ("rest AND port", "max_outbound_connections", "71.94", "msys.cidr", '"data source" cache')


class Stalls:
    """Notes how late a timer of 1 ms comes: how long the event loop was busy."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer(interval=1)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now

    def reset(self) -> None:
        """Begin anew."""
        self.longest, self._last = 0.0, time.perf_counter()


def main() -> None:
    """Print the figures."""
    source = manuals() / "momentum-4-html"
    sys.setswitchinterval(SWITCH_INTERVAL)  # as the program does
    application = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        paths = user_paths(folder)
        started = time.perf_counter()
        window = make_window(paths)
        work = window.work
        window.show()
        application.processEvents()
        say("window stands, empty library", [time.perf_counter() - started])
        stalls = Stalls()
        work.add(source)
        _wait(application, lambda: not work.busy)
        say("longest stall while importing", [stalls.longest], "16 ms")
        _wait(application, lambda: window.reader.outline is not None)
        say("longest stall while importing and opening", [stalls.longest], "16 ms")
        _page_turns(application, window)
        stalls.reset()
        _type(application, window, KEYS)
        say("longest stall while typing", [stalls.longest], "16 ms")
        work.add(manuals() / "momentum-4-markdown")
        stalls.reset()
        queries = (query for _ in range(20) for query in KEYS)
        _type(application, window, (query for query in queries if work.busy))
        say("longest stall while typing and importing", [stalls.longest], "50 ms")
        work.cancel()
        _wait(application, lambda: not work.busy)
        window.close()


def _page_turns(application: QCoreApplication, window: MainWindow) -> None:
    outline = window.reader.outline
    assert outline
    times = []
    for page in list(outline.pages):
        started = time.perf_counter()
        window.reader.open(Address(page))
        window.page.viewport().repaint()
        times.append(time.perf_counter() - started)
        application.processEvents()
    say("page turn, key to painted", times, "16 ms, 95 % 40 ms")


def _type(application: QCoreApplication, window: MainWindow, queries: Iterable[str]) -> None:
    for text in queries:
        for end in range(1, len(text) + 1):
            window.bar.line.setText(text[:end])
            until = time.perf_counter() + 1 / 12
            _wait(application, lambda: time.perf_counter() > until)  # noqa: B023 - used at once


def _wait(application: QCoreApplication, done: Callable[[], bool]) -> None:
    while not done():
        application.processEvents()
        time.sleep(0.0005)


if __name__ == "__main__":
    main()
