"""A small manual of our own that tests of several parts use."""

from pathlib import Path

from index_builder.pages.guard import PageGuard
from index_builder.pages.model import SourceManual
from index_builder.sources.common.form import Reader
from index_builder.steps.write import DocumentMaker
from momviewer.manual.bundle import Report
from momviewer.manual.model import (
    Counts,
    DanglingLink,
    Heading,
    ItemKind,
    ManualInfo,
    NumberedItem,
    Page,
    PageInfo,
    PageKind,
    Snippet,
    TocEntry,
)
from momviewer.manual.writing import BundleContent, write_bundle
from momviewer.search.index.schema import write_index

CODE = 'peer "192.0.2.7" {\n\tport = 2025\n}'
TEXT = f"Listeners\nEach listener has a port.\nExample 3.1 Peers\n{CODE}\nPorts below 1024 need root."
CODE_START = TEXT.index("peer")


def sample_content() -> BundleContent:
    """Return a manual of two pages with one example, one figure and one dangling link."""
    listeners = Page(
        PageInfo("listeners", "Listeners", "3.1", PageKind.SECTION, up="conf", next="queues"),
        html="<h1>Listeners</h1>",
        text=TEXT,
        headings=(Heading("listeners", 1, "3.1", "Listeners", 0),),
        snippets=(Snippet("snippet-1", "momentum", CODE, "3.1"),),
        anchors=(("peer", TEXT.index("Example")), ("snippet-1", CODE_START)),
        code_spans=((CODE_START, CODE_START + len(CODE)),),
    )
    queues = Page(
        PageInfo("queues", "Queues", "3.2", PageKind.SECTION, up="conf", previous="listeners"),
        html="<h1>Queues</h1>",
        text="Queues\nmsys.queue.length tells how many messages wait.",
        headings=(Heading("", 1, "3.2", "Queues", 0),),
        snippets=(),
    )
    return BundleContent(
        info=ManualInfo("sample", "Sample 1 Manual", "1", "Sample 1", "markdown", "/none", "f", Counts()),
        pages=(listeners, queues),
        contents=(
            TocEntry(
                "Configuration",
                "3",
                "conf",
                kind=PageKind.CHAPTER,
                children=(
                    TocEntry("Listeners", "3.1", "listeners", kind=PageKind.SECTION),
                    TocEntry("Queues", "3.2", "queues", kind=PageKind.SECTION, purpose="what waits"),
                ),
            ),
        ),
        items=(
            NumberedItem(ItemKind.EXAMPLE, "3.1", "Peers", "listeners", "peer"),
            NumberedItem(ItemKind.FIGURE, "3.1", "Flow", "queues", ""),
        ),
        dangling=(DanglingLink("queues", "gone#there", "see there"),),
        report=lambda: Report({"<script>": 2}, ("page.php has no title.",)),
    )


def write_sample(folder: Path) -> None:
    """Write the sample manual with its index to `folder`."""
    write_manual(folder, sample_content())


def write_manual(folder: Path, content: BundleContent) -> None:
    """Write a manual with its index to `folder`."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    write_bundle(
        folder, content, [], lambda index, pages: write_index(index, map(DocumentMaker(content.items), pages))
    )


def read_with(reader: Reader, folder: Path) -> SourceManual:
    """Read a folder as a manual of the reader's form."""
    return reader(folder, lambda *_far: None, PageGuard(folder))
