"""A row of buttons of which one is down, such as those of the sidebar's panels."""

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QPushButton, QWidget


class SegmentedControl(QFrame):
    """Buttons with these texts, by name; the arrow keys walk them."""

    chosen = Signal(str)

    def __init__(
        self, texts: Mapping[str, str], current: str, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("segments")
        self.setAccessibleName(name)
        self._names = list(texts)
        self._buttons = QButtonGroup(self)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(2, 2, 2, 2)
        self._grid.setSpacing(0)
        for place, text in enumerate(texts.values()):
            button = _Segment(text)
            button.setAccessibleName(f"{name}: {text}")
            button.setCheckable(True)
            button.setAutoDefault(False)
            self._buttons.addButton(button, place)
        self.set_columns(len(self._names))
        self.choose(current)
        # The arrow keys check a button without a click.
        self._buttons.idToggled.connect(
            lambda place, on: self.chosen.emit(self._names[place]) if on else None
        )

    @property
    def current(self) -> str:
        """Return the name of the button that is down."""
        return self._names[self._buttons.checkedId()]

    def choose(self, name: str) -> None:
        """Press a button without a signal."""
        with QSignalBlocker(self._buttons):
            self.button(name).setChecked(True)
        for button in self._buttons.buttons():  # Qt sees to this only for a click
            taken = Qt.FocusPolicy.StrongFocus if button.isChecked() else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(taken)

    def button(self, name: str) -> QPushButton:
        """Return the button of a name."""
        button = self._buttons.button(self._names.index(name))
        assert isinstance(button, QPushButton)  # noqa: S101 - none other is put in
        return button

    def set_columns(self, columns: int) -> None:
        """Arrange the buttons in rows of `columns`."""
        for place, button in enumerate(self._buttons.buttons()):
            self._grid.addWidget(button, place // columns, place % columns)


class _Segment(QPushButton):
    """A button with room for its text in bold, which it is in when it is down."""

    def sizeHint(self) -> QSize:
        """Return the size with the text in bold."""
        size = super().sizeHint()
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        more = QFontMetrics(bold).horizontalAdvance(self.text())
        return QSize(size.width() + more - self.fontMetrics().horizontalAdvance(self.text()), size.height())

    def minimumSizeHint(self) -> QSize:
        """Return the same: a button that is cut off says nothing."""
        return self.sizeHint()
