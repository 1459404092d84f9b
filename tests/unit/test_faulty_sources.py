"""What can be wrong with a source: it is said and costs as little as it can, and nothing hostile gets in."""

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html as lxml_html

from momviewer.errors import SourceError
from momviewer.library.importing import add_manual, rebuild_manual, report_of
from momviewer.library.library import InstalledManual, Library
from momviewer.manual.bundle import open_bundle
from tests.unit.source_forms import DOCBOOK, Form, page_of, problems_about, put, state

BIG_PAGE = 12_000_000
DEEP = 10_000


def no_file(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.parent / "nowhere")


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def a_loop(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


def a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def locked(path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root reads every file")
    path.chmod(0)


UNREADABLE = pytest.mark.parametrize("make", [no_file, a_folder, a_loop, a_pipe, locked])


def test_a_folder_with_nothing_in_it_is_refused(
    library: Library, source: Path, before: InstalledManual
) -> None:
    kept = state(library.paths.manuals)
    empty = source.parent / "empty"
    empty.mkdir()
    with pytest.raises(SourceError, match=r"empty holds no manual"):
        add_manual(library, empty)
    assert state(library.paths.manuals) == kept
    assert library.manuals() == [before]


@UNREADABLE
def test_a_folder_with_nothing_readable_is_refused(
    library: Library, source: Path, form: Form, before: InstalledManual, make: Callable[[Path], None]
) -> None:
    kept = state(library.paths.manuals)
    for page in source.glob(f"*{form.suffix}"):
        make(page)
    with pytest.raises(SourceError, match=str(source)):
        rebuild_manual(library, before.info.id)
    assert state(library.paths.manuals) == kept


@UNREADABLE
def test_an_unreadable_page_is_named_and_the_others_are_read(
    library: Library, source: Path, form: Form, make: Callable[[Path], None]
) -> None:
    pages = put(library, source).info.counts.pages
    make(source / form.page)
    manual = add_manual(library, source)
    assert manual.info.counts.pages == pages - 1
    (problem,) = problems_about(manual, form.page)
    assert "could not be read" in problem


def test_invalid_utf_8_is_named_and_costs_only_its_characters(
    library: Library, source: Path, form: Form
) -> None:
    form.write(source, "added", b"<p>before \xff\xfe after</p>")
    manual = put(library, source)
    (problem,) = problems_about(manual, f"added{form.suffix}")
    assert "not valid UTF-8" in problem
    text = page_of(library, manual, "added").text
    assert "before" in text
    assert "after" in text


@pytest.mark.skipif(sys.platform == "darwin", reason="its file systems take no such names")
def test_names_that_are_no_text_cost_nothing(library: Library, source: Path, form: Form) -> None:
    odd = source.with_name(os.fsdecode(b"dock\xff"))
    source.rename(odd)
    form.write(odd, os.fsdecode(b"rope\xfe"), "Twine")
    (odd / os.fsdecode(f"gone{form.suffix}".encode() + b"\xfd")).symlink_to("nowhere")
    os.mkfifo(odd / os.fsdecode(b"pipe\xfc" + form.suffix.encode()))
    added = add_manual(library, odd)
    with library.open(added.info.id) as bundle:
        page = bundle.page("rope\N{REPLACEMENT CHARACTER}")
        assert page is not None
        assert "Twine" in page.text
    assert any("pipe\N{REPLACEMENT CHARACTER}" in problem for problem in report_of(added).problems)
    assert rebuild_manual(Library(library.paths), added.info.id).info.source == str(odd)


@pytest.mark.parametrize("content", ["", "<p>Only text.</p>", "\n\n"])
def test_a_page_without_a_title_is_named_and_called_by_its_file(
    library: Library, source: Path, form: Form, content: str
) -> None:
    (source / f"bare{form.suffix}").write_text(content)
    manual = put(library, source)
    assert len(problems_about(manual, f"bare{form.suffix}")) == 1
    bundle = library.open(manual.info.id)
    titles = {info.id: info.title for info in bundle.pages()}
    bundle.close()
    assert titles.get("bare", "bare") == "bare"


def test_a_page_that_the_contents_name_and_the_source_lacks_is_a_line_in_the_report(
    library: Library, source: Path, form: Form
) -> None:
    (source / form.page).unlink()
    manual = put(library, source)
    assert manual.trouble == ""
    page = form.page.removesuffix(form.suffix)
    lines = [problem for problem in problems_about(manual, page) if " name" in problem]
    assert len(lines) == 1


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("<div>", "</div>"),
        ("<div class='note'>", "</div>"),
        ("<blockquote>", "</blockquote>"),
        ("<ul><li>", "</li></ul>"),
        ("<dl><dd>", "</dd></dl>"),
        ("<table><tr><td>", "</td></tr></table>"),
        ("<em>", "</em>"),
        ("<font>", ""),
        ("> ", ""),
        ("[", "](x)"),
        ("*", "*"),
    ],
)
def test_ten_thousand_nested_tags_are_read_or_the_report_says_so(
    library: Library, source: Path, form: Form, opening: str, closing: str
) -> None:
    form.write(source, "added", opening * DEEP + "deep" + closing * DEEP + "\n\n<p>after</p>")
    manual = add_manual(library, source)
    text = page_of(library, manual, "added").text
    assert page_of(library, manual, "moorings").text.startswith("Moorings\n")
    if form is DOCBOOK:
        assert ("deep" in text and "after" in text) or problems_about(manual, "added.php")


@pytest.mark.parametrize("depth", [100, 500])
@pytest.mark.parametrize("form", [DOCBOOK], ids=["docbook"])
def test_nesting_beyond_reason_keeps_its_text(library: Library, source: Path, depth: int) -> None:
    DOCBOOK.write(source, "added", "<div class='note'>" * depth + "deep" + "</div>" * depth + "<p>after</p>")
    text = page_of(library, put(library, source), "added").text
    assert "deep" in text
    assert "after" in text


def test_a_page_of_twelve_megabytes_is_read_whole(library: Library, source: Path, form: Form) -> None:
    line = "The quay is long and the tide is slow. "
    form.write(source, "added", "<p>" + line * (BIG_PAGE // len(line)) + "</p>\n\n<p>after</p>")
    manual = add_manual(library, source)
    with open_bundle(manual.folder) as bundle:
        parts = [page.text for page in bundle.all_pages() if page.info.id.partition(".part-")[0] == "added"]
    assert len(parts) > 1  # no window lays out such a page
    assert sum(map(len, parts)) > BIG_PAGE * 0.99
    assert "after" in parts[-1][-20:]


HOSTILE = """
<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY file SYSTEM "file:///etc/hostname">]>
<p>&b;&file;&#0;&#1;&#xFFFF;&#xD800;&nosuch;safe</p>
<script>document.write("evil")</script><p onclick="evil()" onmouseover=evil()>safe</p>
<p><a href="javascript:evil()">a</a> <a href=" jAvA&#9;script:evil()">b</a> <a href="file:///etc/passwd">c</a>
<a href="data:text/html,evil">d</a> <a href="vbscript:evil">e</a> <a href="//evil.example/x">f</a>
<a href="copy:snippet-1">g</a> <a href="\\\\evil\\share">h</a></p>
<p><img src="file:///etc/evil.png"> <img src="https://evil.example/x.png" onerror="evil()">
<img src="/evil.png">
<img src="images/../../evil.png"></p>
<iframe src="https://evil.example/"></iframe><object data="evil"></object>
<style>p { background: url(evil) }</style>
<svg onload="evil()"><script>evil()</script></svg><form action="evil"><input value="evil"></form>
<p style="background: url(evil)">safe</p><a id='x"onclick="evil()'>safe</a>
<meta http-equiv="refresh" content="evil">
"""


def test_what_could_act_does_not_reach_the_page(library: Library, source: Path, form: Form) -> None:
    form.write(source, "added", HOSTILE)
    manual = put(library, source)
    page = page_of(library, manual, "added")
    assert page.text.count("safe") == 4
    tree = lxml_html.fromstring(page.html)
    assert not {"script", "iframe", "object", "style", "svg", "form", "input", "meta"} & {
        element.tag for element in tree.iter()
    }
    names = {name for element in tree.iter() for name in element.attrib}
    assert not {name for name in names if str(name).startswith("on")} | names & {"style", "background"}
    snippets = {f"{verb}:{snippet.id}" for snippet in page.snippets for verb in ("copy", "menu")}
    for href in [link.get("href", "") for link in tree.iter("a")]:
        assert href in snippets or re.match(r"https?://|missing:|image:images/|[^:]*$", str(href))
    for image in [str(image.get("src", "")) for image in tree.iter("img")]:
        assert image in {"", "mark:web"} or (image.startswith("images/") and ".." not in image)
    assert Path("/etc/hostname").read_text().strip() not in page.text.split()


@pytest.mark.parametrize(
    "kind", ["event handler", "javascript: link", "file: link", "remote or unknown image"]
)
def test_what_was_left_out_of_a_hostile_page_is_counted(
    library: Library, source: Path, form: Form, kind: str
) -> None:
    form.write(
        source,
        "added",
        '<p onclick="evil()">a <a href="javascript:evil()">b</a> <a href="file:///x">c</a>'
        ' <img src="https://evil.example/x.png"></p>',
    )
    manual = put(library, source)
    lost_image = problems_about(manual, "https://evil.example/x.png")
    found = report_of(manual).left_out.get(kind, 0)
    (source / f"added{form.suffix}").unlink()
    without = report_of(put(library, source)).left_out.get(kind, 0)
    assert found == without + 1 or (kind == "remote or unknown image" and lost_image)
