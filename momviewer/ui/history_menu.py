"""The list of places that going back, or forward, leads to: each by its title, the nearest first."""

from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from momviewer.ui.reader import Reader

MOST = 15


class HistoryMenu(QMenu):
    """Filled when it is opened. `step` is -1 for the places behind, 1 for those ahead."""

    def __init__(self, reader: Reader, step: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Places to go back to" if step < 0 else "Places to go forward to")
        self._reader, self._step = reader, step
        self.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        self.clear()
        history = self._reader.history
        visits = history.behind() if self._step < 0 else history.ahead()
        for count, visit in enumerate(visits[:MOST], start=1):
            name = (visit.title or visit.page).replace("&", "&&")
            other = f"  ({visit.manual})" if visit.manual != self._reader.manual else ""
            self.addAction(name + other, partial(self._reader.go, self._step * count))
