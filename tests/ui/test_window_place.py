"""Where windows stand: in the place where they were left, and inside their screen."""

import pytest
from PySide6.QtCore import QRect

from momviewer.ui.widgets.dialogs import fitted
from momviewer.user_data.session import Layout
from tests.ui.conftest import Opener

SCREEN = QRect(100, 20, 800, 600)


@pytest.mark.parametrize(
    ("frame", "where"),
    [
        (QRect(150, 30, 300, 200), QRect(150, 30, 300, 200)),
        (QRect(150, 30, 800, 619), QRect(100, 20, 800, 600)),
        (QRect(0, 0, 300, 619), QRect(100, 20, 300, 600)),
        (QRect(700, 500, 300, 200), QRect(600, 420, 300, 200)),
    ],
)
def test_a_frame_is_moved_and_made_smaller_as_far_as_it_has_to_be(frame: QRect, where: QRect) -> None:
    assert fitted(frame, SCREEN) == where


@pytest.mark.usefixtures("library")
def test_the_position_is_kept_unless_no_screen_is_there_any_more(open_window: Opener) -> None:
    window = open_window()
    window.move(120, 90)
    window.close()
    again = open_window()
    assert (again.x(), again.y()) == (120, 90)
    again.layout_kept.restore(Layout(position=(30_000, 90)))
    assert (again.x(), again.y()) == (120, 90)
    again.layout_kept.restore(Layout(position=(40, 50)))
    assert (again.x(), again.y()) == (40, 50)
