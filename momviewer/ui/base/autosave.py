"""Saves what the reader keeps within half a second of a change, off the window's thread."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from momviewer.errors import MomviewerError
from momviewer.ui.base.tasks import Lane, Outcome, Task, TaskRunner

DELAY_MS = 300
"""Milliseconds from a change until it is written; changes in between are written with it."""
RETRY_MS = 5_000
"""Milliseconds after which what could not be written is tried again."""
LOAD_TIMEOUT_S = 10.0
"""Seconds that loading is waited for; 20,000 bookmarks take a fifth of one."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """`take` returns a value that no longer changes, `save` writes it, `saved` is told what came of it."""

    take: Callable[[], Any]
    save: Callable[[Any], Any]
    saved: Callable[[Any], object]


class Autosave(QObject):
    """Saves each kind of thing, by its name, after `changed` was called for it.

    It belongs to the window's thread, as what it takes does; only `save` runs on the saving lane.
    """

    failed = Signal(str)
    """With all that cannot be written just now, in sentences: who hears it last hears of everything."""
    recovered = Signal(str)
    """With what `failed` said last: all of that is written now."""

    def __init__(self, runner: TaskRunner, *, writes: bool = True, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._writes = writes
        self._kinds: dict[str, _Kept] = {}
        self._changed: set[str] = set()
        self._under_way: list[str] = []
        self._troubles: dict[str, str] = {}
        self._told = ""
        """The troubles as `failed` said them last."""
        self._runner = runner
        self._timer = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._timer.timeout.connect(self._save)
        self._retry = QTimer(self, singleShot=True, interval=RETRY_MS)
        self._retry.timeout.connect(self._save)

    def register(
        self,
        name: str,
        take: Callable[[], Any],
        save: Callable[[Any], Any],
        saved: Callable[[Any], object] = lambda _outcome: None,
    ) -> None:
        """Keep a kind of thing: `take` is called here, `save` on another thread, `saved` here again."""
        self._kinds[name] = _Kept(take, save, saved)

    def load(self, load: Callable[[], Outcome], done: Callable[[Outcome], None]) -> Task:
        """Load something where it is saved, in turn with that; `load` is called there, `done` here."""
        return self._runner.run(Lane.SAVING, load, done, lambda error: self.failed.emit(str(error)))

    def tidy(self, tidy: Callable[[], None]) -> None:
        """Tidy up where things are saved, in turn with that; not where nothing is to be written."""
        if self._writes:
            self.load(tidy, lambda _nothing: None)

    def wait_for(self, task: Task) -> None:
        """Wait until something is loaded, and tell of it, for what cannot go on without it."""
        self._runner.wait_for(task, LOAD_TIMEOUT_S)

    def changed(self, name: str) -> None:
        """Note that a kind of thing has changed and is to be saved."""
        if self._writes:
            self._changed.add(name)
            if not self._timer.isActive():  # a change after the other does not put it off
                self._timer.start()

    def close(self) -> None:
        """Write what is not written yet, here; the runner has been closed before.

        Each is written whatever becomes of the others; then a bug in one of them is raised.
        """
        self._writes = False
        self._timer.stop()
        self._retry.stop()
        names = {*self._changed, *self._under_way}
        self._changed.clear()
        self._under_way.clear()
        with ExitStack() as saving:
            for name in names:
                saving.callback(self._save_now, name)

    def _save_now(self, name: str) -> None:
        kept = self._kinds[name]
        try:
            kept.save(kept.take())
        except MomviewerError as error:
            self.failed.emit(str(error))

    def _save(self) -> None:
        names, self._changed = self._changed, set()
        for name in names:
            kept = self._kinds[name]
            value = kept.take()
            self._under_way.append(name)
            self._runner.run(
                Lane.SAVING,
                lambda kept=kept, value=value: kept.save(value),  # type: ignore[misc]  # bound here
                partial(self._saved, name),
                partial(self._failed, name),
            )

    def _saved(self, name: str, outcome: object) -> None:
        self._under_way.remove(name)
        if self._troubles.pop(name, "") and not self._troubles:
            told, self._told = self._told, ""
            self.recovered.emit(told)
        self._kinds[name].saved(outcome)

    def _failed(self, name: str, error: MomviewerError) -> None:
        """Say it once; what was not written is tried again soon, with the next change, and at the end."""
        self._under_way.remove(name)
        self._changed.add(name)
        self._retry.start()
        self._troubles[name] = str(error)
        told = " ".join(self._troubles.values())
        if told != self._told:
            self._told = told
            self.failed.emit(told)
