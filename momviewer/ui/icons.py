"""The window's icons: drawings from `resources/icons`, in the colours of the theme."""

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from momviewer.paths import resources
from momviewer.ui.theme import Tokens

SIZE = 18
"""Device-independent pixels of an icon's sides."""
SCALES = (1, 2, 3)
SWITCHED_ON = "-on"
"""What the name of a drawing ends with that shows a button switched on."""


def icon(name: str, tokens: Tokens) -> QIcon:
    """Return the icon `name`: faint where its button is disabled, in the accent where it is switched on."""
    made = QIcon()
    looks = [(name, QIcon.Mode.Normal, QIcon.State.Off, tokens.muted)]
    looks.append((name, QIcon.Mode.Disabled, QIcon.State.Off, tokens.line))
    if _file(name + SWITCHED_ON).exists():
        looks.append((name + SWITCHED_ON, QIcon.Mode.Normal, QIcon.State.On, tokens.accent))
    for file, mode, state, colour in looks:
        for scale in SCALES:
            image = drawn(file, colour, SIZE * tokens.scale / 100, scale)
            made.addPixmap(QPixmap.fromImage(image), mode, state)
    return made


def _file(name: str) -> Path:
    return resources() / "icons" / f"{name}.svg"


@cache
def drawn(name: str, colour: str, size: float, density: float) -> QImage:
    """Return a drawing in one colour, `size` device-independent pixels wide, for a screen's density."""
    side = round(size * density)
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(density)
    image.fill(0)
    drawing = _file(name).read_text(encoding="utf-8").replace("currentColor", colour)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(0, 0, side / density, side / density))
    painter.end()
    return image
