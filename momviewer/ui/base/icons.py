"""Draws the window's icons from `resources/icons` in the colours of the theme."""

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize
from PySide6.QtGui import QIcon, QIconEngine, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton

from momviewer.paths import resources
from momviewer.ui.base.theme import Theme

SIZE = 18
"""Device-independent pixels of an icon's sides."""
SWITCHED_ON = "-on"
"""The ending of a drawing's name for a button that is switched on."""


def set_icon(button: QAbstractButton, name: str, theme: Theme, size: int = SIZE) -> None:
    """Draw an icon on a button, `size` pixels wide at 100 % of the interface's size."""
    button.setIcon(icon(name, theme))
    button.setIconSize(QSize(theme.px(size), theme.px(size)))


def icon(name: str, theme: Theme) -> QIcon:
    """Return an icon: faint on a disabled button, in the accent colour on one that is switched on."""
    return QIcon(_Drawing(name, theme))


class _Drawing(QIconEngine):
    """Draws an icon when it is shown, in the size and density that it is shown in."""

    def __init__(self, name: str, theme: Theme) -> None:
        super().__init__()
        self._name, self._theme = name, theme

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw it into a rectangle."""
        density = painter.device().devicePixelRatio()
        painter.drawImage(rect, self._look(mode, state, rect.width(), density))

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        """Return it as pixels, `size` in those of the screen."""
        return QPixmap.fromImage(self._look(mode, state, size.width() / scale, scale))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return it as pixels of a plain screen."""
        return self.scaledPixmap(size, mode, state, 1.0)

    def clone(self) -> QIconEngine:
        """Return a copy."""
        return _Drawing(self._name, self._theme)

    def _look(self, mode: QIcon.Mode, state: QIcon.State, size: float, density: float) -> QImage:
        if mode is QIcon.Mode.Disabled:
            return drawn(self._name, self._theme.line, size, density)
        switched_on = self._name + SWITCHED_ON
        if state is QIcon.State.On and _file(switched_on).exists():
            return drawn(switched_on, self._theme.accent, size, density)
        return drawn(self._name, self._theme.muted, size, density)


def _file(name: str) -> Path:
    return resources() / "icons" / f"{name}.svg"


@cache
def drawn(name: str, colour: str, size: float, density: float) -> QImage:
    """Return a drawing in one colour, `size` pixels wide on a screen of this density."""
    side = round(size * density)
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(density)
    image.fill(0)
    drawing = _file(name).read_text(encoding="utf-8").replace("currentColor", colour)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(0, 0, side / density, side / density))
    painter.end()
    return image
