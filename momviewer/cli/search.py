"""`momviewer search`: prints the pages that a query finds."""

import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import asdict
from pathlib import Path

from momviewer.cli.output import (
    answer_lines,
    manual_at_hand,
    print_json,
    print_manual_read,
    repaired_library,
    with_repair,
)
from momviewer.errors import DamagedBundleError, RefusedQueryError
from momviewer.library.library import Library
from momviewer.library.targets import foremost
from momviewer.manual.bundle import open_bundle
from momviewer.manual.links import Address
from momviewer.manual.model import distinct_names
from momviewer.paths import Paths
from momviewer.query.diagnose import diagnose
from momviewer.query.parser import parse
from momviewer.search.answers.searcher import SearchedAs, Searcher, SearchResult
from momviewer.search.answers.spelling import Correction
from momviewer.wording import counted, numbered


def run(
    paths: Paths, query: str, *, manual: str, all_manuals: bool, limit: int, as_json: bool, batch: bool
) -> int:
    """Print what a query finds and return 1 where that is nothing; with `batch` answer each line of input.

    Raises RefusedQueryError with what is wrong with the query, and what is wrong with the manuals.
    """
    library = repaired_library(paths)
    chosen = _chosen(library, paths, manual, all_manuals=all_manuals)
    if batch:
        searcher, opened = with_repair(library, lambda: _opened(chosen))
        with opened:
            return answer_lines(lambda line: _answer(searcher, line, limit))
    result, meant = with_repair(library, lambda: _searched(chosen, query, limit))
    if as_json:
        print_json(as_object(result))
    elif result.hits:
        several = len(chosen) > 1
        _print(result, distinct_names(known.info for known in library.manuals()) if several else {})
    else:
        sys.stderr.write(f"momviewer: nothing found for {query!r}.{_instead(meant)}\n")
    return 0 if result.total else 1


def _searched(folders: Sequence[Path], query: str, limit: int) -> tuple[SearchResult, list[Correction]]:
    """Return what a query finds, and what was meant if that is nothing."""
    searcher, opened = _opened(folders)
    with opened:
        try:
            result = searcher.search(query, limit)
        except RefusedQueryError:
            raise RefusedQueryError(_refusal(query)) from None
        return result, [] if result.total else searcher.corrections(query)


def _answer(searcher: Searcher, query: str, limit: int) -> dict[str, object]:
    """Return what a query of a batch finds, or for one that is refused also why."""
    try:
        return as_object(searcher.search(query, limit))
    except RefusedQueryError:
        return {"query": query, "total": 0, "hits": [], "error": _refusal(query)}
    except DamagedBundleError as error:
        return {"query": query, "total": 0, "hits": [], "error": str(error)}


def _refusal(query: str) -> str:
    """Say why a query cannot be read, and what to type instead."""
    told = diagnose(parse(query))
    if not told:
        return "There is nothing to search for: the query is empty."
    instead = f" Try: {told[0].fixes[0].query}" if told[0].fixes else ""
    return f"The query cannot be read. {told[0].message}{instead}"


def _instead(meant: Sequence[Correction]) -> str:
    return (
        f" Did you mean {' or '.join(repr(correction.query) for correction in meant[:3])}?" if meant else ""
    )


def _opened(folders: Sequence[Path]) -> tuple[Searcher, ExitStack]:
    """Return what searches the manuals in these folders, and what closes them."""
    with ExitStack() as stack:
        bundles = [stack.enter_context(open_bundle(folder)) for folder in folders]
        searcher = stack.enter_context(closing(Searcher(bundles)))
        return searcher, stack.pop_all()


def _chosen(library: Library, paths: Paths, manual: str, *, all_manuals: bool) -> list[Path]:
    """Return the folder of the manual asked for, of every manual, or of the one read, else added last."""
    if manual:
        return [library.find(manual).folder]
    manuals = library.manuals()
    if all_manuals:
        return [installed.folder for installed in manuals]
    at_hand = manual_at_hand(paths)
    read = [installed for installed in manuals if installed.info.id == at_hand and not installed.trouble]
    taken = [*read, *foremost(manuals)][:1]
    for installed in taken:
        print_manual_read(library, installed.info)
    return [installed.folder for installed in taken]


def as_object(result: SearchResult) -> dict[str, object]:
    """Return a result as the JSON object that `--json` prints."""
    return {
        "query": result.query,
        **({"searched_as": _searched_as(result.searched_as)} if result.searched_as else {}),
        "total": result.total,
        "hits": [
            {
                "manual": hit.manual,
                "page": hit.page,
                "anchor": hit.anchor,
                "number": hit.number,
                "title": hit.title,
                "score": round(hit.score, 4),
                "excerpt": hit.excerpt.text,
                **({"apart": True} if hit.apart else {}),
                **({"elsewhere": [asdict(other) for other in hit.elsewhere]} if hit.elsewhere else {}),
            }
            for hit in result.hits
        ],
    }


def _searched_as(said: SearchedAs) -> dict[str, object]:
    """Say how a text that is no query was read: the query for the same pages, and the words mended."""
    mended = {word.word: word.instead for word in said.mended}
    return {"kind": said.kind.value, "query": said.query, "mended": mended}


def _told(said: SearchedAs) -> str:
    """Say in a line how a text was read that is no query, or "" where it was read as the words it is."""
    parts = ["searched as text"] if said.is_text else []
    parts += [f"no page has {word.word}: searched for {word.instead}" for word in said.mended]
    return "; ".join(parts)


def _print(result: SearchResult, names: Mapping[str, str]) -> None:
    """Print the hits, each with its manual where `names` say what several are called."""
    if result.searched_as and (told := _told(result.searched_as)):
        sys.stderr.write(f"momviewer: {told}.\n")
    sys.stdout.write(f"{counted(result.total, 'page')}\n")
    for hit in result.hits:
        address = Address(hit.page, hit.anchor, hit.manual if names else "")
        sys.stdout.write(f"\n{numbered(hit.number, hit.title)}  {address}\n")
        if names:
            others = ", ".join(names[other.manual] for other in hit.elsewhere)
            sys.stdout.write(f"    {names[hit.manual]}{f'; also in {others}' if others else ''}\n")
        sys.stdout.write(f"    {hit.excerpt.text}\n")
