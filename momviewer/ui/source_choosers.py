"""The system's dialogs that choose a folder or an archive to add a manual from."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

ARCHIVES = "Archives (*.zip *.tar.gz *.tgz *.tar.xz *.txz *.tar.bz2 *.tar);;All files (*)"


def choose_folder(parent: QWidget) -> Path | None:
    """Let the reader choose a folder; None where nothing was chosen."""
    name = QFileDialog.getExistingDirectory(parent, "Add the manuals in this folder")
    return Path(name) if name else None


def choose_archive(parent: QWidget) -> Path | None:
    """Let the reader choose an archive; None where nothing was chosen."""
    name, _ = QFileDialog.getOpenFileName(parent, "Add the manuals in this archive", "", ARCHIVES)
    return Path(name) if name else None
