"""What is said about a query: how grave it is, which part it is about, and what to type instead."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Whether a query is refused for it, probably means something else, or might."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Fix:
    """A whole corrected query, and what it does."""

    label: str
    query: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """What is wrong with a part of a query (in code points), in one line, and what to type instead."""

    code: str
    severity: Severity
    start: int
    end: int
    message: str
    fixes: tuple[Fix, ...] = ()
