"""Words in a row, with slop: a table of how far apart they stand, and of where a phrase begins."""

from collections.abc import Sequence

import pytest

from momviewer.search.ranking.phrases import phrase_starts

NEVER = 99


def starts(phrase: str, page: str, slop: int) -> Sequence[int]:
    """Return where a phrase begins on a page; both are words with blanks between."""
    words, stored = phrase.split(), page.split()
    positions = [
        {7: places} if (places := [place for place, other in enumerate(stored) if other == word]) else {}
        for word in words
    ]
    return phrase_starts(words, positions, slop).get(7, ())


@pytest.mark.parametrize(
    ("phrase", "page", "least"),
    [
        ("a b", "a b", 0),
        ("a b", "x a b x", 0),
        ("a b", "a x b", 1),
        ("a b", "a x x b", 2),
        ("a b", "b a", 2),  # Lucene's count: each of the two moves by one
        ("a b", "b x a", 3),
        ("a b", "b x x a", 4),
        ("a b", "b a x x x x b", 2),
        ("a b", "a", NEVER),
        ("a b c", "a b c", 0),
        ("a b c", "a x b c", 1),
        ("a b c", "a b x c", 1),
        ("a b c", "a x b x c", 2),
        ("a b c", "a c b", 2),
        ("a b c", "b a c", 2),
        ("a b c", "b c a", 3),
        ("a b c", "c a b", 3),
        ("a b c", "c b a", 4),
        ("a b c", "a b x b c", 2),
        ("a b c", "a b", NEVER),
        ("a a", "a", NEVER),
        ("a a", "a a", 0),
        ("a a", "a x a", 1),
        ("a a", "a x x a", 2),
        ("a a", "a x x x a x a", 1),
        ("a b a", "a b a", 0),
        ("a b a", "a b x a", 1),
        ("a b a", "a x b a", 1),
        ("a b a", "b a a", 2),
        ("a b a", "a a b", 2),
        ("a b a", "a b", NEVER),
        ("a a b", "b a a", 3),
        ("a a a", "a a", NEVER),
        ("a a a", "a x a x a", 2),
        ("a b a b", "a b a b", 0),
        ("a b a b", "a b b a", 2),
    ],
)
def test_a_phrase_is_found_from_this_slop_on(phrase: str, page: str, least: int) -> None:
    for slop in range(8):
        assert bool(starts(phrase, page, slop)) == (slop >= least), slop


@pytest.mark.parametrize(
    ("phrase", "page", "slop", "begins"),
    [
        ("a b", "a b x a b", 0, [0, 3]),
        ("a b", f"{'x ' * 7}a b {'x ' * 7}a b", 0, [7, 16]),
        ("a b", "x a b x x a x b", 1, [1, 5]),
        ("a b", "a b x a b", 1, [0, 3]),
        ("a b", "a a b", 1, [1]),  # the shorter stretch alone
        ("a b", "a x b b", 1, [0]),
        ("a b", "a b b", 1, [0]),
        ("a b", "b a b", 2, [-1, 1]),
        ("a b c", "a x b c x a b c", 1, [0, 5]),
    ],
)
def test_a_phrase_begins_where_its_words_would_have_it(
    phrase: str, page: str, slop: int, begins: list[int]
) -> None:
    assert list(starts(phrase, page, slop)) == begins


def test_only_pages_with_every_word_have_a_phrase() -> None:
    positions = [{1: [0], 2: [0], 3: [4]}, {2: [1], 3: [9]}]
    assert dict(phrase_starts(["a", "b"], positions, 0)) == {2: [0]}
    assert dict(phrase_starts(["a", "b"], positions, 4)) == {2: [0], 3: [4]}
