"""The window's icons: drawings from `resources/icons`, in the colours of the theme."""

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from momviewer.paths import resources
from momviewer.ui.theme import Tokens

SIZE = 18
"""Device-independent pixels of an icon's sides."""
SCALES = (1, 2, 3)


def icon(name: str, tokens: Tokens) -> QIcon:
    """Return the icon `name`, faint where its button is disabled."""
    drawing = (resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    made = QIcon()
    for mode, colour in ((QIcon.Mode.Normal, tokens.muted), (QIcon.Mode.Disabled, tokens.line)):
        for scale in SCALES:
            made.addPixmap(_drawn(drawing.replace("currentColor", colour), scale), mode)
    return made


def _drawn(drawing: str, scale: int) -> QPixmap:
    pixmap = QPixmap(SIZE * scale, SIZE * scale)
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(0, 0, SIZE, SIZE))
    painter.end()
    return pixmap
