"""Makes the README's pictures: `make pictures`. Needs no display.

Pages are shown from the bundled manual. Of the vendor's manual, where there is a copy, only lists of numbers
and titles are shown: its text is not ours to publish.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
MANUALS = Path(os.environ.get("MOMVIEWER_MANUALS", ROOT.parent / "shared" / "manuals"))
VENDOR = "momentum-4-html"
BUNDLED = "momentum-4-examples"

TIMEOUT_MS = 10_000
"""Milliseconds that the library may take to read about a manual."""

OF_THE_BUNDLED = {
    "reading-light.png": ("15.1", "--theme", "light"),
    "searching-dark.png": ("71.29", "--theme", "dark", "--query", "cache AND query -ldap"),
    "warning-light.png": ("16.1", "--theme", "light", "--query", "B0/00-11719-46C328D4:default:"),
}
OF_THE_VENDORS = {
    "real-manual-light.png": ("example-toc", "--theme", "light"),
    "real-manual-dark.png": ("example-toc", "--theme", "dark", "--query", "maxoutcon"),
}
LIBRARY = "library-light.png"


def main() -> None:
    """Make every picture that can be made here."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="momviewer-") as data:
        for name, arguments in OF_THE_BUNDLED.items():
            momviewer(data, "screenshot", str(PICTURES / name), *arguments, "--manual", BUNDLED)
        if not (MANUALS / VENDOR).is_dir():
            print(f"No {VENDOR} in {MANUALS}: its pictures stay as they are.")
            return
        momviewer(data, "library", "add", str(MANUALS / VENDOR))
        for name, arguments in OF_THE_VENDORS.items():
            momviewer(data, "screenshot", str(PICTURES / name), *arguments, "--manual", VENDOR)
        library(data, PICTURES / LIBRARY)


def momviewer(data: str, *arguments: str) -> None:
    """Run the program on the data folder `data`."""
    command = [sys.executable, "-m", "momviewer", *arguments, "--data-dir", data]
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)  # noqa: S603 - our own program


def library(data: str, file: Path) -> None:
    """Make a picture of the library window, at the bundled manual: no text of another's is in it."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    sys.path.insert(0, str(ROOT))  # the program is not installed where its pictures are made
    from PySide6.QtCore import QEventLoop, QTimer  # noqa: PLC0415 - Qt reads the environment
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - as above

    from momviewer.app import make_window  # noqa: PLC0415 - as above
    from momviewer.paths import user_paths  # noqa: PLC0415 - as above

    QApplication([]).setStyle("Fusion")
    window = make_window(user_paths(data), remember=False)
    window.preferences.set_theme("light")
    window.library_controller.show(BUNDLED)
    dialog = window.library_controller.dialog
    if dialog is None:
        raise SystemExit("There is no library window.")
    waiting = QEventLoop()
    dialog.page.textChanged.connect(waiting.quit)
    QTimer.singleShot(TIMEOUT_MS, waiting.quit)
    waiting.exec()
    if BUNDLED not in dialog.page.toPlainText():
        raise SystemExit("The library tells nothing of the bundled manual.")
    dialog.grab().save(str(file), "PNG")
    window.close()


if __name__ == "__main__":
    main()
