"""Reads the command line and hands each verb what it needs; only that verb's modules are loaded."""

import argparse
import gc
import sys
from collections.abc import Callable, Sequence

from momviewer import __version__
from momviewer.cli.streams import standard_streams
from momviewer.errors import MomviewerError
from momviewer.paths import MAX_TARGET_BYTES, Paths, checked_name, user_paths

EPILOG = """\
verbs:
  search QUERY       find pages
  show TARGET        print an example, a page or a section; --code prints the code and nothing else
  explain QUERY      say how a query is read
  library ...        list, add, rename, remove, rebuild and verify manuals
  screenshot FILE    make a picture of the window

A TARGET is a number (15.1, "ex 15.1", "fig 1.1", "table 5.1", "sec 15.3", "ch 15"), a name or a title, a
page, page#anchor, momviewer://manual/page#anchor, or a web address that ends in a page. Without --manual it
is looked for in the manual you read last, then in all. "momviewer VERB --help" tells more.
exit status: 0 done, 1 nothing found, 2 bad usage or refused query, 3 trouble with a manual,
70 a bug of momviewer
"""


INTERRUPTED = 130
"""What a shell answers for a program that Ctrl+C ended."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb, or the window, and return the exit code.

    Errors a reader may see go to standard error, and so does a bug, in a line.
    """
    code = 0  # also where who reads our output has seen enough
    try:
        with standard_streams():
            code = _run(sys.argv[1:] if arguments is None else arguments)
    except MomviewerError as error:
        sys.stderr.write(f"momviewer: {error}\n")
        code = error.exit_code
    except KeyboardInterrupt:
        sys.stderr.write("momviewer: stopped.\n")
        code = INTERRUPTED
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        from momviewer.crash_log import print_bug

        code = print_bug(error)
    return code


def _run(arguments: Sequence[str]) -> int:
    common = argparse.ArgumentParser(prog="momviewer", add_help=False, allow_abbrev=False)
    common.add_argument("--data-dir", metavar="DIR", help="keep manuals and settings below DIR")
    chosen, rest = common.parse_known_args(arguments)
    paths = user_paths(chosen.data_dir)
    verb = _VERBS.get(rest[0]) if rest else None
    return verb(paths, common, rest[1:]) if verb else _window(paths, common, rest)


def _window(paths: Paths, common: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="momviewer",
        parents=[common],
        description="Read and search the Momentum 4 Reference Manual and manuals like it, offline.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"momviewer {__version__}")
    parser.add_argument("target", nargs="?", default="", metavar="TARGET", help="what to open first")
    chosen = parser.parse_args(arguments)
    checked_name(chosen.target, "target", MAX_TARGET_BYTES)
    from momviewer.open_window import hand_over, window_address

    if hand_over(window_address(paths.data), chosen.target):
        return 0  # a window on the same data is open, and shows the target
    gc.disable()  # until a page is shown: looking for garbage takes a tenth of the start
    from momviewer import app

    return app.run(paths, chosen.target)


def _search(paths: Paths, common: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    parser = _verb_parser("search", common, "Find pages that hold the words of a query.")
    _add_query_arguments(parser)
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--manual", metavar="ID", default="", help="search this manual")
    where.add_argument("--all", action="store_true", help="search every manual")
    parser.add_argument("--limit", type=_count, default=20, metavar="N", help="most hits to print (20)")
    chosen = parser.parse_args(arguments)
    from momviewer.cli import search

    return search.run(
        paths,
        chosen.query or "",
        manual=chosen.manual,
        all_manuals=chosen.all,
        limit=chosen.limit,
        as_json=chosen.json,
        batch=chosen.batch,
    )


def _show(paths: Paths, common: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    parser = _verb_parser("show", common, "Print an example, a page or a section.")
    parser.add_argument("target", metavar="TARGET")
    parser.add_argument("--manual", metavar="ID", default="", help="look in this manual only")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--code", action="store_true", help="print exactly the code and nothing else")
    form.add_argument("--json", action="store_true", help="print one JSON object")
    chosen = parser.parse_args(arguments)
    from momviewer.cli import show

    return show.run(paths, chosen.target, manual=chosen.manual, code=chosen.code, as_json=chosen.json)


def _explain(_paths: Paths, common: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    parser = _verb_parser("explain", common, "Say how a query is read, and what is wrong with it.")
    _add_query_arguments(parser)
    chosen = parser.parse_args(arguments)
    from momviewer.cli import explain

    return explain.run(chosen.query or "", as_json=chosen.json, batch=chosen.batch)


def _library(paths: Paths, common: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    parser = _verb_parser(
        "library", common, "List, add, rename, remove, rebuild, compare and verify manuals."
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name, about in (
        ("list", "print the manuals there are"),
        ("add", "build the manuals that the folder PATH holds"),
        ("rename", "give a manual another title or set"),
        ("remove", "take a manual out of the library"),
        ("rebuild", "build a manual again from where it came from"),
        ("changes", "say what changed from one edition to another, or in ID since the edition before"),
        ("verify", "read every byte of a manual, and list the links that lead nowhere"),
    ):
        verb = verbs.add_parser(name, parents=[common], help=about, description=about, allow_abbrev=False)
        verb.add_argument("--json", action="store_true", help="print JSON")
        if name == "add":
            verb.add_argument("path", metavar="PATH")
            verb.add_argument("--title", default="", help="title instead of the source's own")
            verb.add_argument("--set", default="", metavar="S", help="set of manuals it belongs to")
            verb.add_argument(
                "--replaces", metavar="ID", default="", help="the manual it is a new edition of"
            )
            which = verb.add_mutually_exclusive_group()
            which.add_argument("--list", action="store_true", help="print what PATH holds and add nothing")
            which.add_argument(
                "--only",
                action="append",
                default=[],
                metavar="PART",
                help="add only this one of the manuals in PATH, named as --list does; may be repeated",
            )
        elif name != "list":
            verb.add_argument("id", metavar="ID", nargs="?" if name == "verify" else None)
        if name == "changes":
            verb.add_argument("new", metavar="NEW", nargs="?", default="", help="the newer edition")
        if name == "rename":
            verb.add_argument("--title", default="", help="the manual's new title")
            verb.add_argument("--set", default="", metavar="S", help="the set it belongs to from now on")
    chosen = parser.parse_args(arguments)
    if chosen.verb == "list":
        from momviewer.cli import listing

        return listing.run(paths, as_json=chosen.json)
    from momviewer.cli import manuals

    return manuals.run(paths, chosen)


def _complete(paths: Paths, common: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    parser = _verb_parser("complete", common, "Print what a shell may complete; used by the scripts for it.")
    parser.add_argument("what", choices=("manuals", "targets"))
    parser.add_argument("prefix", nargs="?", default="", metavar="PREFIX")
    chosen = parser.parse_args(arguments)
    from momviewer.cli import complete

    return complete.run(paths, chosen.what, chosen.prefix)


def _screenshot(paths: Paths, common: argparse.ArgumentParser, arguments: Sequence[str]) -> int:
    parser = _verb_parser("screenshot", common, "Make a picture of the window; needs no display.")
    parser.add_argument("file", metavar="FILE", help="PNG file to write")
    parser.add_argument("target", metavar="TARGET", nargs="?", default="")
    parser.add_argument("--manual", metavar="ID", default="", help="show this manual")
    parser.add_argument("--query", default="", help="text to type into the bar")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--size", type=_size, default=(1280, 800), metavar="WxH", help="1280x800")
    chosen = parser.parse_args(arguments)
    from momviewer import app
    from momviewer.cli.output import repaired_library

    repaired_library(paths)
    return app.screenshot(
        paths,
        chosen.file,
        chosen.target,
        query=chosen.query,
        theme=chosen.theme,
        size=chosen.size,
        manual=chosen.manual,
    )


Verb = Callable[[Paths, argparse.ArgumentParser, Sequence[str]], int]
_VERBS: dict[str, Verb] = {
    "search": _search,
    "show": _show,
    "explain": _explain,
    "library": _library,
    "screenshot": _screenshot,
    "complete": _complete,
}


def _verb_parser(name: str, common: argparse.ArgumentParser, about: str) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(
        prog=f"momviewer {name}", parents=[common], description=about, allow_abbrev=False
    )


def _add_query_arguments(parser: argparse.ArgumentParser) -> None:
    """Let a verb take one query, or with `--batch` one on each line of standard input."""
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("query", metavar="QUERY", nargs="?")
    source.add_argument(
        "--batch",
        action="store_true",
        help="answer each line of standard input, a JSON string, with an object",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def _count(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text} is not a number of hits")
    return int(text)


def _size(text: str) -> tuple[int, int]:
    width, cross, height = text.lower().partition("x")
    if not (cross and width.isdecimal() and height.isdecimal()):
        raise argparse.ArgumentTypeError(f"{text} is not WIDTHxHEIGHT")
    size = int(width), int(height)
    if not all(100 <= side <= 10_000 for side in size):
        raise argparse.ArgumentTypeError(f"{text} is out of range; sides go from 100 to 10000")
    return size
