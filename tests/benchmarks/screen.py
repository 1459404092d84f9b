"""A screen of its own for the programs that are measured, and when it has come to rest."""

import mmap
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from struct import unpack_from

XVFB = "/usr/bin/Xvfb"
WIDTH, HEIGHT = 1280, 800
PIXEL = 4
"""Bytes of a pixel."""
POLL = 0.004
"""Seconds between two looks at the screen; each takes about a millisecond."""
QUIET = 1.2
"""Seconds without a change after which a screen is at rest."""
TIMEOUT_S = 60.0
CURSOR = (4, 48)
"""Width and height in pixels up to which a change is a blinking cursor and no change."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What was seen of a start: seconds until the first pixel of it, and until the last."""

    first: float
    settled: float


class Screen:
    """The pixels of an Xvfb, read where it keeps them: nobody is asked, so nobody is slowed down."""

    def __init__(self, display: str, file: Path) -> None:
        self.display = display
        with file.open("rb") as stream:
            self._memory = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        header_size, *_ = unpack_from(">I", self._memory)
        colours = unpack_from(">I", self._memory, 19 * 4)[
            0
        ]  # the header's field "ncolors"; 12 bytes for each
        self._start = header_size + colours * 12

    def pixels(self) -> bytes:
        """Return every pixel, four bytes for each."""
        return self._memory[self._start : self._start + WIDTH * HEIGHT * PIXEL]

    def watch(self, started: float) -> Watch:
        """Return when the screen began to change and when it came to rest; blocks until then.

        `started` is on the clock of `time.perf_counter`. Raises TimeoutError where nothing comes to rest.
        """
        changes = self._changes(started + TIMEOUT_S, at_least=1)
        return Watch(changes[0] - started, changes[-1] - started)

    def wait_for_rest(self) -> None:
        """Wait until nothing has changed for a while."""
        self._changes(time.perf_counter() + TIMEOUT_S)

    def _changes(self, end: float, at_least: int = 0) -> list[float]:
        """Return when the screen changed, once it has come to rest after so many changes."""
        shown = self.pixels()
        changes: list[float] = []
        quiet_since = time.perf_counter()
        while len(changes) < at_least or time.perf_counter() - quiet_since < QUIET:
            time.sleep(POLL)
            now = time.perf_counter()
            if now > end:
                raise TimeoutError("the screen does not come to rest")
            pixels = self.pixels()
            if pixels != shown and not _is_cursor(shown, pixels):
                changes.append(now)
                quiet_since = now
            shown = pixels
        return changes

    def save(self, file: Path) -> None:
        """Write what is shown as a picture, in the plain PPM form."""
        pixels = self.pixels()
        rows = bytearray(WIDTH * HEIGHT * 3)
        for colour in range(3):  # the screen has blue first
            rows[colour::3] = pixels[2 - colour :: PIXEL]
        file.write_bytes(f"P6 {WIDTH} {HEIGHT} 255\n".encode() + rows)


@contextmanager
def own_screen(folder: Path) -> Iterator[Screen]:
    """Yield a screen on an Xvfb that keeps its pixels in `folder`, and end it."""
    reading, writing = os.pipe()
    size = f"{WIDTH}x{HEIGHT}x24"
    options = ["-screen", "0", size, "-fbdir", str(folder), "-nolisten", "tcp", "-displayfd", str(writing)]
    server = subprocess.Popen(
        [XVFB, *options],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as answer:
            display = answer.readline().strip()
        if not display:
            raise RuntimeError("Xvfb does not start")
        yield Screen(f":{display}", folder / "Xvfb_screen0")
    finally:
        server.terminate()
        server.wait()


def _is_cursor(before: bytes, after: bytes) -> bool:
    """Say whether two pictures differ by no more than a text cursor."""
    line = WIDTH * PIXEL
    rows = [at for at in range(0, len(after), line) if before[at : at + line] != after[at : at + line]]
    if (rows[-1] - rows[0]) // line >= CURSOR[1]:
        return False
    columns = [
        column
        for at in rows
        for column in range(0, line, PIXEL)
        if before[at + column : at + column + PIXEL] != after[at + column : at + column + PIXEL]
    ]
    return max(columns) - min(columns) < CURSOR[0] * PIXEL
