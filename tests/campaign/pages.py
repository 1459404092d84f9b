"""Adds manuals with pages made to do harm and reads them in the window: they cost themselves, and no more.

The pages beside them stay, nothing leaves the library's folder, nobody is called, the builder has a bug with
none of them, and the window lays out and scrolls each that is in the manual without standing still.
"""

import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from index_builder.build import Options, build
from momviewer.library.importing import build_built_in
from momviewer.library.library import Library
from momviewer.manual.bundle import Bundle, open_bundle
from momviewer.manual.links import Address
from momviewer.paths import user_paths
from tests.campaign import fragments
from tests.campaign.fragments import Snare
from tests.campaign.trial import Attack, check
from tests.e2e.program import driven, momviewer

DOCUMENTS = Path(__file__).parents[1] / "unit" / "documents"
MANUAL = "harbour"
MAX_STALL_S = 0.5
"""Seconds of its processor's time that the window may be at work at a stretch."""
MAX_VISITS = 8
MAX_TRIAL_S = 600.0
"""Seconds for a trial: each of its pages may take half a minute of the processor's time."""
BUG = "(at line "
"""What the report says of a page that the builder has a bug with."""


@dataclass(frozen=True)
class Form:
    """A form of source: its small manual, the folder with its pages, their ending, and what is around one.

    Without `has_neighbours` all pages are in one file, which an attack may spoil.
    """

    source: str
    pages: str
    suffix: str
    shell: str
    has_neighbours: bool = True


DOCBOOK = (
    "<html><head><title>Added</title><meta name='generator' content='DocBook XSL'></head><body>"
    "<div class='section'><div class='titlepage'><h2 class='title'>Added</h2></div>CONTENT</div></body>"
)
SPHINX = (
    "<html><head><title>Added</title><script src='_static/documentation_options.js'></script></head><body>"
    "<div class='body' role='main'><h1>Added</h1>CONTENT</div></body>"
)
FRAME = (
    "Logged in as: Ann ([logout](https://portal.example.com/logout.php))\n\n| Added |\n"
    "| [Prev](ropes.php)  | Harbour |  [Next](commands.php) |\n\n## Added\n\nCONTENT\n\n"
    "| [Prev](ropes.php)  | [Up](moorings.php) |  [Next](commands.php) |\n\nFollow us on:\n"
)
FORMS = (
    Form("docbook", ".", ".php", DOCBOOK),
    Form("stylesheets/html5", ".", ".xhtml", f"<?xml version='1.0' encoding='UTF-8'?>{DOCBOOK}"),
    Form("stylesheets/latin1", ".", ".html", f"<meta charset='iso-8859-1'>{DOCBOOK}"),
    Form("stylesheets/xhtml", ".", ".xhtml", DOCBOOK),
    Form("stylesheets/whole", ".", ".html", DOCBOOK, has_neighbours=False),
    Form("generators", ".", ".html", SPHINX),
    Form("generators", ".", ".html", "<h1>Added</h1>CONTENT"),
    Form("markdown", ".", ".md", "## Added\n\nCONTENT\n"),
    Form("markdown", ".", ".md", FRAME),
    Form("website", "5", ".md", "---\ntitle: Added\n---\n\nCONTENT\n"),
    Form("website", "5", ".md", "---\nFIELDS---\n\nCONTENT\n"),
)


def prepare(shared: Path) -> None:
    """Build the manual of each form as it is without harm, and a library with the bundled one."""
    build_built_in(Library(user_paths(str(shared / "data"))))
    for source in {form.source for form in FORMS}:
        build(DOCUMENTS / source, shared / "sound" / source, Options(MANUAL), lambda _progress: None)


def attempt(shared: Path, folder: Path, chance: Random) -> None:
    """Add a manual with pages that are to do harm, and read it."""
    form = chance.choice(FORMS)
    shutil.copytree(shared / "data", folder / "data")
    source = Path(shutil.copytree(DOCUMENTS / form.source, folder / "source" / MANUAL, symlinks=True))
    with closed_in(folder) as snare:
        spoilt = spoil(source, form, chance, snare)
        settings = {"TMPDIR": str(folder / "temporary"), "HOME": str(folder / "home")}
        told = momviewer(folder / "data", "library", "add", source, settings=settings, timeout_s=MAX_TRIAL_S)
        check(told.code in {0, 2, 3} and "Traceback" not in told.err, f"add answers {told.code}: {told.err}")
        if told.code:
            check(spoilt or not form.has_neighbours, f"{told.err} refuses a manual with sound pages")
            return
        manual = user_paths(str(folder / "data")).manuals / MANUAL
        sound = shared / "sound" / form.source
        pages = examine(manual, sound if form.has_neighbours and not spoilt else None)
        read(folder, pages, chance, settings)


# The harm


def spoil(source: Path, form: Form, chance: Random, snare: Snare) -> bool:
    """Put pages into a source that are to do harm; return whether its own pages may suffer."""
    pages = source / form.pages
    for number in range(chance.randint(1, 5)):
        text = form.shell.replace("FIELDS", fragments.fields(chance, snare))
        parts = (chance.choice(fragments.MARKUP)(chance, snare) for _ in range(chance.randint(1, 3)))
        content = "<p>before</p>\n\n" + "\n\n".join((*parts, pictures(chance, snare, pages)))
        page = fragments.encoded(chance, text.replace("CONTENT", content))
        (pages / f"added-{number}{form.suffix}").write_bytes(page)
    for _ in range(chance.choice((0, 0, 1, 3))):
        fragments.odd_file(chance, snare, pages, form.suffix)
    if form.suffix == ".html" and chance.random() < 0.5:
        fragments.companion(chance, snare, pages)
        return True
    return chance.random() < 0.4 and spoil_own(source, form, chance, snare)


def pictures(chance: Random, snare: Snare, pages: Path) -> str:
    """Put pictures beside the pages and return what shows them."""
    shown = ""
    for _ in range(chance.choice((0, 0, 0, 1, 8))):
        ending, content = fragments.picture(chance, snare)
        (pages / "images").mkdir(exist_ok=True)
        name = f"odd-{chance.randrange(10**9)}{ending}"
        (pages / "images" / name).write_bytes(content)
        width = chance.choice(("", "10", "99999", fragments.DIGITS))
        shown += f"<img src='images/{name}' alt='odd' width='{width}'>"
    return shown


def spoil_own(source: Path, form: Form, chance: Random, snare: Snare) -> bool:
    """Change pages of the manual's own, or its navigation; return True."""
    own = sorted(
        path for path in source.rglob(f"*{form.suffix}") if path.is_file() and path.stat().st_size < 1 << 20
    )
    for page in chance.sample(own, min(len(own), chance.choice((1, 1, 3)))):
        text = page.read_text(encoding="utf-8", errors="replace")
        for _ in range(chance.choice((1, 3, 30))):
            at, length = chance.randrange(len(text) + 1), chance.choice((0, 0, 1, 50))
            put = chance.choice(
                (text[at : at + 200], *("<>&'\"{}[]()*_`#|-:\\\n\0"), "</div>", "<table>", "---\n")
            )
            if chance.random() < 0.3:
                put = chance.choice(fragments.MARKUP)(chance, snare)
            text = text[:at] + put + text[at + length :]
        page.write_bytes(fragments.encoded(chance, text))
    navigation = source / "navigation.yml"
    if navigation.exists():
        navigation.write_text(fragments.navigation(chance, snare), encoding="utf-8", errors="surrogatepass")
    return True


# What came of it


@contextmanager
def closed_in(folder: Path) -> Iterator[Snare]:
    """Yield where it is seen that something got out of a folder's library; check that nothing did."""
    outside = folder / "outside"
    for place in (outside, folder / "temporary", folder / "home"):
        place.mkdir()
    (outside / "secret").write_text(f"<p>{fragments.UNSEEN}</p>")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0)
        yield Snare(outside, listener.getsockname()[1])
        try:
            listener.accept()
        except BlockingIOError:
            called = False
        else:
            called = True
    check(not called, "somebody was called")
    check(
        [path.name for path in outside.iterdir()] == ["secret"], f"files outside: {list(outside.iterdir())}"
    )
    known = {"data", "source", "outside", "temporary", "home", "errors"}
    check({path.name for path in folder.iterdir()} <= known, f"files outside: {list(folder.iterdir())}")
    left = [path.name for path in (folder / "temporary").rglob("*") if path.is_file()]
    check(not left, f"left in the temporary folder: {left}")


def examine(manual: Path, sound: Path | None) -> list[str]:
    """Look at a manual; return its pages that are not in the sound one, or all where there is none."""
    with open_bundle(manual) as bundle:
        problems = [problem for problem in bundle.report().problems if BUG in problem]
        check(not problems, f"the builder has a bug: {problems}")
        texts = texts_of(bundle)
    shown = [page for page, text in texts.items() if fragments.UNSEEN in text]
    check(not shown, f"{shown} holds what lies outside")
    if sound is None:
        return list(texts)
    with open_bundle(sound) as bundle:
        expected = texts_of(bundle)
    lost = [page for page, text in expected.items() if texts.get(page) != text]
    check(not lost, f"{lost} is not as it was")
    return [page for page in texts if page not in expected]


def texts_of(bundle: Bundle) -> dict[str, str]:
    """Return the texts of a manual's pages by their ids."""
    return {info.id: page.text for info in bundle.pages() if (page := bundle.page(info.id))}


def read(folder: Path, pages: list[str], chance: Random, settings: dict[str, str]) -> None:
    """Show pages in the window, and see that none makes it stand still or has a bug."""
    errors = folder / "errors"
    with driven(folder / "data", f"momviewer://{MANUAL}", settings=settings, errors=errors) as window:
        for page in chance.sample(pages, min(len(pages), MAX_VISITS)):
            stall = window.do(f"visit {Address(page, manual=MANUAL)}")
            check(stall < MAX_STALL_S, f"{page} keeps the window at work for {stall:.2f} s")
        check(window.quit() == 0, "the window does not end well")
    said = errors.read_text(errors="replace")
    check("Traceback" not in said, f"the window says: {said}")
    log = "".join(file.read_text() for file in user_paths(str(folder / "data")).log.glob("*.log"))
    check("Traceback" not in log, f"the window has a bug: {log}")


ATTACK = Attack("pages", "pages made to do harm cost themselves alone", prepare, attempt, 2, MAX_TRIAL_S)
