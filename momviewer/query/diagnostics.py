"""The types of what is said about a query; they are apart from what makes them, since a start loads them."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Whether the query is refused, probably means something else, or might mean something else."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Fix:
    """A whole corrected query, with a label that says what it does."""

    label: str
    query: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """What is wrong with the code points `start` to `end` of a query, in a line, with whole corrections."""

    code: str
    severity: Severity
    start: int
    end: int
    message: str
    fixes: tuple[Fix, ...] = ()
