"""The settings in one dialog: theme, text size, what is searched, and the shortcuts; each works at once."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFrame,
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

from momviewer.library.settings import ZOOMS, Settings
from momviewer.ui.shortcuts_dialog import ShortcutsEditor, done_and_cancel
from momviewer.ui.top_bar import THEMES

PAGES = ("Reading", "Shortcuts")
SCOPES = {
    "manual": "This manual",
    "set": "All manuals of its set",
    "all": "Every manual",
}
LABELS = 130
"""Width of the names beside the settings."""


class PreferencesDialog(QDialog):
    """Takes settings and says, by `changed`, what they are now; Cancel says the old ones again.

    Only `theme`, `zoom`, `scope` and `shortcuts` are changed. `settings` is what came of it.
    """

    changed = Signal(Settings)

    def __init__(
        self, settings: Settings, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Preferences")
        self.resize(620, 600)
        self._before = self._settings = settings
        self._pages = QStackedWidget()
        self.shortcuts = ShortcutsEditor(actions, settings.shortcuts)
        self.shortcuts.edited.connect(lambda: self._change(shortcuts=self.shortcuts.bindings))
        self.themes = Choices(THEMES, settings.theme, "Theme")
        self.themes.chosen.connect(lambda name: self._change(theme=name))
        self.scopes, self._scope_rows = QButtonGroup(self), QVBoxLayout()
        self.zoom = QSlider(Qt.Orientation.Horizontal)
        self._zoom_text = QLabel()
        self._normal = QPushButton("Reset")
        self._make_zoom()
        self._make_scopes()
        self._pages.addWidget(self._reading_page())
        self._pages.addWidget(self.shortcuts)
        self.pages = Choices(dict(zip(PAGES, PAGES, strict=True)), PAGES[0], "Page of the preferences")
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
        grid.setColumnMinimumWidth(0, LABELS)
        grid.setColumnStretch(1, 1)
        size = QHBoxLayout()
        size.setSpacing(12)
        for widget, stretch in ((self.zoom, 1), (self._zoom_text, 0), (self._normal, 0)):
            size.addWidget(widget, stretch)
        grid.addWidget(QLabel("Theme"), 0, 0)
        grid.addWidget(self.themes, 0, 1)
        label = QLabel("&Text size")
        label.setBuddy(self.zoom)
        grid.addWidget(label, 1, 0)
        grid.addLayout(size, 1, 1)
        grid.addWidget(QLabel("Search covers"), 2, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(self._scope_rows, 2, 1)
        grid.setRowStretch(3, 1)
        return page

    def _make_zoom(self) -> None:
        self.zoom.setRange(0, len(ZOOMS) - 1)
        self.zoom.setPageStep(1)
        nearest = min(range(len(ZOOMS)), key=lambda place: abs(ZOOMS[place] - self._settings.zoom))
        self.zoom.setValue(nearest)
        self.zoom.valueChanged.connect(lambda place: self._change(zoom=ZOOMS[place]))
        self._zoom_text.setMinimumWidth(52)
        self._zoom_text.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._normal.setAutoDefault(False)
        self._normal.setAccessibleName("Reset the text size")
        self._normal.clicked.connect(lambda _checked: self.zoom.setValue(ZOOMS.index(100)))
        self._show_zoom(self._settings.zoom)

    def _make_scopes(self) -> None:
        self._scope_rows.setSpacing(8)
        for name, text in SCOPES.items():
            button = QRadioButton(text)
            button.setAccessibleName(f"Search covers: {text}")
            button.setChecked(name == self._settings.scope)
            button.toggled.connect(lambda on, chosen=name: self._change(scope=chosen) if on else None)
            self.scopes.addButton(button)
            self._scope_rows.addWidget(button)

    def _show_zoom(self, zoom: int) -> None:
        self._zoom_text.setText(f"{zoom} %")
        self.zoom.setAccessibleName(f"Text size, {zoom} %")
        self._normal.setEnabled(zoom != 100)

    def _change(self, **values: object) -> None:
        settings = replace(self._settings, **values)  # type: ignore[arg-type]  # the callers name the fields
        if settings != self._settings:
            self._settings = settings
            self._show_zoom(settings.zoom)
            self.changed.emit(settings)


class Choices(QFrame):
    """A row of buttons of which one is down, as at the head of the sidebar."""

    chosen = Signal(str)

    def __init__(
        self, texts: Mapping[str, str], current: str, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("choices")
        self.setAccessibleName(name)
        self._names = list(texts)
        self._buttons = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        for place, text in enumerate(texts.values()):
            button = QPushButton(text)
            button.setAccessibleName(f"{name}: {text}")
            button.setCheckable(True)
            button.setAutoDefault(False)
            self._buttons.addButton(button, place)
            row.addWidget(button, 1)
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
        """Press a button, without saying so."""
        with QSignalBlocker(self._buttons):
            self._buttons.button(self._names.index(name)).setChecked(True)
