"""The reader's settings while the window is open, and the steps that keys take through them."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from momviewer.library.settings import ZOOMS, Settings
from momviewer.ui import theme
from momviewer.ui.theme import Tokens


class Preferences(QObject):
    """Holds the settings; `changed` tells those before and those now."""

    changed = Signal(Settings, Settings)

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings

    def take(self, settings: Settings) -> None:
        """Have other settings."""
        if settings != self.settings:
            before, self.settings = self.settings, settings
            self.changed.emit(before, settings)

    @property
    def tokens(self) -> Tokens:
        """Return the colours and the scale of the window."""
        return theme.tokens_for(self.settings.theme, self.settings.scale)

    def change(self, **values: object) -> None:
        """Have other values of some settings, by their names."""
        self.take(replace(self.settings, **values))  # type: ignore[arg-type]  # the callers name the fields

    def set_theme(self, name: str) -> None:
        """Show the theme "light", "dark" or, following the desktop, "system"."""
        self.change(theme=name)

    def toggle_theme(self) -> None:
        """Show the other of light and dark."""
        self.set_theme("light" if theme.is_dark(self.settings.theme) else "dark")

    def step_zoom(self, by: int) -> None:
        """Show a page's text larger (1), smaller (-1) or at its normal size (0)."""
        at = min(range(len(ZOOMS)), key=lambda place: abs(ZOOMS[place] - self.settings.zoom))
        zoom = ZOOMS[max(0, min(len(ZOOMS) - 1, at + by))] if by else 100
        self.change(zoom=zoom)
