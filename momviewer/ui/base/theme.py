"""The two colour themes: their colours, and the palette and style sheets that are made of them."""

import re
from dataclasses import dataclass, fields, replace
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QWidget

from momviewer.paths import resources


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of a theme by their use, and the scale of the interface."""

    window: str
    page: str
    line: str
    text: str
    muted: str
    faint: str
    accent: str
    accent_wash: str
    code_ground: str
    required: str
    required_wash: str
    optional: str
    optional_wash: str
    excluded: str
    excluded_wash: str
    warning: str
    warning_wash: str
    warning_edge: str
    hit: str
    found: str
    found_now: str
    name: str
    value: str
    string: str
    comment: str
    button: str
    over_pictures: str
    """What is laid over pictures, with its opacity: those that are made for paper are too bright at night."""
    scale: int = 100
    """Percentage of every size around the page."""
    text_font: str = ""
    code_font: str = ""
    """The fonts of a page's text and code; "" is the desktop's."""

    def px(self, pixels: float) -> int:
        """Return a size, given for 100 %, at the reader's scale."""
        return round(pixels * self.scale / 100)


LIGHT = Theme(
    window="#F5F6F8",
    page="#FFFFFF",
    line="#E2E5EA",
    text="#1B2027",
    muted="#5A6573",
    faint="#8A94A1",
    accent="#0A5BC4",
    accent_wash="#E6EFFB",
    code_ground="#F6F7F9",
    required="#146C2E",
    required_wash="#E3F4E8",
    optional="#3D4B5C",
    optional_wash="#EBEEF2",
    excluded="#A61B12",
    excluded_wash="#FBE7E5",
    warning="#6F4400",
    warning_wash="#FFF4DB",
    warning_edge="#E3B04B",
    hit="#FFE58A",
    found="#E7DDFC",
    found_now="#FFC48A",
    name="#953800",
    value="#0550AE",
    string="#116329",
    comment="#626B75",
    button="#FFFFFF",
    over_pictures="#00000000",
)
DARK = Theme(
    window="#15171B",
    page="#1B1E23",
    line="#2C3138",
    text="#DCE1E7",
    muted="#9AA5B1",
    faint="#6F7A87",
    accent="#74B3FF",
    accent_wash="#1E2D42",
    code_ground="#14161A",
    required="#7EE2A0",
    required_wash="#17301F",
    optional="#C3CCD6",
    optional_wash="#272C33",
    excluded="#FF9C94",
    excluded_wash="#3A1B19",
    warning="#F2C66D",
    warning_wash="#2E2510",
    warning_edge="#7A5B1B",
    hit="#5E4B00",
    found="#41356B",
    found_now="#8A4A0B",
    name="#FFB77A",
    value="#79C0FF",
    string="#8FD19E",
    comment="#87929E",
    button="#22262C",
    over_pictures="#48000000",
)

THIN = 3
"""Pixels of lines and rings, which are as thin at every scale."""
LENGTH = re.compile(r"\b(\d+)px\b")


def is_dark(theme: str) -> bool:
    """Return whether the theme "light", "dark" or "system" is dark now; "system" follows the desktop."""
    if theme == "system":
        return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return theme == "dark"


def theme_named(theme: str, scale: int = 100, text_font: str = "", code_font: str = "") -> Theme:
    """Return the theme "light", "dark" or "system", for a window at `scale` per cent, with these fonts."""
    colours = DARK if is_dark(theme) else LIGHT
    return replace(colours, scale=scale, text_font=text_font, code_font=code_font)


def palette(theme: Theme) -> QPalette:
    """Return the palette for widgets that no style sheet reaches."""
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: theme.window,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Base: theme.page,
        QPalette.ColorRole.AlternateBase: theme.window,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.muted,
        QPalette.ColorRole.Button: theme.button,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.Highlight: theme.accent,
        QPalette.ColorRole.HighlightedText: theme.page,
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.LinkVisited: theme.accent,
        QPalette.ColorRole.ToolTipBase: theme.page,
        QPalette.ColorRole.ToolTipText: theme.text,
    }
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    made.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText, QColor(theme.faint))
    made.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text, QColor(theme.faint))
    return made


def widget_style(theme: Theme) -> str:
    """Return the style sheet of the widgets; lengths above THIN follow the scale."""

    def scaled(size: re.Match[str]) -> str:
        pixels = int(size[1])
        return f"{theme.px(pixels) if pixels > THIN else pixels}px"

    return LENGTH.sub(scaled, _filled("window.qss", theme, {"icons": (resources() / "icons").as_posix()}))


def restyle(*widgets: QWidget) -> None:
    """Style widgets again whose properties the style sheet asks for, such as `#bar[focused="true"]`."""
    for widget in widgets:
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def page_style(theme: Theme, zoom: int) -> str:
    """Return the style sheet of a page at `zoom` per cent."""
    sizes = {f"px{pixels}": str(max(1, round(pixels * zoom / 100))) for pixels in range(1, 65)}
    return _filled("page.css", theme, sizes | {"code_font": _quoted(theme.code_font or monospace().family())})


def _quoted(family: str) -> str:
    """Return a font's name as a style sheet has it; what would end it is left out."""
    return '"' + "".join(char for char in family if char.isprintable() and char not in '"\\;{}') + '"'


def monospace() -> QFont:
    """Return the system's font for code."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    if not QFontInfo(font).fixedPitch():  # a desktop without a setting names any font
        font = QFont("DejaVu Sans Mono")
        font.setStyleHint(QFont.StyleHint.Monospace)
    return font


def _filled(name: str, theme: Theme, more: dict[str, str]) -> str:
    sheet = (resources() / "styles" / name).read_text(encoding="utf-8")
    values = {field.name: getattr(theme, field.name) for field in fields(theme)}
    return Template(sheet).substitute(values | more)
