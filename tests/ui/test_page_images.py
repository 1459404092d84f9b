"""Pictures of a page: those that could do harm are not decoded."""

import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from PySide6.QtCore import QSizeF, QUrl
from PySide6.QtGui import QColor, QFont, QImage
from pytestqt.qtbot import QtBot

from momviewer.ui.base.theme import DARK, LIGHT
from momviewer.ui.page.page_document import PageDocument, text_width
from momviewer.ui.page.page_images import PLACEHOLDER_SIZE, PageImages
from momviewer.ui.page.page_view import PageView
from momviewer.ui.reading.enlarge import ImageDialog, show_image
from tests.conftest import ROOT


def pixel_bomb(side: int) -> bytes:
    """Return a PNG that claims `side` by `side` pixels in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data).to_bytes(4, "big")
        return len(data).to_bytes(4, "big") + kind + data + check

    size = side.to_bytes(4, "big")
    head = chunk(b"IHDR", size + size + b"\x08\x00\x00\x00\x00")
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


BOMBS = {
    "huge.png": pixel_bomb(60_000),
    "text.png": b"no picture at all",
    "empty.png": b"",
    "huge.svg": b"<svg xmlns='http://www.w3.org/2000/svg' width='99999' height='99999'/>",
    "sound.svg": b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
    "misnamed.png": b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
    "page.png": b"%PDF-1.4",
}


@pytest.fixture
def images(tmp_path: Path, qapp: object) -> PageImages:
    assert qapp is not None
    for name, content in BOMBS.items():
        (tmp_path / name).write_bytes(content)
    sound = QImage(4, 3, QImage.Format.Format_RGB32)
    sound.fill(QColor("red"))
    assert sound.save(str(tmp_path / "sound.png"))
    (tmp_path / "misnamed.gif").write_bytes((tmp_path / "sound.png").read_bytes())
    (tmp_path.parent / "outside.png").write_bytes((tmp_path / "sound.png").read_bytes())
    return PageImages(tmp_path, LIGHT, 700, 1.0)


@pytest.mark.parametrize("name", BOMBS)
def test_what_could_do_harm_is_not_decoded(images: PageImages, name: str) -> None:
    assert images.original(f"images/{name}") is None


def test_nothing_outside_the_folder_is_read(images: PageImages) -> None:
    assert images.original("images/../outside.png") is None


@pytest.mark.parametrize("name", ["sound.png", "misnamed.gif"])
def test_a_sound_picture_is_shown_by_what_it_holds(images: PageImages, name: str) -> None:
    image = images.original(f"images/{name}")
    assert image is not None
    assert (image.width(), image.height()) == (4, 3)


def test_pictures_are_dimmed_in_the_dark_and_open_as_they_are(tmp_path: Path) -> None:
    white = QImage(40, 20, QImage.Format.Format_RGB32)
    white.fill(QColor("white"))
    assert white.save(str(tmp_path / "white.png"))
    shown = {theme: PageImages(tmp_path, theme, 400, 1.0) for theme in (LIGHT, DARK)}
    seen = {
        theme: made.load(QUrl("images/white.png")).pixelColor(5, 5).lightness()
        for theme, made in shown.items()
    }
    assert seen[LIGHT] == 255
    assert 150 < seen[DARK] < 200
    original = shown[DARK].original("images/white.png")
    assert original
    assert original.pixelColor(5, 5).lightness() == 255


def test_an_image_in_a_list_is_no_wider_than_its_line(tmp_path: Path, qapp: object) -> None:
    assert qapp is not None
    wide = QImage(2000, 100, QImage.Format.Format_RGB32)
    wide.fill(QColor("red"))
    assert wide.save(str(tmp_path / "wide.png"))
    html = '<ol><li><img src="images/wide.png" alt=""/></li></ol><p><img src="images/wide.png" alt=""/></p>'
    page = PageDocument(QFont())
    for width in (500, 900, 400):  # also as the window becomes wider and narrower
        with page.laid_out_once():
            page.show_html(html, PageImages(tmp_path, LIGHT, text_width(width), 1.0), LIGHT, 100)
            page.set_width(width)
        assert page.size().width() <= width
        page.set_width(width - 60)
        assert page.size().width() <= width


MEMORY = """
import os, resource, sys
from pathlib import Path
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtCore import QSizeF, QUrl
from PySide6.QtWidgets import QApplication
from momviewer.ui.base.theme import LIGHT
from momviewer.ui.page.page_view import PageView
application = QApplication([])
folder, width, ratio = Path(sys.argv[1]), 700, float(sys.argv[2])
view = PageView(LIGHT)
view.resize(width, 700)
view.show()
view.devicePixelRatioF = lambda: ratio
names = sorted(path.name for path in folder.iterdir())
links = (f'<p><a href="image:images/{name}"><img src="images/{name}" alt=""/></a></p>' for name in names)
def memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
before = memory()
view.show_page("<body>" + "".join(links) + "</body>", folder)
view.grab()
bar = view.verticalScrollBar()
steps = range(0, bar.maximum() + 1, 650)
for place in steps if len(steps) < 400 else [*steps[::len(steps) // 400]]:
    bar.setValue(place)
    view.grab()
print(memory() - before, bar.maximum())
"""
MAX_MEMORY_MB = 200


@pytest.mark.parametrize(("count", "height"), [(8, 57_000), (20, 22_000), (400, 900)])
@pytest.mark.parametrize("ratio", [1, 2])
def test_the_pictures_of_a_page_take_bounded_memory(
    tmp_path: Path, qapp: object, count: int, height: int, ratio: int
) -> None:
    assert qapp is not None
    picture = QImage(700, height, QImage.Format.Format_Mono)
    picture.fill(0)
    for number in range(count):
        assert picture.save(str(tmp_path / f"{number}.png"))
    done = subprocess.run(
        [sys.executable, "-c", MEMORY, str(tmp_path), str(ratio)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    memory, scrolled = map(int, done.stdout.split())
    assert memory <= MAX_MEMORY_MB
    assert (scrolled < 2_000) is (height > 30_000), "these stand there as place-holders"


def test_a_picture_that_is_too_large_for_a_page_opens_by_itself(tmp_path: Path, qtbot: QtBot) -> None:
    picture = QImage(700, 57_000, QImage.Format.Format_Mono)
    picture.fill(0)
    assert picture.save(str(tmp_path / "long.png"))
    view = PageView(LIGHT)
    qtbot.addWidget(view)
    view.show_page('<body><p><img src="images/long.png" alt=""/></p></body>', tmp_path)
    assert view.document().size().height() < 500, "a place-holder stands there"
    show_image(view, "images/long.png")
    dialog = view.findChild(ImageDialog)
    assert dialog
    assert dialog.windowTitle() == "long.png, 700 × 57000"


def test_an_image_keeps_its_place_while_it_is_not_decoded(tmp_path: Path, qapp: object) -> None:
    assert qapp is not None
    for name, width, height in (("small.png", 40, 30), ("small@2x.png", 40, 30), ("wide.png", 2000, 1000)):
        assert QImage(width, height, QImage.Format.Format_RGB32).save(str(tmp_path / name))
    images = PageImages(tmp_path, LIGHT, 500, 2.0)
    sizes: dict[str, tuple[float, float]] = {
        "images/small.png": (40, 30),
        "images/small@2x.png": (20, 15),
        "images/wide.png": (500, 250),
        "images/wide.png#100": (100, 50),
        "images/none.png": PLACEHOLDER_SIZE,
    }
    for name, size in sizes.items():
        assert images.size(QUrl(name)) == QSizeF(*size)
        assert images.load(QUrl(name)).deviceIndependentSize() == QSizeF(*size)
