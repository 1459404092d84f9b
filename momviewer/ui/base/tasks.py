"""Runs work off the main thread and hands its outcome back on it; the one way the window does so."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from momviewer.errors import MomviewerError

Outcome = TypeVar("Outcome")


class Task:
    """Work that was handed in. Once dropped, its outcome is told to nobody."""

    def __init__(self) -> None:
        self.dropped = False

    def drop(self) -> None:
        """Lose interest: work that has not begun is passed over, an answer on its way is not delivered."""
        self.dropped = True


class Tasks(QObject):
    """A thread that does one piece of work after the other, in the order they are handed in."""

    _ended = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        # Queued, for work may end before `run` returns: nothing is told before the caller has the task.
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._open = True

    def run(
        self,
        work: Callable[[], Outcome],
        done: Callable[[Outcome], None],
        failed: Callable[[MomviewerError], None],
    ) -> Task:
        """Do `work` on the thread, then call `done` or, for an error that a reader may see, `failed` here.

        Any other exception is a bug: it is raised on the main thread.
        """
        task = Task()

        def work_unless_dropped() -> Outcome | None:
            return None if task.dropped else work()

        future = self._executor.submit(work_unless_dropped)
        future.add_done_callback(lambda ended: self._ended.emit((task, ended, done, failed)))
        return task

    def close(self) -> None:
        """Finish the work at hand, forget what waits, and end the thread."""
        self._open = False
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _deliver(
        self,
        ended: tuple[Task, "Future[Outcome]", Callable[[Outcome], None], Callable[[MomviewerError], None]],
    ) -> None:
        task, future, done, failed = ended
        if task.dropped or future.cancelled() or not self._open:
            return
        try:
            outcome = future.result()
        except MomviewerError as error:
            failed(error)
            return
        done(outcome)
