"""Runs work off the window's thread and hands its outcome back there; nothing else starts threads."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from enum import StrEnum
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from momviewer.errors import MomviewerError

Outcome = TypeVar("Outcome")


class Lane(StrEnum):
    """What a thread is for. Work of one lane is done in order; no lane waits for another."""

    SEARCH = "search"
    """The index and the names of the manuals that are searched."""
    OPENING = "opening"
    """Opening manuals to read in, and finding what a target names."""
    SAVING = "saving"
    """Writing what the reader keeps."""
    BUILDING = "building"
    """Waiting for the builder's process, and putting what it built into the library."""
    LIBRARY = "library"
    """Looking through the library: details, changes between editions, what is in trouble."""


class OwnerThread:
    """The thread that something belongs to: the one it was made on. A call from another is a bug."""

    def __init__(self) -> None:
        self._thread = threading.current_thread()

    def check(self, call: str) -> None:
        """Raise AssertionError unless this is that thread; `call` names what was called."""
        here = threading.current_thread()
        if here is not self._thread:
            raise AssertionError(f"{call} was called on {here.name}; it belongs to {self._thread.name}")


class Task:
    """Work that was handed in. Once dropped, its outcome is told to nobody.

    It belongs to the thread that handed it in. Only the lane's thread looks at `dropped` besides.
    """

    def __init__(self, owner: OwnerThread) -> None:
        self._owner = owner
        self.dropped = False

    def drop(self) -> None:
        """Lose interest: work that has not begun is passed over, an answer on its way is not delivered."""
        self._owner.check("Task.drop")
        self.dropped = True


class TaskRunner(QObject):
    """One thread for each lane, begun at its first work; each does one piece after the other.

    It belongs to the thread it is made on, the window's: all its methods are called there, and `done` and
    `failed` are. `work` runs on its lane's thread and touches nothing that belongs to the window's.
    """

    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._owner = OwnerThread()
        self._lanes = {lane: ThreadPoolExecutor(max_workers=1, thread_name_prefix=lane) for lane in Lane}
        self._under_way: dict[Task, tuple[Future[Any], Callable[[Any], None], Callable[[Any], None]]] = {}
        self._closed = False
        # Queued, for work may end before `run` returns: nothing is told before the caller has the task.
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        lane: Lane,
        work: Callable[[], Outcome],
        done: Callable[[Outcome], None],
        failed: Callable[[MomviewerError], None],
    ) -> Task:
        """Do `work` on the lane's thread, then call `done` or, for an error that a reader may see, `failed`.

        Any other exception is a bug: it is raised on the owner's thread, also where the task was dropped.
        """
        self._owner.check("TaskRunner.run")
        task = Task(self._owner)

        def work_unless_dropped() -> Outcome | None:
            return None if task.dropped else work()

        future = self._lanes[lane].submit(work_unless_dropped)
        self._under_way[task] = (future, done, failed)
        future.add_done_callback(lambda _future: self._ended.emit(task))
        return task

    def wait_for(self, task: Task, timeout_s: float) -> bool:
        """Wait until a task has ended and tell its outcome; return False where that takes too long.

        For what cannot go on without it, as a start whose page is to be in the window's first frame.
        """
        self._owner.check("TaskRunner.wait_for")
        if task in self._under_way:
            wait([self._under_way[task][0]], timeout_s)
            if not self._under_way[task][0].done():
                return False
            self._deliver(task)
        return True

    def close(self) -> None:
        """Finish the work at hand in all lanes, forget what waits, and end the threads.

        Raises the bug that work at hand had, if it had one.
        """
        self._owner.check("TaskRunner.close")
        self._closed = True
        for executor in self._lanes.values():
            executor.shutdown(wait=False, cancel_futures=True)
        for executor in self._lanes.values():
            executor.shutdown(wait=True)
        ended = [future for future, _, _ in self._under_way.values() if not future.cancelled()]
        self._under_way.clear()
        for future in ended:
            with suppress(MomviewerError):  # there is nobody left to tell it to
                future.result()

    def _deliver(self, task: Task) -> None:
        if self._closed or task not in self._under_way:  # told already, by who waited for it
            return
        future, done, failed = self._under_way.pop(task)
        try:
            outcome = future.result()
        except MomviewerError as error:
            if not task.dropped:
                failed(error)
            return
        if not task.dropped:
            done(outcome)
