"""Makes boxes of the bare headings Note, Warning and Tip, which the Markdown form leaves without an end."""

from lxml.html import HtmlElement

BOXES = {"note", "warning", "tip", "caution", "important"}


def make_boxes(body: HtmlElement) -> None:
    """Wrap each box heading and what belongs to it."""
    for heading in list(body.iter("h2", "h3", "h4", "h5", "h6")):
        name = heading.text_content().strip().lower()
        if name in BOXES:
            _box(heading, name)


def _box(heading: HtmlElement, name: str) -> None:
    division = heading.makeelement("div", {"class": name})
    heading.addprevious(division)
    if anchor := heading.get("id"):
        division.set("id", anchor)
    following = heading.getnext()
    heading.drop_tree()
    if following is not None and following.tag == "p":
        after = following.getnext()
        division.append(following)
        while (
            after is not None
            and after.tag in {"ul", "ol", "pre"}
            and following.text_content().rstrip().endswith(":")
        ):
            following, after = after, after.getnext()
            division.append(following)
    division.tail = None
