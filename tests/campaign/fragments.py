"""What pages are made of that are to do harm, by kind: markup, fields in front, pictures, files beside them.

Whatever a kind names that lies outside is a snare: a folder that nobody may write to or read from, and a port
that nobody may connect to. What a page is worth is not asked, so a kind may break the markup around it.
"""

import os
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

UNSEEN = "seaweed under the quay"
"""What a file of the snare's folder holds: it may get into no manual."""
DIGITS = "9" * 10_000
HEX = "0x" + "f" * 10_000
PNG, GIF, JPEG = b"\x89PNG\r\n\x1a\n", b"GIF89a", b"\xff\xd8\xff\xe0"


@dataclass(frozen=True)
class Snare:
    """Where it is seen that a page reached out: a folder, and a port of this machine."""

    folder: Path
    port: int

    @property
    def url(self) -> str:
        """Return an address that somebody listens at."""
        return f"http://127.0.0.1:{self.port}"


def amount(chance: Random, most: int) -> int:
    """Return a number up to `most`, small ones as often as large ones."""
    return int(most ** chance.random())


# Markup


def braces(chance: Random, _snare: Snare) -> str:
    """Attributes and tags as template languages leave them."""
    name = chance.choice(("{%", "{{", "{% if a %}", "{a}", "on{", "@x", ":x", "v-on:a.b", "<%", "a{b}", '"'))
    tag = chance.choice(("p", "td", "a{b}", "{{p}}", "li", "pre", "img", "x:y", "h2"))
    return f"<{tag} {name}='{chance.choice(('x', '{{ y }}', '}}', DIGITS))}'>braces</{tag}>"


def numbers(chance: Random, _snare: Snare) -> str:
    """Numbers that no page needs, where a page has numbers."""
    number = chance.choice(
        (DIGITS, HEX, "-1", "0", "1e400", "NaN", "٣", "²", "1" * 5_000 + "." + "2" * 5_000, "1" * 4_301)
    )
    return chance.choice(
        (
            f"<table><tr><td colspan='{number}' rowspan='{number}'>x</td><td>y</td></tr></table>",
            f"<ol start='{number}' type='{number}'><li value='{number}'>x</li></ol>",
            f"<img src='images/quay.png' width='{number}' height='{number}' alt='x'>",
            f"<div class='example'><p class='title'><b>Example 1.{number}. Big</b></p><pre>x</pre></div>",
            f"<h2 class='title'>Chapter {number}. Big</h2>",
            f"\n{number}. a list\n{number}1. an item\n",
            f"<font size='{number}'>x</font>",
            f"&#{number};&#x{number};",
            f"**Example {number}.{number}. Big**\n\n    code\n",
        )
    )


NESTED = (
    *((f"<{tag}>", f"</{tag}>") for tag in "div blockquote em strong span font sup center section".split()),
    ("<div class='note'>", "</div>"),
    ("<div class='section'><div class='titlepage'><h3 class='title'>t</h3></div>", "</div>"),
    ("<ul><li>", "</li></ul>"),
    ("<ol><li>", "</li></ol>"),
    ("<dl><dd>", "</dd></dl>"),
    ("<table><tr><td>", "</td></tr></table>"),
    ("<a href='x'>", "</a>"),
    ("<pre>", "</pre>"),
    ("<svg>", "</svg>"),
    ("> ", ""),
    ("- ", ""),
    ("1. ", ""),
    ("[", "](x)"),
    ("![", "](x)"),
    ("*", "*"),
    ("_a ", "_"),
    ("`", ""),
    ("(", ")"),
    ("&", ";"),
    ("<!--", ""),
    ("{", "}"),
)


def nesting(chance: Random, _snare: Snare) -> str:
    """One thing in another, closed or not, with others in between."""
    depth = amount(chance, chance.choice((300, 20_000)))
    kinds = [chance.choice(NESTED) for _ in range(chance.choice((1, 1, 2, 3)))]
    openings = "".join(kinds[level % len(kinds)][0] for level in range(depth))
    closings = "".join(kinds[level % len(kinds)][1] for level in reversed(range(depth)))
    return f"\n\n{openings}deep{closings if chance.random() < 0.7 else ''}\n\n"


def indented(chance: Random, _snare: Snare) -> str:
    """A list in a list by its indents, and lines that are indented out of turn."""
    depth = amount(chance, 1_000)
    return "\n".join(f"{'  ' * level}{chance.choice('-*+>1')} level" for level in range(depth))


def broken(chance: Random, _snare: Snare) -> str:
    """Markup that does not end, or ends something else."""
    return chance.choice(
        (
            "<plaintext>", "<xmp>", "<textarea>", "<title>", "<style>", "<script>", "<noscript>",
            "<template>", "<!--", "<![CDATA[", "<?php", "<?xml version='1.0' encoding='x'?>",
            "</body></html>", "<frameset>", "</div>" * 50, "<p", "<p class=", "<p class='", "&", "&#",
            "&#x", "&#xD800;", "&#0;", "\0", "```", "~~~\n", "<select><option>", "<math><mi>",
            "<svg><desc><p>", "<table><p>x<tr><pre>", "<b><i></b></i>",
            "<a name='x'><a name='x'><a href='#x'>", "<pre><h2>x</h2><table><tr><td>", "[x]: <",
            "[^1]\n\n[^1]: x", "| a |\n|--|\n" + "| b " * 500, "***\n---\n===\n", "<p dir=rtl>\u202e\u2066",
            "\ufeff\ufffe\uffff",
        )
    )  # fmt: skip


def many_attributes(chance: Random, _snare: Snare) -> str:
    """Attributes by the thousand, and one that is as long as a book."""
    count = amount(chance, 20_000)
    names = " ".join(f"a{number}='{number}'" for number in range(count))
    return f"<p {names} class='{'x ' * amount(chance, 500_000)}' id='{'i' * amount(chance, 100_000)}'>x</p>"


def entities(chance: Random, _snare: Snare) -> str:
    """Entities that hold others, by name and by number, and a declaration of them."""
    levels = "".join(f'<!ENTITY e{n} "' + f"&e{n - 1};" * 10 + '">' for n in range(1, 12))
    bomb = f'<!DOCTYPE html [<!ENTITY e0 "boom">{levels}]>&e11;'
    return chance.choice((bomb, "&amp;" * amount(chance, 100_000), "&nosuch;&NotEqualTilde;&#1114112;" * 50))


def leaving(chance: Random, snare: Snare) -> str:
    """Links, pictures and frames that lead out of the manual."""
    target = chance.choice(
        (
            f"{snare.url}/a", f"//127.0.0.1:{snare.port}/a", f"file://{snare.folder}/secret",
            str(snare.folder / "secret"), "../outside/secret",
            "../" * 30 + f"{str(snare.folder).lstrip('/')}/secret", "..%2foutside%2fsecret",
            "images/../../outside/secret", "javascript:evil()", " jAvA&#9;script:evil()",
            "data:text/html,evil", "data:image/svg+xml,<svg/>", "vbscript:evil", "\\\\127.0.0.1\\share",
            "copy:snippet-1", "menu:x", "image:x", "mark:x", "table:x", "qrc:/x", "momviewer://x/y",
            "mailto:a@b", "ftp://127.0.0.1/x", "ws://127.0.0.1", "?", "#", "", "a#b#c", "%00", "%",
            "x" * 70_000, "/etc/passwd", "C:\\x", "~/x",
        )
    )  # fmt: skip
    tag = chance.choice(
        (
            "<a href='{}'>x</a>", "<img src='{}' alt='x'>", "<img srcset='{0} 2x' src='{0}'>",
            "<base href='{}'>", "<link rel='stylesheet' href='{}'>", "<script src='{}'></script>",
            "<iframe src='{}'></iframe>", "<object data='{}'></object>", "<embed src='{}'>",
            "<video src='{0}' poster='{0}'></video>", "<meta http-equiv='refresh' content='0;url={}'>",
            "<form action='{}'><input type=image src='{0}'></form>", "<p style='background: url({})'>x</p>",
            "<style>@import '{}'; p {{ background: url({0}) }}</style>",
            "<table background='{}'><tr><td background='{0}'>x</td></tr></table>", "[x]({})", "![x]({})",
            "<{}>", "<svg><image href='{0}' xlink:href='{0}'/></svg>", "<body background='{}'>",
            "[x]: {}\n\n[x]", "<audio><source src='{}'></audio>", "<a href='x' ping='{}'>x</a>",
            "<p onclick='open(\"{}\")'>x</p>", "<!DOCTYPE x [<!ENTITY f SYSTEM '{}'>]>&f;",
            "<x:include href='{}' xmlns:x='http://www.w3.org/2001/XInclude'/>",
        )
    )  # fmt: skip
    return tag.replace("{0}", "{}").replace("{}", target).replace("{{", "{").replace("}}", "}")


def repeated(chance: Random, _snare: Snare) -> str:
    """Thousands of something of which a page has a few."""
    one = chance.choice(
        (
            "<p>word</p>\n", "<a name='a{}'></a>", "<a href='moorings'>{}</a> ", "<h3>Heading {}</h3>\n",
            "<br>", "<li>item {}", "<tr><td>{}</td></tr>", "<td>{}</td>", "<dt>{}</dt><dd>x</dd>", "<hr>",
            "- item {}\n", "<img src='images/quay.png'>", "<pre>code {}</pre>\n", "### Heading {}\n\n",
            "| {} | b |\n", "`{}` ",
            "<div class='example'><p class='title'>Example 1.{}. One</p><pre>code {}</pre></div>\n",
            "<div class='note'><p>Note {}</p></div>\n", "**Example 1.{}. One**\n\n```\ncode\n```\n\n",
            "*{}* ", "\n", " ",
        )
    )  # fmt: skip
    count = amount(chance, MAX_REPEATED)
    return "".join(one.replace("{}", str(number)) for number in range(count))


MAX_REPEATED = 30_000


def enormous(chance: Random, _snare: Snare) -> str:
    """A word, a line or a cell that no window could lay out."""
    size = amount(chance, MAX_ENORMOUS)
    text = chance.choice(
        ("w", "\u5b57", "word ", "\U0001f6a2", "a-", "e\u0301", "\u200b", "\u0e01", "\u0627")
    )
    return chance.choice(
        ("<p>{}</p>", "<pre>{}</pre>", "<h2>{}</h2>", "<td>{}</td>", "{}", "`{}`", "- {}")
    ).format(text * (size // len(text)))


MAX_ENORMOUS = 3_000_000

MARKUP: tuple[Callable[[Random, Snare], str], ...] = (
    braces, numbers, nesting, indented, broken, many_attributes, entities, leaving, leaving, repeated,
    enormous,
)  # fmt: skip


# Fields in front of a page, and navigations

VALUES = (
    "!!bool x", "!!timestamp x", "!!int ''", "!!float ''", "!!int " + HEX, HEX, DIGITS, "0o" + "7" * 10_000,
    "!!binary x", "!!set {a, b}", "!!omap [a: b]", "!!pairs [a: b]", "!!null x", "!!str", "!!seq x",
    "!!map x", "!!python/object/apply:os.mkdir ['{outside}/made']", "!!python/name:os.system", "!x y",
    "!<tag:x> y", "~", "null", "yes", "2026-02-30", "12:30:45", "1_000", ".inf", ".nan", "-.inf", "0b2",
    "1e400", "<<", "=", "*missing", "&a *a", "[" * 5_000, "{a: " * 2_000, "[[[[]]]]", "{a: {b: c}}",
    "|\n  x\n y", ">-\n  a\n\n\n  b", "'unclosed", '"\\ud800"', '"\\0"', "\t", "@x", "`x`", "%x", "a: b: c",
    "#", "- x", "? x", "\u2028", "x" * 100_000, "[a, b", "\x07",
)  # fmt: skip
"""Values of YAML of every kind that there is, and some that are of none."""
KEYS = (
    "title",
    "description",
    "lastUpdated",
    "link",
    "items",
    "<<",
    "? [a]",
    "1",
    "~",
    "title",
    "!!x y",
    "*a",
)
LAUGHS = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))


def fields(chance: Random, snare: Snare) -> str:
    """Return fields for the front of a page."""
    if chance.random() < 0.1:
        return LAUGHS + "title: *a9\n"
    lines = (f"{chance.choice(KEYS)}: {chance.choice(VALUES)}\n" for _ in range(chance.randint(1, 4)))
    return "".join(lines).replace("{outside}", str(snare.folder))


def navigation(chance: Random, snare: Snare) -> str:
    """Return a navigation."""
    kind = chance.randrange(5)
    if kind == 0:
        return fields(chance, snare)
    if kind == 1:
        return "".join(
            f"{'  ' * level}- title: t\n{'  ' * level}  items:\n" for level in range(amount(chance, 500))
        )
    if kind == 2:
        entries = range(amount(chance, 20_000))
        return "".join(f"- {{title: Entry {number}, link: /harbour/5/preface}}\n" for number in entries)
    if kind == 3:
        return LAUGHS + "items: *a9\n"
    value = chance.choice(VALUES).replace("{outside}", str(snare.folder))
    return f"- title: {value}\n  link: /harbour/5/preface\n- link: {value}\n  items: {value}\n"


# Pictures


def png(width: int, height: int, rows: int | None = None, depth: int = 1, colour: int = 0) -> bytes:
    """Return a PNG of zeros; with `rows` it holds that many and not what it says."""
    line = bytes(1 + (width * depth * (3 if colour == 2 else 1) + 7) // 8)
    packed = zlib.compressobj(9)
    data = b"".join(packed.compress(line) for _ in range(height if rows is None else rows)) + packed.flush()
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return PNG + b"".join(
        _chunk(name, part) for name, part in ((b"IHDR", head), (b"IDAT", data), (b"IEND", b""))
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def svg(chance: Random, snare: Snare) -> str:
    """Return a drawing that never ends, reaches out, or is larger than anything."""
    inside = chance.choice(
        (
            _uses(chance.choice(("use", "x:use", "svg:use", "USE"))),
            "<image href='{url}/a.png' xlink:href='{url}'/>", "<script>evil()</script>",
            "<rect width='1e9' height='1e9' fill='red'/>", "<style>@import '{url}'</style>",
            "<filter id='f'><feGaussianBlur stdDeviation='9999'/></filter><rect filter='url(#f)'/>",
            "<pattern id='p' width='.001' height='.001'><use href='#p'/></pattern><rect fill='url(#p)'/>",
            "<path d='M" + " 1e30,-1e30 0,0" * 5_000 + "'/>", "<use href='#a' id='a'/>",
            "<text font-size='1e9'>x</text>", "<g>" * 5_000,
            "<foreignObject><iframe src='{url}'/></foreignObject>", "<text>" + "x" * 500_000 + "</text>",
            "<rect fill='url({url})'/>", "<mask id='m'><rect mask='url(#m)'/></mask><rect mask='url(#m)'/>",
            "<path stroke-dasharray='.0001' stroke='red' d='M0 0 L1e7 1e7'/>",
            "<image href='file://{outside}/secret'/>",
        )
    )  # fmt: skip
    box = chance.choice(
        ("0 0 30 20", "0 0 1e9 1e9", "0 0 0 0", "nan nan nan nan", "0 0 1 100000", "-1e30 0 1e30 1")
    )
    size = chance.choice(("", "width='1e9' height='1e9'", "width='100000px'", "width='-5'", "width='1e-9%'"))
    text = (
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' xmlns:x='urn:x'"
        f" xmlns:svg='http://www.w3.org/2000/svg' viewBox='{box}' {size}>{inside}</svg>"
    )
    return text.replace("{url}", snare.url).replace("{outside}", str(snare.folder))


def _uses(use: str) -> str:
    groups = "<g id='a0'><rect width='3' height='2'/></g>"
    for level in range(1, 10):
        inner = f"<{use} xlink:href='#a{level - 1}' href='#a{level - 1}'/>" * 10
        groups += f"<g id='a{level}'>{inner}</g>"
    return groups


def picture(chance: Random, snare: Snare) -> tuple[str, bytes]:
    """Return the ending and the bytes of a picture."""
    large = chance.choice(
        ((700, 57_000), (20_000, 20_000), (1, 100_000), (100_000, 1), (0, 0), (9_000, 9_000))
    )
    lying = chance.choice(((1 << 31, 1 << 31), (2**31 - 1, 1), (65_536, 65_536)))
    sound = png(30, 20, depth=8, colour=2)
    magic = chance.choice((PNG, JPEG, GIF, b"BM", b"RIFF\0\0\0\0WEBP", b"<svg", b"\x1f\x8b", b"%PDF", b""))
    ending = chance.choice((".png", ".jpg", ".svg", ".svgz", ".gif", ".bmp"))
    kinds: tuple[Callable[[], tuple[str, bytes]], ...] = (
        lambda: (".svg", svg(chance, snare).encode()),
        lambda: (".svg", svg(chance, snare).encode()),
        lambda: (".png", png(*large)),
        lambda: (".png", png(*lying, rows=2)),
        lambda: (".png", sound[: chance.randrange(len(sound))] + chance.randbytes(chance.choice((0, 30)))),
        lambda: (".gif", gif(chance)),
        lambda: (ending, magic + chance.randbytes(2_000)),
    )
    return chance.choice(kinds)()


def gif(chance: Random) -> bytes:
    """Return a picture that moves, of many frames as large as may be."""
    frame = b",\0\0\0\0\xff\xff\xff\xff\0\x08" + b"\xff" + chance.randbytes(255) + b"\0"
    return GIF + b"\xff\xff\xff\xff\xf7\0\0" + bytes(768) + frame * amount(chance, 2_000) + b";"


# Files beside the pages, that are none


def odd_file(chance: Random, snare: Snare, folder: Path, suffix: str) -> None:
    """Put something into a folder that looks like a page and is none, or that has an odd name."""
    name = chance.choice(
        (
            b"\xff\xfe", b"n" * 240, b"a#b?c%00", b" ", b"con", b"a\nb", b"\xe2\x80\xae", b"..x", b"A",
            b"a" * 100 + b"\xf0\x9f\x9a\xa2" * 30, b"'\"<&>", b"-rf", b"%2e%2e", b"\x07", b"index ",
            b"moorings\xcc\x81", b"$(touch x)", b"{a}", b"x:y", b"\\",
        )
    ) + suffix.encode()  # fmt: skip
    path = Path(os.fsdecode(os.path.join(os.fsencode(folder), name)))  # noqa: PTH118 - of bytes
    how: dict[str, Callable[[], object]] = {
        "a pipe": lambda: os.mkfifo(path),
        "a loop": lambda: path.symlink_to(path.name),
        "a link out": lambda: path.symlink_to(snare.folder / "secret"),
        "a folder out": lambda: path.symlink_to(snare.folder),
        "a link to itself above": lambda: path.symlink_to(".."),
        "a folder": path.mkdir,
        "a device": lambda: path.symlink_to("/dev/zero"),
        "a page": lambda: path.write_text("# Odd\n\n<p>odd</p>"),
        "nothing": path.touch,
        "a hole": partial(_make_hole, path),
        "noise": lambda: path.write_bytes(chance.randbytes(5_000)),
    }
    if not os.path.lexists(path):
        chance.choice(list(how.values()))()


def companion(chance: Random, snare: Snare, folder: Path) -> None:
    """Put a file beside the pages that tells of contents and names, as generators, docsets and books do."""
    name = chance.choice(
        (
            "objects.inv", "docSet.dsidx", "Contents/Resources/docSet.dsidx", "Contents/Info.plist",
            "harbour.qch", "harbour.devhelp2", "harbour.devhelp", "META-INF/container.xml", "content.opf",
            "toc.ncx", "element-list", "index.json", "all.html", "harbour.tag", "searchindex.js",
            "search/search_index.json", "genindex.html",
        )
    )  # fmt: skip
    nested = "<sub name='x' link='index.html'>" * amount(chance, 20_000)
    inventory = b"# Sphinx inventory version 2\n# Project: x\n# Version: 1\n# zlib\n"
    inventory += zlib.compress(b"a py:module 1 index.html#$ -\n" * amount(chance, 1_000_000))
    made = chance.choice(
        (
            b"", chance.randbytes(3_000), b"SQLite format 3\0" + chance.randbytes(5_000), nested.encode(),
            entities(chance, snare).encode(), inventory, b"[" * 100_000,
            f"<container><rootfile full-path='{snare.folder}/secret'/></container>".encode(),
            f"<book title='x' link='{snare.url}'><chapters>{nested}</chapters></book>".encode(),
            b"bplist00" + chance.randbytes(100), f'{{"a": {DIGITS}}}'.encode(),
        )
    )  # fmt: skip
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(made)


def _make_hole(path: Path) -> None:
    with path.open("wb") as stream:
        stream.truncate(1 << 33)


# Encodings


def encoded(chance: Random, text: str) -> bytes:
    """Return a page's bytes, in an encoding that it does not tell of, or with bytes that are no text."""
    kind = chance.randrange(12)
    if kind < 6:
        return text.encode("utf-8", "surrogatepass")
    if kind < 9:
        name = chance.choice(
            ("utf-16", "utf-16-le", "utf-32", "utf-7", "utf-8-sig", "cp1252", "cp037", "shift_jis")
        )
        return text.encode(name, "replace")
    if kind == 9:
        charset = chance.choice(
            ("hex", "zip", "undefined", "idna", "rot13", "utf-7", "x" * 5_000, "unicode_escape")
        )
        return f"<meta charset='{charset}'><?xml version='1.0' encoding='{charset}'?>{text}".encode()
    data = bytearray(text.encode("utf-8", "surrogatepass"))
    for _ in range(chance.randint(1, 20)):
        at = chance.randrange(len(data) + 1)
        data[at : at + chance.randrange(3)] = chance.choice(
            (b"\xff", b"\0", b"\xc0\xaf", b"\xed\xa0\x80", b"\x1b", b"\r")
        )
    return bytes(data)
