"""Text that means the same reads the same, and what is found in it is marked where it stands."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from momviewer.folding import FoldedText, TextPattern, fold

SAME = [
    ("ROPE", "rope"),
    ("ﬁle", "file"),
    ("cafe\u0301", "cafe"),
    ("café", "cafe"),
    ("Straße", "strasse"),
    ("İstanbul", "istanbul"),
    ("ΣΟΦΟΣ", "σοφοσ"),
    ("σοφός", "σοφοσ"),
    ("so\u00adft hy\u200bphen\u2060s", "soft hyphens"),
    ("“rope” – knot…", '"rope" - knot...'),
    ("it’s", "it's"),
    ("no\u00a0break", "no break"),
    ("ﾊﾝｶｸ", "ハンカク"),
    ("か\u3099", "が"),
    ("한국어", "한국어"),
    ("Łódź", "lodz"),
    ("ёлка", "елка"),
]


@pytest.mark.parametrize(("written", "read"), SAME)
def test_what_means_the_same_reads_the_same(written: str, read: str) -> None:
    assert fold(written) == read


@pytest.mark.parametrize(("written", "read"), SAME)
def test_what_is_found_is_marked_where_it_stands(written: str, read: str) -> None:
    text = FoldedText(f"a {written} b")
    pattern = TextPattern(re.compile(re.escape(read)))
    assert [text.original[start:end] for start, end in pattern.spans(text)] == [written]


def test_a_pattern_may_ask_for_what_is_written() -> None:
    pattern = TextPattern(re.compile("É"), folded=False)
    assert list(pattern.spans(FoldedText("é É"))) == [(2, 3)]


@given(st.text())
def test_spans_lie_inside_the_text_and_ascend(text: str) -> None:
    folded = FoldedText(text)
    spans = [folded.span(at, at + 1) for at in range(len(folded.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
