"""The real window on a desktop: where it stands, and that all of it and its dialogs is on the screen."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.desktop import Desktop, desktop, driven_on

WIDTH, HEIGHT = 800, 600


@pytest.fixture
def data(built: Path, tmp_path: Path) -> Path:
    """Return a copy of that folder."""
    shutil.copytree(built, tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def small() -> Iterator[Desktop]:
    with desktop(WIDTH, HEIGHT) as screen:
        yield screen


def assert_on_screen(screen: Desktop) -> None:
    area = screen.area()
    assert min(area.left, area.top) >= 0
    assert (area.right, area.bottom) <= (WIDTH, HEIGHT)


def test_windows_are_no_larger_than_their_screen(small: Desktop, data: Path) -> None:
    """With their frames: the main window at its first start, the library, the preferences and the help."""
    with driven_on(small, data, "momviewer://harbour/ropes") as program:
        program.do("state")
        small.wait_for_another()
        assert_on_screen(small)
        for keys in ("ctrl+shift+o", "ctrl+comma", "shift+F1"):
            small.run("xdotool", "key", keys)
            small.wait_for_another()
            assert_on_screen(small)
            small.run("xdotool", "key", "Escape")
            small.wait_for_another()


def test_the_window_stands_where_it_was_left(data: Path) -> None:
    """To the pixel, however often it is opened, and also if it was maximized meanwhile."""
    with desktop(1280, 900) as screen:
        with driven_on(screen, data, "momviewer://harbour/ropes") as program:
            program.do("state", "resize 700x500")
            screen.area()
            screen.move(210, 130)
            left = screen.area()
            assert program.quit() == 0
        for _ in range(2):
            with driven_on(screen, data) as program:
                program.do("state")
                assert screen.area() == left
                assert program.quit() == 0
    with desktop(640, 480) as screen, driven_on(screen, data) as program:
        program.do("state")
        area = screen.area()
        assert (area.right, area.bottom) <= (640, 480)
