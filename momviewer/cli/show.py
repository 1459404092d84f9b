"""`momviewer show`: prints an example, a page or a section, or just the code of it."""

import sys

from momviewer.cli.output import manual_at_hand, print_json, print_manual_read, repaired_library, with_repair
from momviewer.cli.page_text import page_text
from momviewer.errors import NotFoundError
from momviewer.library.targets import TargetNotFoundError, opened_target
from momviewer.manual.bundle import Bundle
from momviewer.manual.checked.damage import damaged
from momviewer.manual.model import ItemKind, Page, Snippet
from momviewer.manual.targets import Target, read_target
from momviewer.paths import Paths


def run(paths: Paths, text: str, *, manual: str, code: bool, as_json: bool) -> int:
    """Print what `text` names; raises NotFoundError where no manual holds it or it has no code.

    Raises UsageError where it can name nothing, or several places.
    """
    library = repaired_library(paths)

    def show() -> None:
        with opened_target(library, text, manual, reading=manual_at_hand(paths)) as (bundle, target):
            if not (manual or read_target(text).manual):
                print_manual_read(library, bundle.info)
            _print(bundle, target, code=code, as_json=as_json)

    try:
        with_repair(library, show)
    except TargetNotFoundError as error:
        if error.has_reason:
            raise
        raise NotFoundError(f"{error} To look for words, use: momviewer search") from error
    return 0


def _print(bundle: Bundle, target: Target, *, code: bool, as_json: bool) -> None:
    page = bundle.page(target.page)
    if page is None:
        if target.page in {link.target.partition("#")[0] for link in bundle.dangling()}:
            raise NotFoundError(f"{bundle.info.title} names the page {target.page} but does not hold it.")
        raise damaged(bundle.folder, f"page {target.page} is missing")
    if code and target.lost_anchor:  # what is copied from here is to be what was asked for, or nothing
        raise NotFoundError(f"The page {target.page} has no anchor {target.lost_anchor}.")
    if target.note:
        sys.stderr.write(f"momviewer: {target.note}\n")
    if code:
        # bytes, so that no platform's line ends get between the source and the reader's terminal
        end = "\n" if sys.stdout.isatty() else ""  # so that the prompt stands on a line of its own
        sys.stdout.buffer.write(f"{_code(bundle, page, target)}{end}".encode())
    elif as_json:
        print_json(_as_json(bundle, page, target))
    else:
        sys.stdout.write(f"{_text(bundle, page, target)}\n")


def _code(bundle: Bundle, page: Page, target: Target) -> str:
    blocks = _snippets(bundle, page, target)
    if not blocks:
        raise NotFoundError(f"{target.title} (page {page.info.id}) has no code.")
    return "\n\n".join(snippet.text for snippet in blocks)


def _snippets(bundle: Bundle, page: Page, target: Target) -> list[Snippet]:
    """Return the code that a target means: an example's, the snippets below an anchor, or a page's."""
    if target.kind == ItemKind.EXAMPLE:
        return [snippet for snippet in page.snippets if snippet.number == target.number]
    start, end, _ = _extent(bundle, page, target)
    places = dict(page.anchors)
    return [snippet for snippet in page.snippets if start <= places.get(snippet.id, -1) < end]


def _extent(bundle: Bundle, page: Page, target: Target) -> tuple[int, int, str]:
    """Return the range of the page's text that a target means, and the anchor that it ends at, or "".

    It is from the target's anchor to the next heading; an example, figure or table ends at the next one as
    well, so that what is said below it belongs to it.
    """
    if not target.anchor:
        return 0, len(page.text) + 1, ""
    places = dict(page.anchors)
    start = places.get(target.anchor, 0)
    level = next((h.level for h in page.headings if h.offset == start), 6)
    ends = [(h.offset, h.anchor) for h in page.headings if h.offset > start and h.level <= level]
    if target.kind in set(ItemKind):
        anchors = (item.anchor for item in bundle.items() if item.page == page.info.id)
        ends += [(offset, anchor) for anchor in anchors if (offset := places.get(anchor, 0)) > start]
    return start, *min(ends, default=(len(page.text) + 1, ""))


def _text(bundle: Bundle, page: Page, target: Target) -> str:
    _, _, end = _extent(bundle, page, target)
    return page_text(page, target.anchor, end)


def _as_json(bundle: Bundle, page: Page, target: Target) -> dict[str, object]:
    return {
        "manual": bundle.info.id,
        "page": page.info.id,
        "anchor": target.anchor,
        "kind": target.kind or page.info.kind.value,
        "number": target.number or page.info.number,
        "title": target.title or page.info.title,
        **({"note": target.note} if target.note else {}),
        "text": _text(bundle, page, target),
        "snippets": [
            {"id": s.id, "language": s.language, "number": s.number, "text": s.text}
            for s in _snippets(bundle, page, target)
        ],
    }
