"""The window's icons: drawings from `resources/icons`, in the colours of the theme."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
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
        drawing = _file(file).read_text(encoding="utf-8").replace("currentColor", colour)
        for scale in SCALES:
            made.addPixmap(_drawn(drawing, scale * tokens.scale / 100, scale), mode, state)
    return made


def _file(name: str) -> Path:
    return resources() / "icons" / f"{name}.svg"


def _drawn(drawing: str, scale: float, density: int) -> QPixmap:
    side = round(SIZE * scale)
    pixmap = QPixmap(side, side)
    pixmap.setDevicePixelRatio(density)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(0, 0, side / density, side / density))
    painter.end()
    return pixmap
