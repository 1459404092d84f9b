"""What the bar is answered: clauses with what each finds, what to ask instead, manuals passed over."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from momviewer.errors import DamagedBundleError, MomviewerError
from momviewer.search.answers.answering import Answering
from momviewer.search.index.index_file import FILE
from tests.unit.samples import write_sample

FRAGMENTS = ["port", "queue", "msys.queue", ".", "&", "\u00a0", "page:", "title:", "page:_", '"', "(", ")"]
FRAGMENTS += [" ", " ", " AND ", " NOT ", "+", "-", "~", "*", "^2", "\\", "[a TO b]"]


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """Return a bundle of two pages: listeners (a port, 2025) and queues (msys.queue.length)."""
    folder = tmp_path / "sample"
    write_sample(folder)
    return folder


@pytest.fixture
def answering(sample: Path) -> Iterator[Answering]:
    answering = Answering()
    answering.open([sample], sample)
    yield answering
    answering.close()


@pytest.mark.parametrize(
    ("query", "read", "counts"),
    [
        ("port & queue", ["port", "queue"], (1, 1)),
        ("(port messages) .", ["port", "messages"], (1, 1)),
        (". (port messages)", ["(any of: port, messages)"], (2,)),
        ("msys.queue.length AND page:queues", ["msys.queue.length", "queues in page"], (1, 1)),
        ('... ""', [], ()),
    ],
)
def test_each_clause_is_told_with_what_it_finds(
    answering: Answering, query: str, read: list[str], counts: tuple[int, ...]
) -> None:
    answer = answering.answer(query)
    assert [reading.text for reading in answer.readings] == read
    assert answer.result is not None
    assert answer.result.clauses == counts


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join))
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_query_is_read_with_a_count_for_each_clause(answering: Answering, query: str) -> None:
    answer = answering.answer(query)
    counts = answer.result.clauses if answer.result else ()
    assert len(answer.readings) == len(counts)


def test_clauses_to_leave_out_are_named_beside_a_sign_that_is_no_word(answering: Answering) -> None:
    offers = answering.answer("(port AND zeppelin AND blimp) .").offers
    assert [(offer.query, offer.label) for offer in offers] == [("(port)", "Without zeppelin, blimp")]


def test_a_query_of_signs_alone_is_said_to_hold_no_word(answering: Answering) -> None:
    assert [told.code for told in answering.answer("...").diagnostics] == ["nothing-to-find"]


def spoil(folder: Path) -> None:
    """Change a byte of a bundle's index, which nobody sees at its size."""
    file = folder / "index" / FILE
    first, *rest = file.read_bytes()
    file.write_bytes(bytes([first ^ 1, *rest]))


def test_a_manual_with_a_damaged_index_is_told_of_and_passed_over(
    answering: Answering, sample: Path, tmp_path: Path
) -> None:
    write_sample(tmp_path / "damaged")
    spoil(tmp_path / "damaged")
    (trouble,) = answering.open([tmp_path / "damaged", sample], sample)
    assert "damaged" in str(trouble)
    result = answering.answer("port").result
    assert result is not None
    assert result.total == 1


def test_where_no_manual_can_be_searched_that_is_raised_and_nothing_is_kept(
    answering: Answering, sample: Path, tmp_path: Path
) -> None:
    assert answering.answer("queues").names
    spoil(sample)
    with pytest.raises(DamagedBundleError):
        answering.open([sample], sample)
    assert answering.answer("queues").result is None
    with pytest.raises(MomviewerError):
        answering.open([tmp_path / "none"], tmp_path / "none")
    assert answering.answer("queues").names == ()
