"""Builds every object of the window and hands it on; the only place that knows them all."""

import os
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

from momviewer.errors import LibraryError, MomviewerError, UsageError
from momviewer.library.library import Library
from momviewer.open_window import HAND_OVER_TIMEOUT_S, hand_over, window_address
from momviewer.paths import Paths, resources
from momviewer.system_libraries import X11, explained, require
from momviewer.user_data.stores import Stores

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance
    from PySide6.QtWidgets import QApplication

    from momviewer.ui.base.crash import BugReporter
    from momviewer.ui.window.crash_notice import CrashNotice
    from momviewer.ui.window.main_window import MainWindow

HEADLESS = ("search", "show", "explain", "library", "screenshot")
"""The verbs that need no display."""
RETRY = 0.02
"""Seconds between two tries to reach a window that is just starting."""
SWITCH_INTERVAL = 0.000_3
"""Seconds after which the thread that searches lets the window go on; Python's own 5 ms can be felt."""
SETTLE_TIME = 10_000
"""Milliseconds after which a picture is made of whatever is there."""


def has_display() -> bool:
    """Return whether there is a display to open a window on."""
    if sys.platform != "linux":
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def run(paths: Paths, target: str = "") -> int:
    """Show the window, at `target` if one is given, until the reader closes it; return the exit code.

    Where another start on the same data becomes the window at the same moment, that one shows the target.
    Raises UsageError for what can be no target and where there is no display, MissingLibraryError where Qt
    lacks something, and LibraryError where the other start does not get on.
    """
    if target:
        from momviewer.manual.targets import read_target

        read_target(target)  # what can name nothing is refused before a window is opened for it
    if not has_display():
        raise UsageError(
            "There is no display to open a window on. These work without one: " + ", ".join(HEADLESS) + "."
        )
    application = _application(sys.argv[:1])
    from momviewer.ui.window.instance import Instance

    address = window_address(paths.data)
    instance = Instance(address, application)
    given_up = time.monotonic() + HAND_OVER_TIMEOUT_S
    while not instance.claim():  # another start is about to: it has the lock, and its socket in a moment
        if hand_over(address, target):
            return 0
        if time.monotonic() > given_up:
            raise LibraryError("Another start of momviewer does not get on. End it and start again.")
        time.sleep(RETRY)
    from momviewer.ui.base.crash import BugReporter, CrashWatch

    reporter = BugReporter(paths.log, application)
    with reporter.listening(), closing(CrashWatch(paths.log)) as watch:
        window = make_window(paths)
        _tell_bugs(reporter, window)
        missed: list[MomviewerError] = []
        window.target_opener.missed.connect(missed.append)
        window.target_opener.missed.connect(lambda error: sys.stderr.write(f"momviewer: {error}\n"))
        instance.requested.connect(lambda request: window.show_target(request.target, request.answer))
        window.first_frame.shown.connect(instance.listen)
        window.first_frame.shown.connect(window.collector.start)
        window.first_frame.shown.connect(lambda: reporter.note_crash(watch.left()))
        window.show()
        window.start(target)
        code = application.exec()
        return code or (missed[0].exit_code if missed else 0)


def _tell_bugs(reporter: "BugReporter", window: "MainWindow") -> None:
    """Let the window say of bugs that there was one, and show the report."""
    from momviewer.ui.base.on_demand import OnDemand

    def make_notice() -> "CrashNotice":
        from momviewer.ui.window.crash_notice import CrashNotice

        return CrashNotice(
            reporter.log,
            window.status_strip,
            window.page.notify,
            lambda: window.preferences.theme,
            window,
        )

    notice = OnDemand(make_notice)
    reporter.context = lambda: f"with a query of {len(window.bar.text)} characters"
    reporter.heard.connect(lambda bug: notice().tell(bug))


def screenshot(
    paths: Paths, file: str, target: str, *, query: str, theme: str, size: tuple[int, int], manual: str
) -> int:
    """Write a picture of the window, needing no display; return the exit code.

    Raises NotFoundError where the target is in no manual, and LibraryError where the file cannot be written.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if target:
        reading = Stores(paths).session.manual_at_hand()
        from momviewer.library.targets import locate_one

        manual = locate_one(Library(paths), target, manual=manual, reading=reading).manual.info.id
    elif manual:
        Library(paths).find(manual)
    application = _application(["momviewer"])
    from momviewer.ui.base.crash import raising

    with raising():
        window = make_window(paths, remember=False)
        window.resize(*size)
        window.preferences.set_theme(theme)
        window.show()
        window.start(target, manual)
        if not window.target_opener.has_started:
            _wait_for(window.target_opener.started)
        window.bookmarking.finish_loading()
        if query:
            window.bar.line.setFocus()
            window.bar.line.setText(query)
            _wait_for(window.search_controller.settled)
        application.processEvents()
        saved = window.grab().save(file, "PNG")
        window.close()
    if not saved:
        raise LibraryError(f"The picture cannot be written to {file}.")
    return 0


def _wait_for(signal: "SignalInstance") -> None:
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    signal.connect(loop.quit)
    QTimer.singleShot(SETTLE_TIME, loop.quit)
    loop.exec()


def _application(arguments: list[str]) -> "QApplication":
    try:
        from PySide6.QtGui import QIcon
        from PySide6.QtWidgets import QApplication
    except ImportError as error:
        raise explained(error) from error
    if os.environ.get("DISPLAY") and not os.environ.get("QT_QPA_PLATFORM"):
        require(X11)
    sys.setswitchinterval(SWITCH_INTERVAL)
    application = QApplication(arguments)
    application.setApplicationName("momviewer")
    application.setApplicationDisplayName("momviewer")
    application.setDesktopFileName("momviewer")
    application.setWindowIcon(QIcon(str(resources() / "icons" / "momviewer.svg")))
    application.setStyle("Fusion")
    return application


def make_window(paths: Paths, *, remember: bool = True) -> "MainWindow":
    """Return the window with everything it needs; it writes nothing down unless it is to `remember`."""
    from momviewer.ui.base.tasks import TaskRunner
    from momviewer.ui.library.build_queue import BuildQueue
    from momviewer.ui.search.background_search import BackgroundSearch
    from momviewer.ui.window.main_window import MainWindow

    library = Library(paths)
    runner = TaskRunner()
    build_queue = BuildQueue(library, runner)
    return MainWindow(
        library, Stores(paths), runner, BackgroundSearch(runner), build_queue, remember=remember
    )
