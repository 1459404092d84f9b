"""Makes the control that changes a setting, by the setting's declaration."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from momviewer.ui.widgets.segmented_control import SegmentedControl
from momviewer.user_data.settings import Setting, Words

MAX_SEGMENTED_CHARACTERS = 40
"""Most characters of choices that stand in one row; others stand below each other."""


def setting_control(
    setting: Setting, words: Words, value: object, chosen: Callable[[object], object]
) -> QWidget:
    """Return a control that shows a setting's value and calls `chosen` with each new one.

    Raises TypeError for a setting whose declaration does not say what can be chosen.
    """
    name = words.name or words.label.replace("&", "")
    control: SegmentedControl | RadioColumn | SizeSlider | FontChoice | QCheckBox | QSpinBox
    if setting.choices:
        wide = sum(map(len, setting.choices.values())) > MAX_SEGMENTED_CHARACTERS
        control = (RadioColumn if wide else SegmentedControl)(setting.choices, str(value), name)
        control.chosen.connect(chosen)
    elif setting.steps and isinstance(value, int) and isinstance(setting.default, int):
        control = SizeSlider(name, setting.steps, value, setting.default)
        control.changed.connect(chosen)
    elif setting.font:
        control = FontChoice(name, str(value), fixed=setting.font.fixed)
        control.chosen.connect(chosen)
    elif isinstance(value, bool):
        control = QCheckBox()
        control.setAccessibleName(name)
        control.setChecked(value)
        control.toggled.connect(chosen)
    elif setting.bounds and isinstance(value, int):
        control = QSpinBox()
        control.setRange(*setting.bounds)
        control.setValue(value)
        control.setAccessibleName(name)
        control.valueChanged.connect(chosen)
    else:
        raise TypeError(f"no control shows {setting.name}")
    return control


class RadioColumn(QWidget):
    """Choices below each other, of which one is chosen."""

    chosen = Signal(str)

    def __init__(self, texts: Mapping[str, str], current: str, name: str) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for choice, text in texts.items():
            button = QRadioButton(text)
            button.setAccessibleName(f"{name}: {text}")
            button.setChecked(choice == current)
            button.toggled.connect(lambda on, choice=choice: self.chosen.emit(choice) if on else None)
            self._group.addButton(button)
            column.addWidget(button)

    @property
    def buttons(self) -> list[QRadioButton]:
        """Return the buttons, in the order of the choices."""
        return [button for button in self._group.buttons() if isinstance(button, QRadioButton)]


class FontChoice(QComboBox):
    """The fonts of this computer by name, below the one of the desktop; one that is gone can stay chosen."""

    chosen = Signal(str)

    def __init__(self, name: str, current: str, *, fixed: bool) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setMaxVisibleItems(12)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(24)
        families = QFontDatabase.families()
        if fixed:
            families = [family for family in families if QFontDatabase.isFixedPitch(family)]
        shown = sorted({*families, *filter(None, (current,))}, key=str.casefold)
        self.addItem("As the desktop", "")
        for family in shown:
            if not QFontDatabase.isPrivateFamily(family):
                self.addItem(family, family)
        self.setCurrentIndex(max(0, self.findData(current)))
        self.currentIndexChanged.connect(lambda place: self.chosen.emit(self.itemData(place)))


class SizeSlider(QWidget):
    """A slider over the steps of a size in per cent, with its value and the way back to the normal one."""

    changed = Signal(int)

    def __init__(self, name: str, steps: Sequence[int], value: int, normal: int) -> None:
        super().__init__()
        self._name, self._normal = name, normal
        self._widest = f"{max(steps)} %"
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, len(steps) - 1)
        self.slider.setPageStep(1)
        self.slider.setValue(min(range(len(steps)), key=lambda place: abs(steps[place] - value)))
        self.slider.valueChanged.connect(lambda place: self._change(steps[place]))
        self.setFocusProxy(self.slider)
        self._text = QLabel()
        self._text.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.reset = QPushButton("Reset")
        self.reset.setAutoDefault(False)
        self.reset.setAccessibleName(f"Reset: {name}")
        self.reset.clicked.connect(lambda _checked: self.slider.setValue(steps.index(normal)))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for widget, stretch in ((self.slider, 1), (self._text, 0), (self.reset, 0)):
            row.addWidget(widget, stretch)
        self._show(value)

    def _change(self, value: int) -> None:
        self._show(value)
        self.changed.emit(value)

    def _show(self, value: int) -> None:
        self._text.setText(f"{value} %")
        self._text.setMinimumWidth(self._text.fontMetrics().horizontalAdvance(self._widest) + 8)
        self.slider.setAccessibleName(f"{self._name}, {value} %")
        self.reset.setEnabled(value != self._normal)
