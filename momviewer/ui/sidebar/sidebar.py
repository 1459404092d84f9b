"""The sidebar: shows one panel at a time, with a row of buttons to choose it."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from momviewer.ui.base.theme import Theme
from momviewer.ui.widgets.segmented_control import SegmentedControl

LARGE = 150
"""Percentage of the normal size from which on the buttons stand in two rows."""


class Sidebar(QFrame):
    """The panels by name, in their order. The `passing` one is for a while: it is not returned to."""

    chosen = Signal(str)

    def __init__(
        self, panels: Mapping[str, QWidget], passing: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self._panels = dict(panels)
        self._passing = passing
        self.lasting = next(iter(panels))
        """The panel that is shown, or was shown before the passing one."""
        self._stack = QStackedWidget()
        self._choices = SegmentedControl({name: name for name in panels}, next(iter(panels)), "Sidebar")
        self._choices.chosen.connect(self._choose)
        for panel in self._panels.values():
            self._stack.addWidget(panel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 10, 0, 0)
        layout.setSpacing(8)
        around = QHBoxLayout()
        around.setContentsMargins(8, 0, 8, 0)
        around.addWidget(self._choices)
        layout.addLayout(around)
        layout.addWidget(self._stack, 1)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the panels, in their order."""
        return tuple(self._panels)

    @property
    def current(self) -> str:
        """Return the name of the panel that is shown."""
        return self._choices.current

    def show_panel(self, name: str, *, focus: bool = False) -> None:
        """Show a panel, and put the keyboard into it if `focus`."""
        self._choices.choose(name)
        self._choose(name)
        if focus:
            self._panels[name].setFocus()

    def show_tips(self, tips: Mapping[str, str]) -> None:
        """Set the tool tip of each button: what it does, and by which key."""
        for name, tip in tips.items():
            self._choices.button(name).setToolTip(tip)

    def set_theme(self, theme: Theme) -> None:
        """Change the sizes."""
        self._choices.set_columns(2 if theme.scale >= LARGE else len(self._panels))

    def _choose(self, name: str) -> None:
        self._stack.setCurrentWidget(self._panels[name])
        if name != self._passing:
            self.lasting = name
        self.chosen.emit(name)
