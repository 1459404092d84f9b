"""Shows an image of the manual in its full size."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QDialog, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

FRAME = 24
SHARE = 0.9
"""Of the screen's sides, what the dialog takes at most."""


class ImageDialog(QDialog):
    """As large as its image, where the screen allows that; else the image is scrolled."""

    def __init__(self, image: QImage, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("image")
        self.setWindowTitle(f"{name}, {image.width()} × {image.height()}")
        label = QLabel()
        label.setPixmap(QPixmap.fromImage(image))
        label.setAccessibleName(name)
        area = QScrollArea()
        area.setObjectName("imageArea")
        area.setAccessibleName("Image")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(label)
        column = QVBoxLayout(self)
        column.setContentsMargins(FRAME // 2, FRAME // 2, FRAME // 2, FRAME // 2)
        column.addWidget(area)
        screen = self.screen().availableSize() * SHARE
        self.resize(QSize(image.width() + FRAME + 4, image.height() + FRAME + 4).boundedTo(screen))
