"""A snippet in the viewer's vocabulary: its buttons, and what is odd about its text."""

import pytest

from index_builder.render.render import snippet_html
from momviewer.manual.model import Snippet
from momviewer.manual.snippets.copying import named_oddities, typographic


def html(text: str, *, no_break_spaces: bool = False) -> str:
    return snippet_html(Snippet("snippet-1", "lua", text), [], no_break_spaces=no_break_spaces)


def test_a_snippet_has_copy_and_a_menu() -> None:
    assert 'href="copy:snippet-1">Copy</a>' in html("a = 1")
    assert 'href="menu:snippet-1"' in html("a = 1")
    assert "odd" not in html("a = 'b'")


def test_typographic_characters_are_pointed_out_with_a_straight_copy() -> None:
    shown = html('say("“x”")')
    assert '<a class="odd" href="straight:snippet-1">2 curly quotes: copy straight</a>' in shown
    assert shown.count('<span class="odd">') == 2


def test_hidden_characters_are_shown_and_told_with_a_copy_without_them() -> None:
    """Text that runs backwards, and a command spelled in tags, are seen before they are copied."""
    shown = html("restart a\U000e003b # \u202ekcab\u202c\u2028b")
    assert "1 hidden character and 2 direction marks and 1 line separator: copy without</a>" in shown
    assert shown.count('<span class="odd">\ufffd</span>') == 4
    assert not set("\U000e003b\u202e\u202c\u2028") & set(shown)


def test_no_break_spaces_that_are_gone_are_told() -> None:
    assert "no-break spaces are copied as spaces" in html("a = 1", no_break_spaces=True)
    assert "no-break" not in html("a = 1")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("“a”", "2 curly quotes"),
        ("ls –l", "1 dash"),
        ("‘a\u00a0b’ –c", "2 curly quotes and 1 special space and 1 dash"),
        ("a\u202eb\u202c\u2028\u200b", "2 direction marks and 1 line separator and 1 special space"),
    ],
)
def test_oddities_are_named_in_few_words(text: str, name: str) -> None:
    assert named_oddities(typographic(text)) == name
