"""A desktop of its own for the real window: Xvfb with a window manager, which xdotool works on."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from momviewer.errors import MissingLibraryError
from momviewer.system_libraries import ALWAYS, X11, require
from tests.e2e.program import Driven, driven

TOOLS = ("Xvfb", "openbox", "xdotool", "xprop", "xwininfo")
FRAME = "_NET_FRAME_EXTENTS"
INSIDE = ("Absolute upper-left X:", "Absolute upper-left Y:", "Width:", "Height:")
POLL_S = 0.1
TIMEOUT_S = 20.0


@dataclass(frozen=True, slots=True)
class Area:
    """Where a window stands on the screen, with its frame."""

    left: int
    top: int
    right: int
    bottom: int


class Desktop:
    """What a reader sees and does on it."""

    def __init__(self, display: str) -> None:
        self.display = display
        self._last = ""

    def run(self, *command: str) -> str:
        """Return what a program that works on the screen writes."""
        environment = {**os.environ, "DISPLAY": self.display}
        ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        return ran.stdout

    def area(self) -> Area:
        """Return where the window in front stands, once it has come to rest."""
        before, end = None, time.monotonic() + TIMEOUT_S
        while time.monotonic() < end:
            now = self._area()
            if now is not None and now == before:
                return now
            before = now
            time.sleep(POLL_S)
        raise TimeoutError("no window comes to rest")

    def wait_for_another(self) -> None:
        """Wait until another window has come to the front than the one that was there at the last call."""
        end = time.monotonic() + TIMEOUT_S
        while (now := self._front()) in {self._last, ""}:
            if time.monotonic() > end:
                raise TimeoutError("no other window comes to the front")
            time.sleep(POLL_S)
        self._last = now

    def move(self, left: int, top: int) -> None:
        """Drag the window in front so that its frame begins there."""
        self.run("xdotool", "getactivewindow", "windowmove", str(left), str(top))

    def _front(self) -> str:
        try:
            return self.run("xdotool", "getactivewindow").strip()
        except subprocess.CalledProcessError:  # there is none
            return ""

    def _area(self) -> Area | None:
        try:
            window = self._front()
            margins = self.run("xprop", "-id", window, FRAME).partition("=")[2]
            left, right, top, bottom = (int(part) for part in margins.split(","))
            told = self.run("xwininfo", "-id", window)
        except (subprocess.CalledProcessError, ValueError):  # there is none yet, or none with a frame
            return None
        x, y, width, height = (int(told.partition(name)[2].split()[0]) for name in INSIDE)
        return Area(x - left, y - top, x + width + right, y + height + bottom)


@contextmanager
def desktop(width: int, height: int) -> Iterator[Desktop]:
    """Yield a desktop of this size in pixels; skip the test where the machine has none."""
    found = {tool: shutil.which(tool) or "" for tool in TOOLS}
    if missing := [tool for tool, path in found.items() if not path]:
        pytest.skip(f"no {missing[0]} here")
    try:
        require({**ALWAYS, **X11})
    except MissingLibraryError as error:
        pytest.skip(str(error))
    reading, writing = os.pipe()
    server = subprocess.Popen(
        [
            found["Xvfb"],
            "-displayfd",
            str(writing),
            "-screen",
            "0",
            f"{width}x{height}x24",
            "-nolisten",
            "tcp",
        ],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        display = f":{told.readline().strip()}"
    manager = subprocess.Popen([found["openbox"], "--sm-disable"], env={**os.environ, "DISPLAY": display})
    try:
        yield Desktop(display)
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait()


@contextmanager
def driven_on(screen: Desktop, data: Path, *arguments: str) -> Iterator[Driven]:
    """Run the program with its window on a desktop, driven by steps."""
    with driven(data, *arguments, settings={"DISPLAY": screen.display, "QT_QPA_PLATFORM": "xcb"}) as running:
        yield running
