"""Whether a clause has to match; apart from the tree's nodes, which a start does not load."""

from enum import StrEnum


class Occur(StrEnum):
    """Whether a page must, may or must not match a clause."""

    MUST = "MUST"
    SHOULD = "SHOULD"
    MUST_NOT = "MUST_NOT"
