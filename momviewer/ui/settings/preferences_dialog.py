"""The dialog of preferences: the settings that have words, and the shortcuts; each works at once."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from momviewer.ui.base.actions import Actions
from momviewer.ui.settings.setting_controls import RadioColumn, setting_control
from momviewer.ui.settings.shortcuts_dialog import ShortcutsEditor
from momviewer.ui.widgets.dialogs import done_and_cancel, open_with
from momviewer.ui.widgets.segmented_control import SegmentedControl
from momviewer.user_data.settings import Settings, declared

PAGES = ("Reading", "Shortcuts")


class PreferencesDialog(QDialog):
    """Shows settings and signals by `changed` what they are now; Cancel signals the old ones.

    Only `shortcuts` and the settings that have words are changed. `settings` is what came of it.
    """

    changed = Signal(Settings)

    def __init__(self, settings: Settings, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Preferences")
        open_with(self, 620, 600)
        self._before = self._settings = settings
        self._pages = QStackedWidget()
        self.shortcuts = ShortcutsEditor(actions, settings.shortcuts)
        self.shortcuts.edited.connect(lambda: self._change(shortcuts=self.shortcuts.bindings))
        self.controls: dict[str, QWidget] = {}
        """The control of each setting, by its name."""
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
        for setting in declared(type(self._settings)).values():
            if setting.words is None:
                continue
            value = getattr(self._settings, setting.name)
            control = setting_control(setting, setting.words, value, partial(self._choose, setting.name))
            label = QLabel(setting.words.label)
            alignment = Qt.AlignmentFlag.AlignVCenter
            if "&" in setting.words.label:
                label.setBuddy(control)
            if isinstance(control, RadioColumn):
                alignment = Qt.AlignmentFlag.AlignTop
                label.setContentsMargins(0, 4, 0, 0)  # into line with the first of them
            row = len(self.controls)
            grid.addWidget(label, row, 0, alignment)
            grid.addWidget(control, row, 1)
            self.controls[setting.name] = control
        grid.setRowStretch(len(self.controls), 1)
        return page

    def _choose(self, name: str, value: object) -> None:
        self._change(**{name: value})

    def _change(self, **values: object) -> None:
        settings = replace(self._settings, **values)  # type: ignore[arg-type]  # the callers name the fields
        if settings != self._settings:
            self._settings = settings
            self.changed.emit(settings)
