"""How fast the window is: start, page turns, typing, and stalls while a manual is being imported."""

import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from momviewer.app import SWITCH_INTERVAL, make_window
from momviewer.manual.links import Address
from momviewer.paths import user_paths
from momviewer.ui.window.main_window import MainWindow
from tests.benchmarks.timing import manuals, say
from tests.stalls import Stalls

KEYS = ("rest AND port", "max_outbound_connections", "71.94", "msys.cidr", '"data source" cache')

ALT = Qt.KeyboardModifier.AltModifier
FEW_TURNS, MANY_TURNS = 500, 5_000


def main() -> None:
    """Print the figures."""
    source = manuals() / "momentum-4-html"
    sys.setswitchinterval(SWITCH_INTERVAL)  # as the program does
    application = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        paths = user_paths(folder)
        started = time.perf_counter()
        window = make_window(paths)
        work = window.build_queue
        window.show()
        application.processEvents()
        say("window stands, empty library", [time.perf_counter() - started])
        window.collector.start()
        stalls = Stalls()
        work.add(source)
        _wait(application, lambda: not work.busy)
        say("longest stall while importing", [stalls.longest], "16 ms")
        _wait(application, lambda: window.reader.outline is not None)
        say("longest stall while importing and opening", [stalls.longest], "16 ms")
        window.manual_switcher.change_manual(source.name)
        _wait(application, lambda: window.reader.manual_id == source.name)
        _page_turns(application, window)
        stalls.reset()
        answered = _type(application, window, [query for _ in range(4) for query in KEYS])
        say("longest stall while typing", [stalls.longest], "16 ms")
        say("key to answer", answered, "50 ms")
        work.add(manuals() / "momentum-4-markdown")
        stalls.reset()
        queries = (query for _ in range(20) for query in KEYS)
        _type(application, window, (query for query in queries if work.busy))
        say("longest stall while typing and importing", [stalls.longest], "50 ms")
        work.cancel()
        _wait(application, lambda: not work.busy)
        window.close()


class Painted(QObject):
    """Notes when a widget has been painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.seen = False
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Note that the widget is being painted; what draws it has run when the event loop goes on."""
        self.seen = self.seen or event.type() == QEvent.Type.Paint
        return False


def _page_turns(application: QCoreApplication, window: MainWindow) -> None:
    """Turn through the whole manual by key, then on and on, watching how much memory that takes."""
    outline = window.reader.outline
    assert outline
    painted = Painted(window.page.viewport())

    def turned(turn: Callable[[], object]) -> float:
        painted.seen = False
        started = time.perf_counter()
        turn()
        while not painted.seen:
            application.processEvents()
        return time.perf_counter() - started

    def next_page(page: str) -> float:
        """Turn to the page after the one at hand: by key, where it is the next one of the book."""
        at_hand = window.reader.page
        if at_hand and at_hand.info.next == page:
            return turned(lambda: QTest.keyClick(window.page, Qt.Key.Key_PageDown, ALT))
        return turned(lambda: window.reader.open(Address(page)))

    pages = list(outline.pages)
    window.reader.open(Address(pages[-1]))
    say(
        f"page turn, key to painted, {len(pages)} pages",
        [next_page(page) for page in pages],
        "16, 40, 150 ms",
    )
    memory = {}
    for turn in range(1, MANY_TURNS + 1):
        turned(lambda: window.reader.open(Address(pages[turn % len(pages)])))  # noqa: B023 - used at once
        if turn in {FEW_TURNS, MANY_TURNS}:
            application.processEvents()
            gc.collect()
            memory[turn] = _resident()
    few, many = memory[FEW_TURNS], memory[MANY_TURNS]
    sys.stdout.write(
        f"memory after {FEW_TURNS} page turns {few:.1f} MiB, after {MANY_TURNS} {many:.1f} MiB:"
        f" {100 * (many / few - 1):+.1f} %   10 %\n"
    )


def _resident() -> float:
    """Return the MiB of memory that the process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _type(application: QCoreApplication, window: MainWindow, queries: Iterable[str]) -> list[float]:
    """Type queries at a person's pace; return the seconds from each key to its answer."""
    answers: list[float] = []
    pressed = time.perf_counter()
    window.search_controller.settled.connect(lambda: answers.append(time.perf_counter() - pressed))
    for text in queries:
        for end in range(1, len(text) + 1):
            pressed = time.perf_counter()
            window.bar.line.setText(text[:end])
            _wait(application, lambda: time.perf_counter() > pressed + 1 / 12)  # noqa: B023 - used at once
    return answers


def _wait(application: QCoreApplication, done: Callable[[], bool]) -> None:
    while not done():
        application.processEvents()
        time.sleep(0.0005)


if __name__ == "__main__":
    main()
