"""What a refused query is refused for: a place, a message and how to repair it, wherever it was found."""

import re
from dataclasses import dataclass

from momviewer.query.fixes import BLANK, replaced, shown
from momviewer.query.parsed import Parsed

# Any number, for one that is not written as a weight has to be: a sign or blanks before it, no zero.
LIKE_A_NUMBER = re.compile(r"[ \t]*+[-+]?([0-9]++(?:\.[0-9]++)?|\.[0-9]++)")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: its code, its range, its message, the token to be escaped, and repairs of its own.

    With `escape_first`, the operator is more likely a part of a word: to escape it is the best repair.
    """

    code: str
    start: int
    end: int
    message: str
    anchor: int
    repairs: tuple[tuple[str, str], ...] = ()
    escape_first: bool = False


def lone_closer(parsed: Parsed, at: int) -> Fault:
    """Say that the bracket at token `at` closes nothing."""
    start = parsed.tokens[at].start
    character = parsed.text[start]
    message = f"This {character} closes nothing: no bracket is open here."
    repair = ("Leave the bracket out", replaced(parsed.text, start, start + 1))
    return Fault("lone-closer", start, start + 1, message, at, (repair,))


def bad_boost(parsed: Parsed, at: int) -> Fault:
    """Say what is wrong with a weight; `at` is what stands behind the caret."""
    text = parsed.text
    start = parsed.tokens[at - 1].start
    number = LIKE_A_NUMBER.match(text, start + 1)
    repairs = []
    if number:
        end = number.end()
        digits = f"0{number[1]}" if number[1].startswith(".") else number[1]
        repairs.append((f"Write the weight as {shown(digits)}", replaced(text, start, end, f"^{digits}")))
    else:
        blank = BLANK.search(text, start)
        end = blank.start() if blank else len(text)
    repairs.append(("Leave the weight out", replaced(text, start, end)))
    message = "^ gives a word more weight and needs a plain number right behind it, as in port^2 or port^0.5."
    in_a_word = number is None and end > start + 1
    return Fault("bad-boost", start, end, message, at - 1, tuple(repairs), escape_first=in_a_word)
