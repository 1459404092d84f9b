"""The numbered examples of the bundled manual: in which order each says what a reader wants to know."""

import re
from dataclasses import dataclass

import pytest

from tests.unit.test_companion_form import SOURCES

FENCE = "```"
CODE = re.compile(r"(^```\w*\n.*?\n```$)", re.MULTILINE | re.DOTALL)
ANCHOR = re.compile(r'<a name="([\w.-]+)"></a>')
CAPTION = re.compile(r"\*\*Example ([\d.]+)\. .+\*\*")
SEEN, ADAPTED = "**You should see:** ", "**To adapt:** "
MIN_WORDS, MAX_WORDS = 12, 110
"""Words that the sentences before the code have: enough to say what it does and when one wants it."""


def blocks(text: str) -> list[str]:
    """Return the blocks of a page: paragraphs, tables and lists, and code whole."""
    found: list[str] = []
    for part in CODE.split(text):
        found += [part] if part.startswith(FENCE) else part.split("\n\n")
    return [block.strip("\n") for block in found if block.strip()]


@dataclass(frozen=True)
class Example:
    """A numbered example as it is written: what stands before it, and its blocks from the caption on."""

    number: str
    before: str
    blocks: list[str]


def examples() -> list[Example]:
    found = []
    for text in SOURCES.values():
        parts = blocks(text)
        starts = [at for at, block in enumerate(parts) if ANCHOR.fullmatch(block)]
        starts = [at for at in starts if CAPTION.fullmatch(parts[at + 1])]
        for at in starts:
            end = next(
                (n for n in range(at + 2, len(parts)) if n in starts or parts[n].startswith("#")), len(parts)
            )
            caption = CAPTION.fullmatch(parts[at + 1])
            assert caption
            found.append(Example(caption[1], parts[at - 1], parts[at + 2 : end]))
    return found


EXAMPLES = {example.number: example for example in examples()}


def test_each_example_is_looked_at() -> None:
    assert len(EXAMPLES) == 212


@pytest.mark.parametrize("number", EXAMPLES)
def test_an_example_says_what_it_does_then_how_then_what_one_sees_and_what_to_change(number: str) -> None:
    what, code, *after = EXAMPLES[number].blocks
    assert not what.startswith((FENCE, "|", "-", "*")), "what it does comes behind the caption"
    assert MIN_WORDS <= len(what.split()) <= MAX_WORDS
    assert code.startswith(FENCE), "the code comes right behind what it does"
    (seen,) = [at for at, block in enumerate(after) if block.startswith(SEEN)]
    (adapted,) = [at for at, block in enumerate(after) if block.startswith(ADAPTED)]
    assert seen < adapted
    assert len(after[seen].split()) > MIN_WORDS, "what one should see is said, not hinted at"
    assert not any(block.startswith(FENCE) for block in after[seen:]), "code comes before what one sees"


@pytest.mark.parametrize("number", EXAMPLES)
def test_nothing_of_an_example_is_said_before_its_anchor(number: str) -> None:
    assert not EXAMPLES[number].before.endswith(":")
