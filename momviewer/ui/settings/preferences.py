"""Holds the settings while the window is open, and opens the dialogs that change them."""

from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from momviewer.ui.base import theme
from momviewer.ui.base.actions import Actions, BarButton, Command, Group, Menu, apply_bindings
from momviewer.ui.base.autosave import Autosave
from momviewer.ui.base.theme import Theme
from momviewer.user_data.settings import SETTINGS, Settings, SettingsStore


class Preferences(QObject):
    """Holds the settings; `changed` has those before and those now."""

    changed = Signal(Settings, Settings)
    message = Signal(str)

    def __init__(self, store: SettingsStore, autosave: Autosave, window: QWidget) -> None:
        super().__init__(window)
        self.settings = store.load()
        self._window = window
        self._actions: Actions = {}
        autosave.register("settings", lambda: self.settings, store.save)
        self.changed.connect(lambda *_: autosave.changed("settings"))
        if store.incomplete:
            autosave.changed("settings")

    @property
    def theme(self) -> Theme:
        """Return the theme of the window."""
        now = self.settings
        return theme.theme_named(now.theme, now.scale, now.text_font, now.code_font)

    def commands(self) -> list[Command]:
        """Return the commands for settings."""
        return [
            Command(
                "larger",
                "Larger text",
                Group.TEXT,
                lambda: self.step_zoom(1),
                ("Ctrl++", "Ctrl+="),
                Menu.TEXT,
            ),
            Command(
                "smaller", "Smaller text", Group.TEXT, lambda: self.step_zoom(-1), ("Ctrl+-",), Menu.TEXT
            ),
            Command("normal", "Normal text", Group.TEXT, lambda: self.step_zoom(0), ("Ctrl+0",), Menu.TEXT),
            Command(
                "theme",
                "Light or dark",
                Group.TEXT,
                self.toggle_theme,
                ("Ctrl+Shift+L",),
                button=BarButton("right", "theme"),
            ),
            Command(
                "preferences", "Preferences…", Group.WINDOW, self.show_dialog, ("Ctrl+,",), Menu.SETTINGS
            ),
            Command(
                "shortcuts",
                "Keyboard shortcuts…",
                Group.WINDOW,
                self.show_shortcuts,
                ("?", "Ctrl+/"),
                Menu.SETTINGS,
            ),
        ]

    def bind(self, actions: Actions) -> None:
        """Give these actions the reader's shortcuts, now and whenever they change."""
        self._actions = actions
        apply_bindings(actions, self.settings.shortcuts)

    def apply(self, settings: Settings) -> None:
        """Change to other settings, and signal it if they differ."""
        if settings != self.settings:
            before, self.settings = self.settings, settings
            if before.shortcuts != settings.shortcuts:
                apply_bindings(self._actions, settings.shortcuts)
            self.changed.emit(before, settings)

    def take_in(self, settings: Settings) -> str:
        """Have other settings, and say so: "the settings"."""
        self.apply(settings)
        return "the settings"

    def change(self, **values: object) -> None:
        """Change some settings by their names: `change(zoom=110)`."""
        self.apply(replace(self.settings, **values))  # type: ignore[arg-type]  # the callers name the fields

    def set_theme(self, name: str) -> None:
        """Change to the theme "light", "dark" or, following the desktop, "system"."""
        self.change(theme=name)

    def toggle_theme(self) -> None:
        """Change from light to dark or from dark to light."""
        self.set_theme("light" if theme.is_dark(self.settings.theme) else "dark")

    def step_zoom(self, by: int) -> None:
        """Show a page's text larger (1), smaller (-1) or at its normal size (0)."""
        steps = SETTINGS["zoom"].steps
        at = min(range(len(steps)), key=lambda place: abs(steps[place] - self.settings.zoom))
        zoom = steps[max(0, min(len(steps) - 1, at + by))] if by else Settings().zoom
        self.change(zoom=zoom)
        self.message.emit(f"Text at {zoom} %")

    def show_dialog(self) -> None:
        """Open the settings in a dialog; each choice works at once."""
        from momviewer.ui.settings.preferences_dialog import PreferencesDialog

        dialog = PreferencesDialog(self.settings, self._actions, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.changed.connect(self.apply)
        dialog.open()

    def show_shortcuts(self) -> None:
        """Open the list of shortcuts."""
        from momviewer.ui.settings.shortcuts_dialog import ShortcutsDialog

        dialog = ShortcutsDialog(self._actions, self.settings.shortcuts, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.change(shortcuts=dialog.bindings))
        dialog.open()
