"""A reader's session with the real window, as a script: adds a manual, searches, turns pages, removes it.

`python -m tests.e2e.session read|churn SOURCE`: `read` does it once, `churn` adds, replaces and removes until
it is killed. Each step is told on standard output before it begins, and how it ended.
"""

import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, SignalInstance

from momviewer import app
from momviewer.library.library import Library
from momviewer.library.removing import remove_manual
from momviewer.paths import Paths, user_paths
from momviewer.ui.window.main_window import MainWindow

QUERIES = ("ship", "rope*", '"north harbour"', "2.1", "http://example.com/", "nothing-like-this")
PAGES = 8
Step = tuple[str, Callable[[], object], dict[str, SignalInstance]]
"""A step's name, how it is begun, and the signals that end it by what they mean; none for what is quick."""


class Session(QObject):
    """Takes one step when the one before it has ended, and closes the window after the last."""

    def __init__(self, window: MainWindow, steps: Iterator[Step]) -> None:
        super().__init__(window)
        self._window, self._steps = window, steps

    def go_on(self) -> None:
        """Take the next step."""
        step = next(self._steps, None)
        if step is None:
            self._window.close()
            return
        name, act, ends = step
        tell(f"begin {name}")
        waiting = [signal.connect(lambda *_, how=how: end(how)) for how, signal in ends.items()]

        def end(how: str) -> None:
            for connection in waiting:
                QObject.disconnect(connection)
            tell(f"{how} {name}")
            QTimer.singleShot(0, self.go_on)

        act()
        if not ends:
            end("done")


def tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def adding(window: MainWindow, source: Path) -> Step:
    ends = {"done": window.reader.manual_opened, "failed": window.build_queue.failed}
    return "add", lambda: window.build_queue.add(source), ends


def removing(manual: str) -> Step:
    return "remove", lambda: remove_manual(Library(user_paths()), manual), {}


def reading(window: MainWindow, source: Path) -> Iterator[Step]:
    """Yield what a reader does with a new manual."""
    yield adding(window, source)
    for query in QUERIES:
        settled = {"done": window.search_controller.settled}
        yield f"search {query}", partial(window.bar.line.setText, query), settled
    here, outline = window.reader.address, window.reader.outline
    pages = [page for page in outline.pages if here and page != here.page] if outline else []
    for page in pages[:PAGES]:
        shown = {"done": window.reader.page_shown}
        yield f"read {page}", partial(window.show_target, page), shown
    yield removing(window.reader.manual_id)


def churning(window: MainWindow, source: Path) -> Iterator[Step]:
    """Yield additions, replacements and removals without end."""
    while True:
        yield adding(window, source)
        yield adding(window, source)
        held = [manual for manual in Library(user_paths()).manuals() if not manual.built_in]
        for manual in held:
            yield removing(manual.info.id)


def main() -> int:
    """Run the session in the window that the program makes."""
    steps = {"read": reading, "churn": churning}[sys.argv[1]]
    make = app.make_window

    def make_window(paths: Paths, *, remember: bool = True) -> MainWindow:
        window = make(paths, remember=remember)
        session = Session(window, steps(window, Path(sys.argv[2])))
        QTimer.singleShot(0, session.go_on)
        return window

    app.make_window = make_window
    return app.run(user_paths())


if __name__ == "__main__":
    sys.exit(main())
