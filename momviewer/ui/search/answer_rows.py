"""What is shown of an answer: the rows of the results, and in words what was found or why nothing was."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from momviewer.query.diagnostics import Diagnostic, Severity
from momviewer.query.nodes import Occur
from momviewer.search.answers.quick_open import NameKind
from momviewer.ui.search.query_strip import Chip
from momviewer.ui.search.result_model import ResultRow, query_row
from momviewer.wording import counted

if TYPE_CHECKING:
    from momviewer.search.answers.answering import Answer, Offer
    from momviewer.search.answers.searcher import SearchedAs

TIP = "Try fewer words, or part of a name and a *."
NO_BETTER = "Corrected, it finds nothing either."
WHOLE_PAGES = frozenset({NameKind.TITLE, NameKind.PAGE})


def merged(above: Iterable[ResultRow], hits: Iterable[ResultRow], whole: Iterable[bool]) -> list[ResultRow]:
    """Return the rows of places and names, then those of hits; a hit on what is named above joins it there.

    `whole` says of each row above whether it names a whole page; else it is a place on one.
    """
    left = list(hits)
    rows = []
    for row, is_page in zip(above, whole, strict=True):
        twin = next((hit for hit in left if _same(row, hit, is_page=is_page)), None)
        if twin:
            left.remove(twin)
            row = replace(row, excerpt=twin.excerpt)  # noqa: PLW2901 - the row, with its passage
        rows.append(row)
    return rows + left


def _same(row: ResultRow, hit: ResultRow, *, is_page: bool) -> bool:
    if row.address.page != hit.address.page:
        return False
    return row.title == hit.title if is_page else row.address.anchor == hit.address.anchor


def offer_row(offer: "Offer") -> ResultRow:
    """Return the row of a query to ask instead."""
    return query_row(offer.query, f"{offer.label} · {counted(offer.total, 'page')}")


def first_told(diagnostics: Sequence[Diagnostic], *, hints: bool) -> Diagnostic | None:
    """Return what is said about a query first; hints only where they are wanted."""
    ranked = sorted(diagnostics, key=lambda told: told.severity is Severity.HINT)
    return next((told for told in ranked if hints or told.severity is not Severity.HINT), None)


def how_read(said: "SearchedAs | None") -> str:
    """Say how a text that is no query was read, or "" where it was read as the words it is."""
    if said is None:
        return ""
    mended = "; ".join(f"no page has {word.word}, searched for {word.instead}" for word in said.mended)
    if said.is_text:
        return f"Searched as text, word by word{'; ' if mended else ''}{mended}."
    return f"{mended[:1].upper()}{mended[1:]}." if mended else ""


def chips(answer: "Answer") -> list[Chip]:
    """Return the clauses of a query with what each finds alone."""
    result = answer.result
    if result is None or len(result.clauses) != len(answer.readings):
        return [Chip(reading.occur, reading.text) for reading in answer.readings]
    return [
        Chip(reading.occur, reading.text, count, blocks=place in result.blocking)
        for place, (reading, count) in enumerate(zip(answer.readings, result.clauses, strict=True))
    ]


def summary(answer: "Answer", *, named: int) -> str:
    """Say how much was found beside the names, or why nothing was."""
    result = answer.result
    if result is None:
        told = first_told(answer.diagnostics, hints=False)
        return told.message if told else ""
    if not result.total:
        return "By name only: no page has it as typed." if named else nothing(answer)
    best = f", the best {len(result.hits)} shown" if len(result.hits) < result.total else ""
    return f"{counted(result.total, 'page')}{best} · {result.seconds:.3f} s"


def nothing(answer: "Answer") -> str:
    """Say that no page is found, and which part of the query causes it."""
    blocking = [chip for chip in chips(answer) if chip.blocks]
    if len(answer.readings) > 1 and blocking:
        absent = [chip.text for chip in blocking if not chip.count]
        if absent:
            return f"Nothing is found: no page has {' or '.join(absent)}."
        if len(blocking) == 1:
            why = (
                "excludes what is left"
                if blocking[0].occur is Occur.MUST_NOT
                else "is on none of the others' pages"
            )
            return f"Nothing is found: {blocking[0].text} {why}."
        return f"Nothing is found: no page has all of {', '.join(chip.text for chip in blocking)}."
    return f"Nothing is found for {answer.asked}."
