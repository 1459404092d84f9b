"""Finds the hosts, domains and addresses of a snippet that a reader replaces, and fills values in."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import AddressValueError, IPv4Address, IPv6Address

SURE = frozenset("com net org edu gov mil example".split())
"""Last labels that make a name a domain anywhere but in code: example.com."""
LIKELY = frozenset(
    "test invalid local localdomain internal intranet lan corp home arpa info biz int mobi cloud dev tld "
    "at au be br ca ch cn co cz de dk es eu fi fr gr hu ie il in it jp kr lu mx nl no nz pt ro ru se sg tr "
    "tv tw ua uk us za".split()
)
"""Last labels that make a name a domain only in quotes, after `@` and in web addresses: mail.local."""
NAME = re.compile(
    r"(?<![\w\\%])(?:[A-Za-z0-9_](?:[\w-]{0,61}[A-Za-z0-9])?\.){1,40}[A-Za-z]{2,24}(?![\w-]|\.\w|%)", re.ASCII
)
MAILBOX = re.compile(r"[\w.+&-]*[\w+]@\Z", re.ASCII)
IPV4 = re.compile(
    r"(?<![\w.\\%])(?:\d{1,3}\.){3}\d{1,3}(?!\w|\.\w)(?:/(?:[12]?\d|3[0-2])(?![\w./]))?", re.ASCII
)
IPV6 = re.compile(
    r"(?<![\w:.\\%])[0-9A-Fa-f:]{2,39}(?:(?<=:)\d{1,3}(?:\.\d{1,3}){3})?(?![\w:]|\.\w)(?:/\d{1,3}(?![\w./]))?",
    re.ASCII,
)
ASSIGNED = re.compile(r"[ \t]*\+?=(?!=)")
IN_CODE = re.compile(r"[(\[]|:\w+[ \t]*\(")
"""What stands behind a name in code that is called or indexed, and so is no host."""
VERSION = re.compile(
    r"(?:(?:version|release)\b[^\n./]{0,16}|(?:momentum|ecelerity)[ \t]+|\bv|[A-Za-z_]-)\Z", re.IGNORECASE
)
"""What stands before four numbers that are a version and no address."""
BUILD = re.compile(r"-[\d.]+[-.][A-Za-z]")
"""What stands behind such a version."""
REPLY_CODE = re.compile(r"[245]\d\d-(?=[A-Za-z])")
"""The beginning of a line of an SMTP reply, which is no part of the name behind it."""
SHELL_PROMPT = re.compile(r"[^\S\n]+[^\s\]]*\][#$]")

MAX_LINE_CHARS = 4_000
"""Code points of a line that are searched for quotes."""
HOST_DOTS = 2
"""Dots that make a name a host even if something is assigned to it: `mta1.mydomain.com = ...`."""


class PlaceholderKind(StrEnum):
    """The kinds of text that are replaced."""

    NAME = "name"
    IPV4 = "ipv4"
    IPV6 = "ipv6"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A part of a snippet that a reader replaces; placeholders with the same text are one field."""

    start: int
    end: int
    kind: PlaceholderKind
    text: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A snippet with a reader's values, and where each placeholder is now: (placeholder, start, end)."""

    text: str
    spans: tuple[tuple[Placeholder, int, int], ...]

    @property
    def changed(self) -> tuple[tuple[int, int], ...]:
        """Return the (start, end) of the placeholders whose text is another now."""
        return tuple((start, end) for place, start, end in self.spans if self.text[start:end] != place.text)


def places(text: str) -> list[Placeholder]:
    """Return the placeholders of a snippet in order, without overlaps.

    Addresses that mean the same everywhere (127.0.0.1, 0.0.0.0/0, ::1) are none. Neither is a name or address
    that something is assigned to (`a.b.c = 1`, `192.0.2.4 = "x"`), unless it ends as names of hosts do.
    """
    found = sorted((*_addresses(text), *_names(text)), key=lambda place: (place.start, -place.end))
    kept: list[Placeholder] = []
    for place in found:
        if not kept or place.start >= kept[-1].end:
            kept.append(place)
    return kept


def fields(text: str) -> list[Placeholder]:
    """Return the first placeholder of each text, in order: these are the fields to fill in."""
    first: dict[str, Placeholder] = {}
    for place in places(text):
        first.setdefault(place.text, place)
    return list(first.values())


def fill(text: str, values: Mapping[str, str]) -> Filled:
    """Replace each placeholder by the value of its text; an empty value leaves it as it is."""
    parts: list[str] = []
    spans: list[tuple[Placeholder, int, int]] = []
    done = length = 0
    for place in places(text):
        value = values.get(place.text) or place.text
        before = text[done : place.start]
        parts += (before, value)
        length += len(before) + len(value)
        spans.append((place, length - len(value), length))
        done = place.end
    return Filled("".join([*parts, text[done:]]), tuple(spans))


def fill_with(text: str, known: Mapping[str, str]) -> Filled:
    """Fill a snippet with known values, also where one is known for the end of a name only."""
    values = {text: value for text, value in known.items() if value}
    return fill(
        text, {place.text: values.get(place.text) or derived(place, values) for place in fields(text)}
    )


def derived(found: Placeholder, values: Mapping[str, str]) -> str:
    """Return the new name of a placeholder whose end has a value.

    With my.org for example.com, mx1.example.com becomes mx1.my.org.
    """
    if found.kind not in {PlaceholderKind.NAME, PlaceholderKind.EMAIL}:
        return found.text
    for cut in re.finditer(r"[.@]", found.text):
        if value := values.get(found.text[cut.end() :]):
            return found.text[: cut.end()] + value
    return found.text


# Inside


def _addresses(text: str) -> Iterator[Placeholder]:
    for match in IPV4.finditer(text):
        if _is_ipv4(match.group()) and not (_is_set(text, match) or _is_version(text, match)):
            yield Placeholder(*match.span(), PlaceholderKind.IPV4, match.group())
    for match in IPV6.finditer(text):
        if _is_ipv6(match.group()) and not _is_set(text, match):
            yield Placeholder(*match.span(), PlaceholderKind.IPV6, match.group())


def _is_ipv4(found: str) -> bool:
    try:
        address = IPv4Address(found.partition("/")[0])
    except AddressValueError:
        return False
    return not (address.is_loopback or address.is_unspecified or address.packed[0] == 255)


def _is_ipv6(found: str) -> bool:
    try:
        address = IPv6Address(found.partition("/")[0])
    except AddressValueError:
        return False
    return any(map(str.isdigit, found)) and not (address.is_loopback or address.is_unspecified)


def _is_version(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 32) : match.start()]
    return bool(VERSION.search(before) or BUILD.match(text, match.end()))


def _is_set(text: str, match: re.Match[str]) -> bool:
    return bool(ASSIGNED.match(text, match.end()))


def _names(text: str) -> Iterator[Placeholder]:
    for match in NAME.finditer(text):
        start, end = match.span()
        code = REPLY_CODE.match(match.group())
        if code:
            start += code.end()
        name = text[start:end]
        before = text[max(0, start - 80) : start]
        mailbox = MAILBOX.search(before)
        if not _is_name(name, text, start, end, mailed=mailbox is not None):
            continue
        if mailbox and not (before[: mailbox.start()].endswith("[") and SHELL_PROMPT.match(text, end)):
            start -= len(mailbox.group())
            yield Placeholder(start, end, PlaceholderKind.EMAIL, text[start:end])
        else:
            yield Placeholder(start, end, PlaceholderKind.NAME, name)


def _is_name(name: str, text: str, start: int, end: int, *, mailed: bool) -> bool:
    """Return whether a dotted name is a host or a domain: its last label and the text around it decide."""
    if IN_CODE.match(text, end) or re.search(r"[\w)\]]\.\Z|\.\.\Z", text[max(0, start - 2) : start]):
        return False
    last = name.rpartition(".")[2].lower()
    reserved = last == "example" or re.fullmatch(r"(?:.*\.)?example\.(?:com|net|org|edu)", name.lower())
    if reserved:
        return True
    if not mailed and name.count(".") < HOST_DOTS and ASSIGNED.match(text, end):
        return False
    if last in SURE:
        return True
    return last in LIKELY and (mailed or text.startswith("//", max(0, start - 2)) or _is_quoted(text, start))


def _is_quoted(text: str, at: int) -> bool:
    """Return whether an offset is inside quotes, as far as its line tells."""
    begin = text.rfind("\n", max(0, at - MAX_LINE_CHARS), at) + 1
    line = text[begin or max(0, at - MAX_LINE_CHARS) : at]
    return any(line.count(quote) % 2 for quote in "\"'")
