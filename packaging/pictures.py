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

OF_THE_BUNDLED = {
    "reading-light.png": ("15.1", "--theme", "light"),
    "searching-dark.png": ("71.29", "--theme", "dark", "--query", "cache AND query -ldap"),
    "warning-light.png": ("16.1", "--theme", "light", "--query", "B0/00-11719-46C328D4:default:"),
}
OF_THE_VENDORS = {
    "real-manual-light.png": ("example-toc", "--theme", "light"),
    "real-manual-dark.png": ("example-toc", "--theme", "dark", "--query", "71."),
}


def main() -> None:
    """Make every picture that can be made here."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        for name, arguments in OF_THE_BUNDLED.items():
            momviewer(data, "screenshot", str(PICTURES / name), *arguments, "--manual", BUNDLED)
        if not (MANUALS / VENDOR).is_dir():
            print(f"No {VENDOR} in {MANUALS}: its pictures stay as they are.")
            return
        momviewer(data, "library", "add", str(MANUALS / VENDOR))
        for name, arguments in OF_THE_VENDORS.items():
            momviewer(data, "screenshot", str(PICTURES / name), *arguments, "--manual", VENDOR)


def momviewer(data: str, *arguments: str) -> None:
    """Run the program on the data folder `data`."""
    command = [sys.executable, "-m", "momviewer", *arguments, "--data-dir", data]
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)  # noqa: S603 - our own program


if __name__ == "__main__":
    main()
