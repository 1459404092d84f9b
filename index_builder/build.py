"""Runs the steps from a source to a bundle in their order, and reports the progress."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path

from index_builder.intake.archive import opened
from index_builder.intake.drawings import Drawings
from index_builder.pages.anchors import anchors_of
from index_builder.pages.clean import clean
from index_builder.pages.guard import BuildReport, PageGuard, Supervision
from index_builder.pages.model import SourceManual, SourcePage
from index_builder.render.languages import own_languages
from index_builder.render.render import render_page
from index_builder.sources.common.files import legible
from index_builder.sources.detection import locate_manual
from index_builder.steps.definitions import make_definitions, note_uses
from index_builder.steps.indexing import DocumentWriter, indexing
from index_builder.steps.links import Targets, resolve_links
from index_builder.steps.lists import captions_of, complete_items
from index_builder.steps.names import with_names
from index_builder.steps.numbers import number_examples
from index_builder.steps.parts import PageParts, fit_page
from index_builder.steps.pictures import point_at_pictures, take_pictures
from index_builder.steps.write import Document, DocumentMaker
from momviewer.errors import LibraryError, SourceError
from momviewer.manual.bundle import Report
from momviewer.manual.checked.page_html import check_layout
from momviewer.manual.model import Counts, DanglingLink, ItemKind, ManualInfo, NumberedItem, Page, PageKind
from momviewer.manual.source import fingerprint, name_of
from momviewer.manual.writing import BundleContent, write_bundle
from momviewer.progress import DONE, BuildProgress

SET = re.compile(r"^(?:\S+\s+)*?\S*\d\S*(?=\s+[^\sa-z]|\s*$)")
"""Finds the product in a title, up to its version: "Momentum 4" in "Momentum 4 Reference Manual".

It finds none in "Momentum 4.x and later", where no name of a manual stands behind the version.
"""


@dataclass(frozen=True, slots=True)
class Options:
    """What the reader chose for a manual; an empty title or set is taken from the source.

    `part` is the manual's folder in a source of several. `numbered` are folders of built manuals that lend
    their numbers to examples that lost theirs. `supervision` tells where to note the page at hand.
    """

    id: str
    title: str = ""
    set: str = ""
    part: str = ""
    numbered: tuple[Path, ...] = ()
    supervision: Supervision = field(default_factory=Supervision)


@dataclass(frozen=True, slots=True)
class Built:
    """The outcome of a build: the manual, and what was left out."""

    info: ManualInfo
    report: Report


def build(source: Path, target: Path, options: Options, progress: Callable[[BuildProgress], None]) -> Built:
    """Build the manual of a folder or an archive into the bundle `target`.

    Raises SourceError if the source is no manual, and LibraryError if the bundle cannot be written; a bundle
    at `target` is then as it was. The folder for `target` is made now or never: where it goes meanwhile, who
    made it has been killed, and nobody waits for the bundle.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(f"{target.parent} cannot be written: {error.strerror}.") from error
    with opened(source, lambda *far: progress(BuildProgress("Unpacking files", *far))) as folder:
        return _build(source, folder, target, options, progress)


def _build(
    source: Path, folder: Path, target: Path, options: Options, progress: Callable[[BuildProgress], None]
) -> Built:
    """Build the manual of `source`, whose files are in `folder`."""
    given = folder
    folder, form = locate_manual(folder, options.part)
    guard = PageGuard(folder, options.supervision, given)
    manual = form.read(folder, lambda *far: progress(BuildProgress("Reading pages", *far)), guard)
    if not manual.numbers_examples:
        number_examples(manual, options.numbered)
    _sort_pages(manual)
    _report_missing_pages(manual)
    with closing(Drawings()) as made:
        renamed = take_pictures(manual, made)
        with indexing(len(manual.pages)) as write_documents:
            targets = _clean_pages(manual, renamed, progress)
            finishing = _Finishing(manual, targets, progress)
            return _written(finishing, source, target, options, write_documents)


def _own_title(manual: SourceManual, source: Path) -> str:
    """Return the title of a manual; one page that would be called after its folder has a title of its own."""
    named_after_folder = manual.title in {source.name, name_of(source)}
    only = next(iter(manual.pages)) if len(manual.pages) == 1 else None
    return only.title if only and only.title and named_after_folder else manual.title


def _written(
    finishing: "_Finishing", source: Path, target: Path, options: Options, write_documents: DocumentWriter
) -> Built:
    """Write the bundle of a manual whose pages are clean."""
    manual = finishing.manual
    title = options.title or legible(_own_title(manual, source))
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
        pages=finishing.pages(),
        contents=manual.contents,
        items=manual.items,
        dangling=finishing.dangling,
        chapters=manual.chapters,
        report=lambda: _final(manual.report),
    )
    info = write_bundle(
        target,
        content,
        sorted(manual.images.items()),
        lambda folder, pages: write_documents(folder, map(finishing.document, pages)),
    )
    finishing.progress(BuildProgress(DONE, info.counts.pages, info.counts.pages))
    return Built(info, content.report())


def _final(report: BuildReport) -> Report:
    problems = tuple(map(legible, report.problems))
    return Report(dict(report.left_out.most_common()), problems, tuple(report.notes))


def _sort_pages(manual: SourceManual) -> None:
    """Sort the pages in reading order: title page, contents, then pages that the contents do not name.

    The title pages of books that the contents name stand there, before their chapters.
    """
    order: dict[str, int] = {}
    for top in manual.contents:
        for entry in top.walk():
            order.setdefault(entry.page, len(order))
    last = len(order)

    def place(page: SourcePage) -> tuple[bool, float]:
        is_above_all = page.kind is PageKind.TITLE and page.id not in order
        return not is_above_all, order.get(page.id, last)

    manual.pages.sort(place)


def _report_missing_pages(manual: SourceManual) -> None:
    """Report the pages that the contents name and the manual does not have."""
    held = {page.id for page in manual.pages}
    named = dict.fromkeys(entry.page for top in manual.contents for entry in top.walk())
    if missing := [page for page in named if page and page not in held]:
        pages = "a page" if len(missing) == 1 else f"{len(missing)} pages"
        manual.report.problems.append(
            f"The contents name {pages} that the source lacks: {', '.join(missing)}."
        )


def _clean_pages(
    manual: SourceManual, renamed: Mapping[str, str], progress: Callable[[BuildProgress], None]
) -> Targets:
    """Clean every page and complete the manual's lists; return the anchors that links can lead to."""
    captions: list[NumberedItem] = []
    anchors: dict[str, set[str]] = {}
    splitting, own_names = PageParts(manual), own_languages(manual.title)
    done, total = count(), len(manual.pages)

    def prepare(page: SourcePage) -> None:
        progress(BuildProgress("Preparing pages", next(done), total, page.file.name))
        clean(page.body, manual.report.left_out)
        point_at_pictures(page.body, renamed)
        make_definitions(page.body)

    def fit(page: SourcePage) -> None:
        parts = splitting.split(page, fit_page(page, manual.report, own_names))
        own: dict[tuple[ItemKind, str], NumberedItem] = {}
        for caption in [caption for part in parts for caption in captions_of(part)]:
            own.setdefault((caption.kind, caption.number), caption)  # it may go on in the next part
        anchors.update((part.id, anchors_of(part.body)) for part in parts)
        splitting.add(parts)
        captions.extend(own.values())

    manual.pages.each(prepare)
    note_uses(manual.pages)
    manual.pages.each(fit)
    splitting.finish()
    kept = {page.id: anchors[page.id] for page in manual.pages}
    manual.items = complete_items(manual, captions, kept)
    return Targets.of(kept, splitting.parts)


class _Finishing:
    """Resolves the links of each page and renders it, for the bundle and for its index.

    If that fails, the page is left out although others link to it: the window says that it is missing.
    """

    def __init__(
        self, manual: SourceManual, targets: Targets, progress: Callable[[BuildProgress], None]
    ) -> None:
        self.manual, self._targets, self.progress = manual, targets, progress
        self._make_document = DocumentMaker(manual.items)
        self._documents: dict[str, Document] = {}
        self._own = own_languages(manual.title)
        self.dangling: list[DanglingLink] = []
        """The links so far that lead nowhere."""

    def pages(self) -> Iterator[Page]:
        """Yield the finished pages. Raises SourceError where there is none."""
        kept, total = 0, len(self.manual.pages)
        for done, page in enumerate(self.manual.pages.drain()):
            self.progress(BuildProgress("Indexing pages", done, total, page.file.name))
            finished = self.manual.pages.guard.attempt(page.file, partial(self._finish, page), page.id)
            if finished is not None:
                kept += 1
                yield finished
        if not kept:
            problems = " ".join(self.manual.report.problems[-3:])
            raise SourceError(f"No page of the manual could be written. {problems}")

    def document(self, page: Page) -> Document:
        """Return the texts of a finished page for the index, once."""
        return self._documents.pop(page.info.id)

    def _finish(self, page: SourcePage) -> Page:
        dangling = resolve_links(page, self._targets)
        finished = with_names(render_page(page, self._own), self.manual.names.get(page.id, ()))
        if not page.is_small:
            check_layout(finished.html)
        self._documents[page.id] = self._make_document(finished)
        self.dangling += dangling
        return finished
