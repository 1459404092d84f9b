"""Writes the page about a manual in the library window."""

from datetime import datetime
from html import escape

from momviewer.library.details import Details, SourceState
from momviewer.manual.model import Counts
from momviewer.wording import counted

MAX_LINES = 200
"""Most lines of a list that are shown."""
FORMS = {
    "docbook-html": "DocBook HTML",
    "html": "HTML",
    "markdown": "Markdown",
    "markdown-tree": "Markdown",
    "website": "Markdown of the public site",
}
SOURCES = {
    SourceState.CHANGED: "It has changed since. Rebuild to read it as it is now.",
    SourceState.GONE: "It is not there any more, so this manual cannot be rebuilt. It stays readable.",
}
UNITS = ("bytes", "kB", "MB", "GB")


def details_page(details: Details) -> str:
    """Return the page about a manual."""
    info, trouble = details.manual.info, details.trouble
    edition = f"Edition {info.edition}" if info.edition else ""
    parts = [f"<body><h1>{escape(info.title)}</h1>"]
    about = " · ".join(part for part in (info.set, edition) if part and part != info.title)
    if about:
        parts.append(f'<p class="purpose">{escape(about)}</p>')
    if trouble and details.source is SourceState.NONE and not details.manual.built_in:
        trouble = f"{trouble} It is not known where it came from: remove it, and add it again."
    if trouble:
        parts.append(_box("warning", "This manual cannot be opened", trouble))
    if details.source is SourceState.GONE:
        parts.append(_box("note", "The source is gone", f"{info.source}: {SOURCES[SourceState.GONE]}"))
    parts.append(_facts(details))
    if details.edition_changes:
        told = f"It took over from {details.edition_changes.old}: {details.edition_changes.summary}"
        parts.append(f'<p>{escape(told)} <a class="page" href="changes">What changed</a></p>')
    parts += [f"<p>{escape(note)}</p>" for note in details.report.notes]
    if not trouble:
        parts += [_left_out(details), _problems(details), _dangling(details)]
    return "".join([*parts, "</body>"])


def empty_page() -> str:
    """Return the page beside an empty library."""
    return (
        "<body><h1>No manuals yet</h1>"
        '<p class="purpose">Add a folder or an archive that holds one: a mirror of a site, a git checkout, '
        "a .zip or a .tar.gz. You can drop it here as well.</p></body>"
    )


def _facts(details: Details) -> str:
    info = details.manual.info
    source = "comes with momviewer" if details.manual.built_in else info.source or "not known"
    if details.source is SourceState.CHANGED:
        source = f"{source}\n{SOURCES[SourceState.CHANGED]}"
    rows = {
        "Holds": info.counts.summary if info.counts != Counts() else "",
        "Source": source,
        "Form": FORMS.get(info.form, info.form),
        "Added": _day(details.added),
        "Built": _day(details.built),
        "Size": sized(details.size) if details.size else "",
        "Folder": str(details.manual.folder),
        "Id": info.id,
    }
    cells = "".join(
        f'<tr><td class="fact">{name}</td><td>{"<br/>".join(map(escape, value.splitlines()))}</td></tr>'
        for name, value in rows.items()
        if value
    )
    return f'<table class="facts" cellspacing="0" cellpadding="4">{cells}</table>'


def sized(size: int) -> str:
    """Return a number of bytes as people read it."""
    value, unit = float(size), 0
    while value >= 1000 and unit < len(UNITS) - 1:
        value, unit = value / 1000, unit + 1
    return f"{value:.1f} {UNITS[unit]}" if unit else f"{size} bytes"


def _left_out(details: Details) -> str:
    if not details.report.left_out:
        return ""
    rows = "".join(
        f"<tr><td>{escape(name)}</td><td>{count}</td></tr>" for name, count in details.report.left_out.items()
    )
    head = "<tr><th>What</th><th>Times</th></tr>"
    return f'<h2>Left out</h2><table class="grid" cellspacing="0" cellpadding="0">{head}{rows}</table>'


def _problems(details: Details) -> str:
    return _list("Problems of the source", [escape(problem) for problem in details.report.problems])


def _dangling(details: Details) -> str:
    found = details.findings
    pages = [
        f"<code>{escape(missing.page)}</code>: {counted(missing.links, 'link')}, "
        f"from {escape(', '.join(missing.sources[:3]))}"
        f"{f' and {len(missing.sources) - 3} more' if missing.sources[3:] else ''}"
        for missing in found.missing_pages
    ]
    anchors = [f"<code>{escape(lost.target)}</code>, from {escape(lost.page)}" for lost in found.lost_anchors]
    return _list("Pages that are linked to and not there", pages) + _list(
        "Anchors that are not there", anchors
    )


def _list(title: str, lines: list[str]) -> str:
    if not lines:
        return ""
    more = f"<p>And {len(lines) - MAX_LINES} more.</p>" if len(lines) > MAX_LINES else ""
    items = "".join(f"<li>{line}</li>" for line in lines[:MAX_LINES])
    return f"<h2>{title}</h2><ul>{items}</ul>{more}"


def _box(kind: str, title: str, text: str) -> str:
    return (
        f'<table class="{kind}" width="100%" cellspacing="0" cellpadding="0"><tr><td>'
        f'<p class="box-title">{title}</p><p>{escape(text)}</p></td></tr></table>'
    )


def _day(moment: datetime | None) -> str:
    return moment.strftime("%Y-%m-%d %H:%M") if moment else ""
