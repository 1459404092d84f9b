"""Says what is wrong with a query, where, and what to type instead."""

from itertools import islice

from momviewer.query.advice import Diagnostic, Fix, Severity
from momviewer.query.cautions import cautions
from momviewer.query.fixes import LONG
from momviewer.query.lexer import BLANKS
from momviewer.query.parsed import Parsed
from momviewer.query.refusals import refused

__all__ = ["Diagnostic", "Fix", "Severity", "diagnose"]

MOST_DIAGNOSTICS = 8
"""Each has whole corrected queries, so more would take long; nobody reads them. A long query gets one."""


def diagnose(parsed: Parsed) -> list[Diagnostic]:
    """Return what there is to say about a query: the error if it is refused, else the first few warnings.

    They come in the order of the query. A blank query is refused too, but there is nothing to say about it.
    """
    if not parsed.text.strip(BLANKS):
        return []
    if parsed.refusal:
        return [refused(parsed, parsed.refusal)]
    most = MOST_DIAGNOSTICS if len(parsed.text) <= LONG else 1
    found = islice(cautions(parsed), most)
    return sorted(found, key=lambda diagnostic: diagnostic.start)
