"""Links that leave the manual: followed only where the reader says so."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QWidget


def ask_to_leave(url: str, parent: QWidget) -> None:
    """Ask whether to open an address of the web in the browser, and do so."""
    question = f"This link leaves the manual:\n\n{url}\n\nOpen it in your browser?"
    if QMessageBox.question(parent, "Open in the browser", question) == QMessageBox.StandardButton.Yes:
        QDesktopServices.openUrl(QUrl(url))
