"""Draws SVG files as PNG: a process for the builder, which has no Qt of its own.

`python -m momviewer.ui.base.rasterize` reads lines of JSON from standard input, [SVG file, PNG file], and
answers each with a line of JSON: {"density": pixels of the PNG to one of the drawing} or {"fault": why not}.
An SVG file of a few bytes can draw for ever, so each has `DRAWING_KILL_S` of the processor's time; then
SIGPROF ends the process.
"""

import json
import math
import os
import signal
import sys

MAX_MEMORY_BYTES = 512 << 20
"""Of address space; Qt takes a fifth of it."""
DRAWING_KILL_S = 10.0
MAX_PIXELS = 8_000_000
"""Of a PNG file."""
MAX_SIDE_PIXELS = 16_000
DENSITIES = (2, 1)
"""Pixels of a PNG to one of its drawing, the best first: 2 is sharp on most screens."""


def main() -> int:
    """Draw what is asked for until standard input ends."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    _confine()
    from PySide6.QtGui import QGuiApplication

    application = QGuiApplication(["momviewer"])  # without it Qt draws no text
    for line in sys.stdin:
        source, target = json.loads(line)
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_PROF, DRAWING_KILL_S)
        sys.stdout.write(f"{json.dumps(drawn(source, target))}\n")
        sys.stdout.flush()
    application.quit()
    return 0


def drawn(source: str, target: str) -> dict[str, object]:
    """Draw a file and return the answer for it."""
    from PySide6.QtCore import QSize, Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    renderer = QSvgRenderer(source)
    renderer.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
    natural = renderer.defaultSize()
    if not renderer.isValid() or natural.isEmpty():
        return {"fault": "cannot be drawn"}
    width, height, density = fitted(natural.width(), natural.height())
    image = QImage(QSize(width, height), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return {"density": density} if image.save(target) else {"fault": "cannot be written as a picture"}


def fitted(width: int, height: int) -> tuple[int, int, int]:
    """Return the width and height of the PNG for a drawing of a size, and its density.

    A drawing that is too large even with one pixel for each of its own is drawn smaller.
    """
    for density in DENSITIES:
        if width * height * density**2 <= MAX_PIXELS and max(width, height) * density <= MAX_SIDE_PIXELS:
            return width * density, height * density, density
    scale = min(math.sqrt(MAX_PIXELS / (width * height)), MAX_SIDE_PIXELS / max(width, height))
    return max(1, int(width * scale)), max(1, int(height * scale)), 1


def _confine() -> None:
    if sys.platform != "win32":
        import resource

        for limit, most in ((resource.RLIMIT_AS, MAX_MEMORY_BYTES), (resource.RLIMIT_CORE, 0)):
            _, hard = resource.getrlimit(limit)
            resource.setrlimit(limit, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


if __name__ == "__main__":
    sys.exit(main())
