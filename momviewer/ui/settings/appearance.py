"""Sets the window's palette, its style sheet and the theme of its parts by the settings."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from momviewer.ui.base.on_demand import OnDemand
from momviewer.ui.base.theme import Theme, palette, widget_style
from momviewer.ui.settings.preferences import Preferences
from momviewer.user_data.settings import Settings


class Themed(Protocol):
    """A part that follows the theme."""

    def set_theme(self, theme: Theme, /) -> None:
        """Follow another theme."""


def _look(settings: Settings) -> tuple[object, ...]:
    """Return what of the settings the theme is made of."""
    return settings.theme, settings.scale, settings.text_font, settings.code_font


class Appearance(QObject):
    """Gives every part the theme: at the start, and when the settings or the desktop change.

    Parts of `later` that are not made yet get it when they are made.
    """

    def __init__(
        self,
        window: QWidget,
        preferences: Preferences,
        parts: Sequence[Themed],
        later: Sequence[OnDemand[Themed]],
    ) -> None:
        super().__init__(window)
        self._window, self._preferences, self._parts, self._later = window, preferences, parts, later
        preferences.changed.connect(self._settings_changed)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._desktop_changed)
        self._show()

    def _settings_changed(self, before: Settings, now: Settings) -> None:
        if _look(before) != _look(now):
            self._show()

    def _desktop_changed(self) -> None:
        self._show()

    def _show(self) -> None:
        theme = self._preferences.theme
        QApplication.setPalette(palette(theme))
        self._window.setStyleSheet(widget_style(theme))
        for part in (*self._parts, *(part.made for part in self._later if part.made)):
            part.set_theme(theme)
