"""How the window looks: its palette, its style sheet and the colours of its parts, as the settings say."""

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
    """A part that takes the colours and the scale of the interface."""

    def set_theme(self, theme: Theme, /) -> None:
        """Take other ones."""


class Appearance(QObject):
    """Gives every part its colours and sizes: at first, when the settings change, and when the desktop does.

    Of `later`, those that were made by then; the others get theirs when they are made.
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
        if (before.theme, before.scale) != (now.theme, now.scale):
            self._show()

    def _desktop_changed(self) -> None:
        self._show()

    def _show(self) -> None:
        theme = self._preferences.theme
        QApplication.setPalette(palette(theme))
        self._window.setStyleSheet(widget_style(theme))
        for part in (*self._parts, *(part.made for part in self._later if part.made)):
            part.set_theme(theme)
