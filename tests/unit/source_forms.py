"""The forms of sources that tests of faults spoil, and what the library holds of them."""

from dataclasses import dataclass
from pathlib import Path

from index_builder.build import Built, Options, build
from momviewer.library.importing import report_of
from momviewer.library.library import InstalledManual, Library
from momviewer.manual.model import Page

DOCUMENTS = Path(__file__).parent / "documents"


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


def put(library: Library, source: Path) -> InstalledManual:
    """Build a manual into the library without a process of its own."""
    build(source, library.paths.manuals / "harbour", Options("harbour"), lambda _progress: None)
    return library.find("harbour")


def built(source: Path) -> Built:
    """Build a manual beside its source."""
    return build(source, source.parent / "built", Options("harbour"), lambda _progress: None)


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
