"""What can go wrong with a source or a disk: it is said, and the library stays as it was."""

import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import html as lxml_html

from index_builder.build import Options, build
from momviewer.errors import LibraryError, SourceError
from momviewer.library.importing import add_manual, rebuild_manual, report_of
from momviewer.library.library import InstalledManual, Library
from momviewer.library.removing import remove_manual
from momviewer.library.verifying import verify_manual
from momviewer.manual.bundle import Bundle
from momviewer.manual.model import Page
from momviewer.paths import Paths, user_paths
from momviewer.progress import BuildProgress
from momviewer.search.answers.searcher import Searcher

DOCUMENTS = Path(__file__).parent / "documents"
SMALL_DISK = 300_000
"""Bytes of a disk that has room for a small manual and not for a large one."""
BIG_PAGE = 12_000_000
DEEP = 10_000


@dataclass(frozen=True)
class Form:
    """A source form with a small manual in it. `page` is one of its pages, `index` its contents."""

    name: str
    suffix: str
    page: str
    index: str
    shell: str

    def write(self, folder: Path, name: str, content: str | bytes) -> None:
        """Add a page with a title to a manual."""
        head, tail = self.shell.encode().split(b"CONTENT")
        data = content if isinstance(content, bytes) else content.encode()
        (folder / f"{name}{self.suffix}").write_bytes(head + data + tail)


DOCBOOK = Form(
    "docbook",
    ".php",
    "commands.dock.php",
    "index.php",
    "<html><head><title>Added</title><meta name='generator' content='DocBook XSL'></head><body>"
    "<div class='section'><div class='titlepage'><h2 class='title'>Added</h2></div>CONTENT</div></body>",
)
MARKDOWN = Form("markdown", ".md", "commands.dock.md", "index.md", "## Added\n\nCONTENT\n")


@pytest.fixture(params=[DOCBOOK, MARKDOWN], ids=lambda form: str(form.name))
def form(request: pytest.FixtureRequest) -> Form:
    assert isinstance(request.param, Form)
    return request.param


@pytest.fixture
def source(tmp_path: Path, form: Form) -> Path:
    folder = tmp_path / "Harbour"
    shutil.copytree(DOCUMENTS / form.name, folder)
    return folder


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return user_paths(str(tmp_path / "data"))


@pytest.fixture
def library(paths: Paths) -> Library:
    return Library(paths)


@pytest.fixture
def before(library: Library, source: Path) -> InstalledManual:
    """Return the manual that the library holds before something goes wrong."""
    return put(library, source)


def put(library: Library, source: Path) -> InstalledManual:
    """Build a manual into the library without a process of its own."""
    build(source, library.paths.manuals / "harbour", Options("harbour"), lambda _progress: None)
    return library.find("harbour")


def state(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with what it holds, and every folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b""
        for path in folder.rglob("*")
    }


def page_of(library: Library, manual: InstalledManual, page: str) -> Page:
    bundle = library.open(manual.info.id)
    try:
        found = bundle.page(page)
    finally:
        bundle.close()
    assert found is not None
    return found


def problems_about(manual: InstalledManual, name: str) -> list[str]:
    return [problem for problem in report_of(manual).problems if name in problem]


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
    text = page_of(library, manual, "added").text
    assert len(text) > BIG_PAGE * 0.99
    assert "after" in text[-20:]


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


@contextmanager
def small_disk(folder: Path, size: int = SMALL_DISK, options: str = "") -> Iterator[None]:
    """Mount a disk of so many bytes on a folder, or skip where this process may not."""
    folder.mkdir(parents=True, exist_ok=True)
    mount = shutil.which("mount")
    if mount is None or not sys.platform.startswith("linux"):
        pytest.skip("there is no mount here")
    done = subprocess.run(
        [mount, "-t", "tmpfs", "-o", f"size={size}{options}", "tmpfs", str(folder)],
        check=False,
        capture_output=True,
    )
    if done.returncode:
        pytest.skip(f"a disk cannot be mounted here: {done.stderr.decode().strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)  # noqa: S607


def test_a_full_disk_is_said_and_the_old_manual_stays(library: Library, source: Path, form: Form) -> None:
    manuals = library.paths.manuals
    with small_disk(manuals):
        before = add_manual(library, source)
        kept = state(manuals)
        for count in range(40):
            form.write(source, f"added-{count}", "<p>" + f"word{count} " * 4000 + "</p>")
        with pytest.raises(LibraryError, match=r"[Nn]o space|full"):
            rebuild_manual(library, before.info.id)
        assert state(manuals) == kept
        assert Library(library.paths).manuals() == [before]
        assert verify_manual(before).damage == ()


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("size", [0, 100, 5000, 30_000])
def test_a_file_that_cannot_grow_is_said_and_the_old_manual_stays(
    library: Library, before: InstalledManual, size: int
) -> None:
    kept = state(library.paths.manuals)
    with pytest.raises(LibraryError, match="could not be written"), no_file_larger_than(size):
        rebuild_manual(library, before.info.id)
    assert state(library.paths.manuals) == kept


@pytest.mark.parametrize("step", ["Reading pages", "Preparing pages", "Indexing pages"])
def test_a_builder_killed_at_any_step_is_said_and_leaves_nothing(
    library: Library, source: Path, before: InstalledManual, step: str
) -> None:
    kept = state(library.paths.manuals)
    killed: list[str] = []

    def kill_builder(progress: BuildProgress) -> None:
        if progress.step == step and not killed:
            children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
            killed.append(children[-1])
            os.kill(int(children[-1]), signal.SIGKILL)

    for number in range(400):  # enough that the builder is at work when it is killed
        (source / f"more-{number}.txt").write_text("x")
    with pytest.raises(SourceError, match="broke off"):
        rebuild_manual(library, before.info.id, progress=kill_builder)
    assert state(library.paths.manuals) == kept
    assert Library(library.paths).manuals() == [before]


KILLED = """
import importlib, os, signal, sys
module, name, when, *arguments = sys.argv[1:]
holder = importlib.import_module(module)
*path, name = name.split(".")
for part in path:
    holder = getattr(holder, part)
original = getattr(holder, name)
def killed(*args, **options):
    if when == "after":
        original(*args, **options)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(holder, name, killed)
from index_builder.__main__ import main
main(arguments)
"""


@pytest.mark.parametrize(
    ("module", "name", "when"),
    [
        ("index_builder.build", "render_page", "before"),
        ("tempfile", "mkdtemp", "after"),
        ("shutil", "copyfile", "after"),
        ("momviewer.manual.writing", "_DatabaseWriter.finish", "after"),
        ("momviewer.search.index.schema", "write_index", "before"),
        ("momviewer.search.index.schema", "write_index", "after"),
        ("os", "fsync", "before"),
        ("momviewer.manual.writing", "install", "before"),
        ("pathlib", "Path.rename", "before"),
        ("pathlib", "Path.rename", "after"),
        ("momviewer.manual.placing", "sync", "before"),
        ("momviewer.manual.writing", "install", "after"),
    ],
)
def test_a_machine_that_stops_at_any_moment_leaves_a_whole_manual(
    library: Library, source: Path, before: InstalledManual, module: str, name: str, when: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED, module, name, when, str(source), str(before.folder), "--json"],
        check=False,
        capture_output=True,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    long_ago = time.time() - 7200
    for left in library.paths.manuals.glob(".*"):
        os.utime(left, (long_ago, long_ago))
    after = Library(library.paths)
    (manual,) = after.manuals()
    assert manual == before
    assert verify_manual(manual).damage == ()
    assert [path.name for path in library.paths.manuals.iterdir()] == [before.info.id]


def assert_readable(library: Library, manual: InstalledManual) -> None:
    assert library.manuals() == [manual]
    assert verify_manual(manual).damage == ()
    bundle: Bundle = library.open(manual.info.id)
    searcher = Searcher([bundle])
    assert searcher.search("ship").hits
    searcher.close()
    bundle.close()


def test_a_library_on_a_read_only_disk_is_read_and_refuses_to_change(library: Library, source: Path) -> None:
    manuals = library.paths.manuals
    with small_disk(manuals):
        manual = add_manual(library, source)
        for left in (".partial-x-1-abc", ".replaced-x"):
            (manuals / left).mkdir()
            os.utime(manuals / left, (0, 0))
        subprocess.run(["mount", "-o", "remount,ro", str(manuals)], check=True)  # noqa: S607
        assert_readable(Library(library.paths), manual)
        with pytest.raises(LibraryError, match="Read-only file system"):
            add_manual(library, source)
        with pytest.raises(LibraryError, match="Read-only file system"):
            rebuild_manual(library, manual.info.id)
        with pytest.raises(LibraryError, match="Read-only file system"):
            remove_manual(library, manual.info.id)
        assert_readable(Library(library.paths), manual)


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_library_without_leave_to_write_is_read_and_refuses_to_change(
    library: Library, source: Path
) -> None:
    manual = add_manual(library, source)
    library.paths.manuals.chmod(0o555)
    try:
        assert_readable(Library(library.paths), manual)
        with pytest.raises(LibraryError, match="Permission denied"):
            rebuild_manual(library, manual.info.id)
        assert_readable(Library(library.paths), manual)
    finally:
        library.paths.manuals.chmod(0o755)
