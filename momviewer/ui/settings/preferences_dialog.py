"""The settings in one dialog: theme, sizes, what is searched, and the shortcuts; each works at once."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QSlider,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from momviewer.ui.base.actions import Actions
from momviewer.ui.settings.shortcuts_dialog import ShortcutsEditor
from momviewer.ui.widgets.dialogs import done_and_cancel
from momviewer.ui.widgets.segmented_control import SegmentedControl
from momviewer.user_data.settings import SCALES, SCOPES, THEMES, ZOOMS, Settings

PAGES = ("Reading", "Shortcuts")


class PreferencesDialog(QDialog):
    """Takes settings and says, by `changed`, what they are now; Cancel says the old ones again.

    Only `theme`, `zoom`, `scale`, `scope` and `shortcuts` are changed. `settings` is what came of it.
    """

    changed = Signal(Settings)

    def __init__(self, settings: Settings, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Preferences")
        self.resize(620, 600)
        self._before = self._settings = settings
        self._pages = QStackedWidget()
        self.shortcuts = ShortcutsEditor(actions, settings.shortcuts)
        self.shortcuts.edited.connect(lambda: self._change(shortcuts=self.shortcuts.bindings))
        self.themes = SegmentedControl(THEMES, settings.theme, "Theme")
        self.themes.chosen.connect(lambda name: self._change(theme=name))
        self.scopes, self._scope_rows = QButtonGroup(self), QVBoxLayout()
        self.zoom = SizeSlider("Text size", ZOOMS, settings.zoom)
        self.zoom.changed.connect(lambda zoom: self._change(zoom=zoom))
        self.scale = SizeSlider("Interface size", SCALES, settings.scale)
        self.scale.changed.connect(lambda scale: self._change(scale=scale))
        self._make_scopes()
        self._pages.addWidget(self._reading_page())
        self._pages.addWidget(self.shortcuts)
        self.pages = SegmentedControl(
            dict(zip(PAGES, PAGES, strict=True)), PAGES[0], "Page of the preferences"
        )
        self.pages.chosen.connect(self.show_page)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(18)
        column.addWidget(self.pages)
        column.addWidget(self._pages, 1)
        column.addWidget(done_and_cancel(self))

    @property
    def settings(self) -> Settings:
        """Return the settings as they are chosen now."""
        return self._settings

    def show_page(self, name: str) -> None:
        """Show the page "Reading" or "Shortcuts"."""
        self.pages.choose(name)
        self._pages.setCurrentIndex(PAGES.index(name))

    def reject(self) -> None:
        """Close with everything as it was."""
        if self._settings != self._before:
            self._settings = self._before
            self.changed.emit(self._before)
        super().reject()

    def _reading_page(self) -> QWidget:
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(22)
        grid.setColumnStretch(1, 1)
        grid.addWidget(QLabel("Theme"), 0, 0)
        grid.addWidget(self.themes, 0, 1)
        for row, (text, slider) in enumerate(
            (("&Page text", self.zoom), ("&Interface", self.scale)), start=1
        ):
            label = QLabel(text)
            label.setBuddy(slider.slider)
            grid.addWidget(label, row, 0)
            grid.addWidget(slider, row, 1)
        scopes = QLabel("Search covers")
        scopes.setContentsMargins(0, 4, 0, 0)  # into line with the first of them
        grid.addWidget(scopes, 3, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(self._scope_rows, 3, 1)
        grid.setRowStretch(4, 1)
        return page

    def _make_scopes(self) -> None:
        self._scope_rows.setSpacing(8)
        for name, text in SCOPES.items():
            button = QRadioButton(text)
            button.setAccessibleName(f"Search covers: {text}")
            button.setChecked(name == self._settings.scope)
            button.toggled.connect(lambda on, chosen=name: self._change(scope=chosen) if on else None)
            self.scopes.addButton(button)
            self._scope_rows.addWidget(button)

    def _change(self, **values: object) -> None:
        settings = replace(self._settings, **values)  # type: ignore[arg-type]  # the callers name the fields
        if settings != self._settings:
            self._settings = settings
            self.changed.emit(settings)


class SizeSlider(QWidget):
    """A slider over the steps of a size in per cent, with its value and the way back to 100."""

    changed = Signal(int)

    def __init__(self, name: str, steps: Sequence[int], value: int) -> None:
        super().__init__()
        self._name, self._steps = name, steps
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, len(steps) - 1)
        self.slider.setPageStep(1)
        self.slider.setValue(min(range(len(steps)), key=lambda place: abs(steps[place] - value)))
        self.slider.valueChanged.connect(lambda place: self._take(steps[place]))
        self._text = QLabel()
        self._text.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.reset = QPushButton("Reset")
        self.reset.setAutoDefault(False)
        self.reset.setAccessibleName(f"Reset: {name}")
        self.reset.clicked.connect(lambda _checked: self.slider.setValue(steps.index(100)))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for widget, stretch in ((self.slider, 1), (self._text, 0), (self.reset, 0)):
            row.addWidget(widget, stretch)
        self._show(value)

    def _take(self, value: int) -> None:
        self._show(value)
        self.changed.emit(value)

    def _show(self, value: int) -> None:
        self._text.setText(f"{value} %")
        self._text.setMinimumWidth(self._text.fontMetrics().horizontalAdvance("200 %") + 8)
        self.slider.setAccessibleName(f"{self._name}, {value} %")
        self.reset.setEnabled(value != 100)
