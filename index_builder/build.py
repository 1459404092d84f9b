"""The steps from a source folder to a bundle, in order, with progress."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from index_builder.intake.archive import opened
from index_builder.intake.pictures import fault_of
from index_builder.pages.anchors import anchors_of
from index_builder.pages.clean import clean
from index_builder.pages.model import BuildReport, SourceManual, SourcePage
from index_builder.render.render import render_page
from index_builder.sources.common.files import attempt, legible
from index_builder.sources.detection import locate_manual
from index_builder.steps.indexing import DocumentWriter, indexing
from index_builder.steps.links import Targets, resolve_links
from index_builder.steps.lists import captions_of, complete_items
from index_builder.steps.numbers import number_examples
from index_builder.steps.write import documents
from momviewer.manual.bundle import Report
from momviewer.manual.model import Counts, DanglingLink, ManualInfo, NumberedItem, Page, PageKind
from momviewer.manual.source import fingerprint
from momviewer.manual.writing import BundleContent, write_bundle

SET = re.compile(r"^(?:\S+\s+)*?\S*\d\S*(?=\s+[^\sa-z]|\s*$)")
"""The product of a title, up to its version: "Momentum 4" of "Momentum 4 Reference Manual".

"Momentum 4.x and later" is no product with a name of a manual behind it.
"""


@dataclass(frozen=True, slots=True)
class Options:
    """What the reader decides about a manual; an empty title or set is taken from the source.

    `part` is the folder of the manual inside the source, where that holds several; `numbered` are folders of
    built manuals whose numbers may be given to examples that lost theirs.
    """

    id: str
    title: str = ""
    set: str = ""
    part: str = ""
    numbered: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: the step in plain words, how many of how many pages are done, and which is next."""

    step: str
    done: int
    total: int
    page: str = ""


@dataclass(frozen=True, slots=True)
class Built:
    """What came of a build."""

    info: ManualInfo
    report: Report


def build(source: Path, target: Path, options: Options, progress: Callable[[Progress], None]) -> Built:
    """Build the manual in a folder or an archive into the bundle `target` and return what came of it.

    Raises SourceError where the source is no manual, and LibraryError where the bundle cannot be written;
    whatever stood at `target` is then as it was.
    """
    with opened(source, lambda done, total: progress(Progress("Unpacking files", done, total))) as folder:
        return _build(source, folder, target, options, progress)


def _build(
    source: Path, folder: Path, target: Path, options: Options, progress: Callable[[Progress], None]
) -> Built:
    """Build the manual that `source` holds, which can be read below `folder`."""
    folder, form = locate_manual(folder, options.part)
    manual = form.read(folder, lambda *far: progress(Progress("Reading pages", *far)))
    if not manual.numbers_examples:
        number_examples(manual, options.numbered)
    _sort_pages(manual)
    _report_missing_pages(manual)
    _take_sound_pictures(manual)
    with indexing(len(manual.pages)) as write_documents:
        return _written(manual, source, target, options, progress, write_documents)


def _written(
    manual: SourceManual,
    source: Path,
    target: Path,
    options: Options,
    progress: Callable[[Progress], None],
    write_documents: DocumentWriter,
) -> Built:
    """Clean and write a manual that has been read."""
    targets = _clean_pages(manual, progress)
    dangling: list[DanglingLink] = []
    title = options.title or legible(manual.title)
    product = SET.match(title)
    content = BundleContent(
        info=ManualInfo(
            id=options.id,
            title=title,
            edition=manual.edition,
            set=options.set or (product[0] if product else title),
            form=manual.form,
            source=str(source.absolute()),
            fingerprint=fingerprint(source),
            counts=Counts(),
        ),
        pages=_finished_pages(manual, targets, dangling, progress),
        contents=manual.contents,
        items=manual.items,
        dangling=dangling,
        chapters=manual.chapters,
        report=_final(manual.report),
    )
    info = write_bundle(
        target,
        content,
        sorted(manual.images.items()),
        lambda folder, pages: write_documents(folder, documents(content.items, pages)),
    )
    progress(Progress("Done", info.counts.pages, info.counts.pages))
    return Built(info, content.report)


def _final(report: BuildReport) -> Report:
    problems = tuple(map(legible, report.problems))
    return Report(dict(report.left_out.most_common()), problems, tuple(report.notes))


def _sort_pages(manual: SourceManual) -> None:
    """Bring the pages into reading order: title page, contents, and what the contents do not name."""
    order: dict[str, int] = {}
    for top in manual.contents:
        for entry in top.walk():
            order.setdefault(entry.page, len(order))
    last = len(order)
    manual.pages.sort(key=lambda page: (page.kind is not PageKind.TITLE, order.get(page.id, last)))


def _report_missing_pages(manual: SourceManual) -> None:
    """Say which pages the contents name and the manual does not hold."""
    held = {page.id for page in manual.pages}
    named = dict.fromkeys(entry.page for top in manual.contents for entry in top.walk())
    if missing := [page for page in named if page and page not in held]:
        pages = "a page" if len(missing) == 1 else f"{len(missing)} pages"
        manual.report.problems.append(
            f"The contents name {pages} that the source lacks: {', '.join(missing)}."
        )


def _take_sound_pictures(manual: SourceManual) -> None:
    """Leave out the files that are no pictures, or could do harm as such; pages say that they are missing."""
    for name, file in list(manual.images.items()):
        try:
            fault = fault_of(file)
        except OSError as error:
            fault = f"cannot be read: {error.strerror}"
        if fault:
            del manual.images[name]
            manual.report.left_out["picture"] += 1
            manual.report.problems.append(f"The picture {name} was left out: it {fault}.")


def _clean_pages(manual: SourceManual, progress: Callable[[Progress], None]) -> Targets:
    """Clean every page, complete the manual's lists, and return what its links can point at."""
    captions: list[NumberedItem] = []
    anchors: dict[str, set[str]] = {}
    lost: list[str] = []
    for page in _told("Preparing pages", manual.pages, len(manual.pages), progress):
        if attempt(page.file, manual.report, partial(_cleaned, page, manual.report)) is None:
            lost.append(page.id)
            continue
        captions += captions_of(page)
        anchors[page.id] = anchors_of(page.body)
    manual.pages.remove(lost)
    manual.items = complete_items(manual, captions, anchors)
    return Targets.of(anchors)


def _cleaned(page: SourcePage, report: BuildReport) -> SourcePage:
    clean(page.body, report.left_out)
    return page


def _finished_pages(
    manual: SourceManual,
    targets: Targets,
    dangling: list[DanglingLink],
    progress: Callable[[Progress], None],
) -> Iterator[Page]:
    """Link and write one page after the other; gathers the links that lead nowhere."""
    for page in _told("Indexing pages", manual.pages.drain(), len(manual.pages), progress):
        dangling += resolve_links(page, targets)
        yield render_page(page)


def _told(
    step: str, pages: Iterable[SourcePage], total: int, progress: Callable[[Progress], None]
) -> Iterator[SourcePage]:
    """Yield the pages, telling how many are done."""
    for done, page in enumerate(pages):
        progress(Progress(step, done, total, page.file.name))
        yield page
