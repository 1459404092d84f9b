"""Pictures of a page: those that could do harm are not decoded."""

import zlib
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFont, QImage

from momviewer.ui.base.theme import LIGHT
from momviewer.ui.page.page_document import PageDocument, text_width
from momviewer.ui.page.page_images import PageImages


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
