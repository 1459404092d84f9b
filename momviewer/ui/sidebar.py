"""The sidebar: its panels, one at a time, and the row of buttons that chooses among them."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

NARROWEST = 220


class Sidebar(QFrame):
    """Panels by name, in their order."""

    chosen = Signal(str)

    def __init__(self, panels: Mapping[str, QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setMinimumWidth(NARROWEST)
        self._panels = dict(panels)
        self._stack = QStackedWidget()
        self._buttons = QButtonGroup(self)
        choices = QFrame()
        choices.setObjectName("choices")
        row = QHBoxLayout(choices)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        for place, (name, panel) in enumerate(self._panels.items()):
            button = QPushButton(name)
            button.setCheckable(True)
            self._buttons.addButton(button, place)
            self._stack.addWidget(panel)
            row.addWidget(button)
        self._buttons.idClicked.connect(self._choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 10, 0, 0)
        layout.setSpacing(8)
        around = QHBoxLayout()
        around.setContentsMargins(12, 0, 12, 0)
        around.addWidget(choices)
        layout.addLayout(around)
        layout.addWidget(self._stack, 1)
        self._choose(0)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the panels, in their order."""
        return tuple(self._panels)

    def show_tips(self, tips: Mapping[str, str]) -> None:
        """Tell beside each button what it does and by which key."""
        for button in self._buttons.buttons():
            button.setToolTip(tips.get(button.text(), ""))

    @property
    def current(self) -> str:
        """Return the name of the panel that is shown."""
        return list(self._panels)[self._stack.currentIndex()]

    def show_panel(self, name: str, *, focus: bool = False) -> None:
        """Show a panel, and put the keyboard into it if `focus`."""
        self._choose(list(self._panels).index(name))
        if focus:
            self._panels[name].setFocus()

    def _choose(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        self._buttons.button(place).setChecked(True)
        self.chosen.emit(self.current)
