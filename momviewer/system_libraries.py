"""Says which packages to install where the system lacks a library or a font that the window needs.

`python -m momviewer.system_libraries` looks for all that a window without a display needs, as tests do.
"""

import ctypes
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from momviewer.errors import MissingLibraryError

ALWAYS = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libxkbcommon.so.0": "libxkbcommon0",
}
"""Libraries that Qt needs on Linux, with the packages of Debian and Ubuntu that hold them."""
X11 = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
"""What only a window on an X display needs; Qt ends the program itself where one of them is missing."""
FONT_PACKAGE = "fonts-dejavu-core"
FONTS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
NAMED = re.compile(r"(lib[\w.+-]+\.so[.\d]*): cannot open shared object")


def require(libraries: dict[str, str]) -> None:
    """Raise MissingLibraryError where one of the libraries cannot be loaded."""
    if missing := _missing(libraries):
        raise _error(missing, [libraries[name] for name in missing])


def explained(error: ImportError) -> Exception:
    """Return what to raise for an import of Qt that failed: the error itself where no library is missing."""
    named = NAMED.search(str(error))
    if named is None:
        return error
    missing = _missing(ALWAYS)
    return _error(missing or [named[1]], [ALWAYS[name] for name in missing])


def main() -> int:
    """Say what the window and its tests lack here; return 0 where that is nothing."""
    try:
        require(ALWAYS)
        if not any(_fonts()):
            raise _error(["a font"], [FONT_PACKAGE])
    except MissingLibraryError as error:
        sys.stderr.write(f"momviewer: {error}\n")
        return error.exit_code
    return 0


def _missing(libraries: Iterable[str]) -> list[str]:
    if sys.platform != "linux":
        return []  # elsewhere Qt brings what it needs
    return [name for name in libraries if not _loads(name)]


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _fonts() -> Iterable[object]:
    """Yield something for each file of a font; where Qt brings its own way to fonts, once."""
    if sys.platform != "linux":
        return iter([True])
    folders = (Path(folder).expanduser() for folder in FONTS)
    return (file for folder in folders for file in folder.rglob("*.[otp][tf]?"))


def _error(names: Iterable[str], packages: Iterable[str]) -> MissingLibraryError:
    wanted = " ".join(dict.fromkeys(packages))
    install = f" On Debian and Ubuntu: sudo apt install {wanted}" if wanted else ""
    return MissingLibraryError(f"The window needs {', '.join(names)}, which is not installed here.{install}")


if __name__ == "__main__":
    sys.exit(main())
