"""SVG pictures: drawn as PNG by a process of its own, and left out where they reach out or never end."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index_builder.intake import drawings as module
from index_builder.intake.drawings import Drawings, PictureError, harmless
from momviewer.manual.bundle import open_bundle
from momviewer.ui.base.rasterize import MAX_PIXELS, MAX_SIDE_PIXELS, fitted
from tests.unit.source_forms import built

DOCUMENTS = Path(__file__).parent / "documents"
DRAWING = (
    "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' xmlns:x='urn:x'"
    " viewBox='0 0 30 20'>{}</svg>"
)
SHELL = (
    "<html><head><meta name='generator' content='DocBook XSL'></head><body><div class='section'>"
    "<div class='titlepage'><h2 class='title'>Added</h2></div>CONTENT</div></body>"
)


@pytest.fixture
def made() -> Iterator[Drawings]:
    with closing(Drawings()) as found:
        yield found


def nested(use: str, depth: int) -> str:
    """Return a drawing of ten to the power of `depth` rectangles."""
    groups = ""
    for level in range(1, depth):
        uses = f"<{use} xlink:href='#a{level - 1}'/>" * 10
        groups += f"<g id='a{level}'>{uses}</g>"
    return DRAWING.format(f"<g id='a0'><rect width='30' height='20' fill='red'/></g>{groups}")


def size_of(png: Path) -> tuple[int, int]:
    data = png.read_bytes()
    assert data.startswith(b"\x89PNG")
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (DRAWING.format("<rect fill='url(#g)' onfocus2='x'/>"), "attribute onfocus2"),
        (DRAWING.format("<script>evil()</script>"), "<script>"),
        (DRAWING.format("<image xlink:href='file:///etc/passwd'/>"), "<image>"),
        (DRAWING.format("<image href='file:///etc/passwd'/>"), "<image>"),
        (DRAWING.format("<use xlink:href='file:///etc/passwd'/>"), "attribute href"),
        (DRAWING.format("<use x:href='file:///etc/passwd'/>"), "attribute href"),
        (DRAWING.format("<foreignObject/>"), "<foreignObject>"),
        (DRAWING.format("<rect fill='url(http://192.0.2.1/)'/>"), "reaches out"),
        (DRAWING.format("<style>@import 'x'</style>"), "reaches out"),
        (DRAWING.format("<style>a<!-- x -->@import 'x'</style>"), "reaches out"),
        ("<!DOCTYPE svg [<!ENTITY a 'b'>]>" + DRAWING.format("&a;"), "declares entities"),
        ("<?xml-stylesheet href='x'?>" + DRAWING.format(""), "asks for another file"),
        ("not xml", "is no drawing"),
        ("", "is no drawing"),
        ("<html xmlns='http://www.w3.org/1999/xhtml'/>", "is no drawing"),
        ("<x:svg xmlns:x='urn:x'/>", "is no drawing"),
    ],
)
def test_a_drawing_that_reaches_out_of_itself_is_left_out(content: str, fault: str) -> None:
    with pytest.raises(PictureError, match=fault):
        harmless(content.encode())


@pytest.mark.parametrize(
    "foreign",
    [
        "<x:use xlink:href='#x'/>",
        "<x:image xlink:href='#x'/>",
        "<x:script>evil()</x:script>",
        "<use xmlns='' href='#x'/>",
        "<svg xmlns='urn:x'><use/></svg>",
    ],
)
def test_qt_sees_nothing_of_other_namespaces(foreign: str) -> None:
    content = DRAWING.format(f"<text>be{foreign}side<tspan x:onload='a' x:y='z'>s</tspan></text>")
    if "onload" in content:
        content = content.replace("x:onload='a' ", "")
    kept = harmless(content.encode()).decode()
    assert "<text>beside<tspan>s</tspan></text>" in kept


def test_a_drawing_becomes_a_picture_that_is_sharp_on_most_screens(tmp_path: Path, made: Drawings) -> None:
    file = tmp_path / "flow.svg"
    for inside in ("<g><path d='M0 0L9 9'/><text y='9'>x</text></g>", "<g id='a'/><use href='#a'/>"):
        file.write_text(DRAWING.format(inside))
        png, density = made.png_of(file)
        assert (size_of(png), density) == ((60, 40), 2)


@pytest.mark.parametrize("size", [(30, 20), (3_000, 2_000), (1, 10**8), (10**8, 1), (10**6, 10**6), (1, 1)])
def test_a_picture_of_a_drawing_is_of_bounded_size(size: tuple[int, int]) -> None:
    width, height, density = fitted(*size)
    assert 0 < width * height <= MAX_PIXELS
    assert 0 < max(width, height) <= MAX_SIDE_PIXELS
    assert density == (2 if size[0] < 100 > size[1] else 1)


@pytest.mark.skipif(sys.platform == "win32", reason="only the clock ends a process there")
def test_a_drawing_that_never_ends_costs_that_drawing(
    tmp_path: Path, made: Drawings, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient(monkeypatch)
    sound, endless = tmp_path / "sound.svg", tmp_path / "endless.svg"
    sound.write_text(DRAWING.format("<rect width='9' height='9'/>"))
    endless.write_text(nested("use", 11))
    for _again in range(2):
        assert size_of(made.png_of(sound)[0]) == (60, 40)
        with pytest.raises(PictureError, match="takes too long to draw"):
            made.png_of(endless)
    assert size_of(made.png_of(sound)[0]) == (60, 40)


def test_many_drawings_that_never_end_are_not_all_tried(
    tmp_path: Path, made: Drawings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RASTERIZE", ["-c", "import os; input(); os.abort()"])
    file = tmp_path / "endless.svg"
    file.write_text(nested("use", 11))
    for _drawing in range(module.MAX_FAILURES):
        with pytest.raises(PictureError, match="takes too long to draw"):
            made.png_of(file)
    with pytest.raises(PictureError, match=f"{module.MAX_FAILURES} drawings before it"):
        made.png_of(file)


def test_where_qt_does_not_start_that_is_said(
    tmp_path: Path, made: Drawings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RASTERIZE", ["-c", "import sys; input(); sys.exit('no libEGL')"])
    (tmp_path / "a.svg").write_text(DRAWING.format(""))
    with pytest.raises(PictureError, match="Qt does not start here"):
        made.png_of(tmp_path / "a.svg")


def test_nothing_is_left_of_the_drawing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with closing(Drawings()) as made:
        (tmp_path / "a.svg").write_text(DRAWING.format(""))
        made.png_of(tmp_path / "a.svg")
        process = made._process
        assert process is not None
    assert process.returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["a.svg"]


def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a drawing take a tenth of a second."""
    script = "from momviewer.ui.base import rasterize; rasterize.DRAWING_KILL_S = 0.1; rasterize.main()"
    monkeypatch.setattr(module, "RASTERIZE", ["-c", script])


def test_a_bundle_holds_pictures_and_no_drawing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    impatient(monkeypatch)
    source = shutil.copytree(DOCUMENTS / "docbook", tmp_path / "Harbour")
    drawn = {
        "foreign": nested("x:use", 11),
        "endless": nested("use", 11),
        "flow": DRAWING.format("<rect width='9' height='9'/>"),
    }
    for name, content in drawn.items():
        (source / "images" / f"{name}.svg").write_text(content)
    shutil.copy(source / "images" / "quay.png", source / "images" / "flow@2x.png")
    names = [*(f"{name}.svg" for name in drawn), "flow@2x.png"]
    (source / "added.php").write_text(
        SHELL.replace("CONTENT", "".join(f"<p><img src='images/{name}'></p>" for name in names))
    )
    result = built(source)
    assert [problem for problem in result.report.problems if "svg" in problem] == [
        "The picture endless.svg was left out: it takes too long to draw, or too much memory."
    ]
    images = tmp_path / "built" / "images"
    assert {path.name for path in images.iterdir()} - {path.name for path in source.glob("images/*.png")} == {
        "foreign@2x.png",
        "_flow@2x.png",
    }
    with open_bundle(tmp_path / "built") as bundle:
        page = bundle.page("added")
        assert bundle.verify() == []
    assert page is not None
    for name in ("foreign@2x.png", "_flow@2x.png", "flow@2x.png", "endless.svg"):
        assert f'src="images/{name.replace("@", "%40")}"' in page.html or f'src="images/{name}"' in page.html
