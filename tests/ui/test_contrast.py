"""Every text can be read: 4.5 to 1 against each ground that it stands on, in both themes."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QPalette

from momviewer.paths import resources
from momviewer.ui.base.theme import DARK, LIGHT, Theme, palette

MIN_RATIO = 4.5
MIN_EDGE_RATIO = 3.0
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
COLOUR = re.compile(r"(?<![\w-])(?:placeholder-text-)?color:\s*\$(\w+)")
GROUND = re.compile(r"(?<![\w-])background(?:-color)?:\s*\$(\w+)")
SELECTED_TEXT = re.compile(r"selection-color:\s*\$(\w+)")
SELECTED = re.compile(r"selection-background-color:\s*\$(\w+)")

ON_PAGES = {
    "page": "text muted accent warning required excluded",
    "code_ground": "text muted accent warning name value string comment",
    "accent_wash": "text muted accent name value string",
    "required_wash": "text required accent",
    "optional_wash": "text optional accent",
    "excluded_wash": "text excluded accent",
    "warning_wash": "text warning accent",
    "window": "text muted accent",
    "hit": "text",
    "found": "text",
    "found_now": "text",
    "button": "text accent",
}
"""What stands on which ground on pages, and what is drawn by delegates and on buttons."""
DISABLED = ("faint", "line")
"""What marks a thing that cannot be used now needs no contrast."""


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def pairs_of_rules() -> Iterator[tuple[str, str]]:
    """Yield text and ground of the rules of both style sheets that name both."""
    for name in ("window.qss", "page.css"):
        sheet = (resources() / "styles" / name).read_text(encoding="utf-8")
        for _, body in RULE.findall(re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)):
            yield from zip(SELECTED_TEXT.findall(body), SELECTED.findall(body), strict=True)
            for ground in GROUND.findall(body):
                for text in COLOUR.findall(body):
                    if text not in DISABLED:
                        yield text, ground


def pairs() -> list[tuple[str, str]]:
    listed = {(text, ground) for ground, texts in ON_PAGES.items() for text in texts.split()}
    return sorted(listed | set(pairs_of_rules()))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), pairs())
def test_a_text_can_be_read_on_its_ground(theme: Theme, text: str, ground: str) -> None:
    assert contrast(getattr(theme, text), getattr(theme, ground)) >= MIN_RATIO


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", sorted(ON_PAGES))
def test_a_selection_is_seen_on_each_ground_and_is_no_mark(theme: Theme, ground: str) -> None:
    selected = palette(theme).color(QPalette.ColorRole.Highlight).name()
    assert contrast(selected, getattr(theme, ground)) >= MIN_EDGE_RATIO
    assert contrast(selected, palette(theme).color(QPalette.ColorRole.HighlightedText).name()) >= MIN_RATIO


def test_every_part_selects_in_the_same_colours() -> None:
    sheet = (resources() / "styles" / "window.qss").read_text(encoding="utf-8")
    assert set(SELECTED.findall(sheet)) == {"accent"}
    assert LIGHT.accent == palette(LIGHT).color(QPalette.ColorRole.Highlight).name().upper()


def test_no_text_is_faint_but_where_it_cannot_be_used() -> None:
    sheets = [
        (resources() / "styles" / name).read_text(encoding="utf-8") for name in ("window.qss", "page.css")
    ]
    rules = [rule for sheet in sheets for rule in RULE.findall(sheet)]
    faint = [selector for selector, body in rules if set(COLOUR.findall(body)) & set(DISABLED)]
    assert faint
    assert [selector for selector in faint if ":disabled" not in selector] == []


def test_contrast_is_measured_as_the_guidelines_do() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
