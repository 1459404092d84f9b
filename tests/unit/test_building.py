"""The builder's process: whatever becomes of it is said in words, and what it leaves half-done goes."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from index_builder.__main__ import main
from momviewer.errors import BUILDER_ERRORS, CancelledError, LibraryError, MomviewerError, SourceError
from momviewer.library import building
from momviewer.library.importing import add_manual, offered_manuals, report_of
from momviewer.library.library import Library
from momviewer.manual.checked.damage import damaged
from momviewer.manual.placing import PARTIAL, hold_folder

DOCUMENTS = Path(__file__).parent / "documents"
ROOT = Path(__file__).parents[2]
TIMEOUT_S = 20.0
"""Seconds that a process may take to be gone."""
STEP = '{"step": "Reading pages", "done": 25, "total": 80, "page": "berth.md"}'
linux = pytest.mark.skipif(sys.platform != "linux", reason="asks Linux which processes there are")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return shutil.copytree(DOCUMENTS / "markdown", tmp_path / "Harbour")


class Stage:
    """Puts a builder of our own in the place of the real one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def plays(self, script: str) -> None:
        package = self._folder / "index_builder"
        package.mkdir(parents=True)
        (package / "__init__.py").touch()
        prelude = f"import os, signal, sys, time\nsys.path.insert(1, {str(ROOT)!r})\n"
        (package / "__main__.py").write_text(prelude + textwrap.dedent(script))


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    folder = tmp_path / "stage"
    monkeypatch.setattr(building, "import_path", lambda: str(folder))
    return Stage(folder)


ENDS = {
    "os.kill(os.getpid(), signal.SIGKILL)": r"was killed, perhaps .* ran out of memory \(SIGKILL\)",
    "os.kill(os.getpid(), signal.SIGSEGV)": r"crashed \(SIGSEGV\)",
    "os.kill(os.getpid(), signal.SIGXCPU)": r"longer than a build may take \(SIGXCPU\)",
    "os.kill(os.getpid(), signal.SIGUSR1)": r"was ended \(SIGUSR1\)",
    "os.abort()": r"crashed \(SIGABRT\)",
    "os._exit(7)": "ended with status 7",
    "sys.exit('nothing works')": "ended with nothing works",
    "raise ValueError('a bug')": "ended with ValueError: a bug",
    "pass": "ended with status 0",
    "print('hello')": "answered 'hello', which is no message",
    "print('[1]')": r"answered '\[1\]', which is no message",
    "sys.stdout.buffer.write(b'\\xff\\n')": "which is no message",
}


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.usefixtures("temporary")
def test_every_end_of_the_builder_is_said_with_its_place(
    library: Library, source: Path, stage: Stage, end: str
) -> None:
    stage.plays(f"print({STEP!r}, flush=True)\n{end}")
    with pytest.raises(SourceError) as caught:
        add_manual(library, source)
    told = str(caught.value)
    assert told.startswith(f"The builder broke off while reading {source}: it ")
    assert told.endswith(" The library is as it was.")
    assert re.search(ENDS[end], told)
    if "answered" not in told:
        assert "at reading pages, 25 of 80, berth.md." in told
    assert library.manuals() == []


@pytest.mark.parametrize(("code", "kind"), BUILDER_ERRORS.items())
@pytest.mark.usefixtures("temporary")
def test_what_the_builder_says_by_a_code_is_raised_as_the_table_has_it(
    library: Library, source: Path, stage: Stage, code: str, kind: type[MomviewerError]
) -> None:
    said = json.dumps({"error": code, "message": "The quay is full. Wait for a ship to leave."})
    stage.plays(f"print({STEP!r})\nprint({said!r}, flush=True)\nsys.exit(3)")
    with pytest.raises(MomviewerError) as caught:
        add_manual(library, source)
    assert type(caught.value) is kind
    assert str(caught.value) == "The quay is full. Wait for a ship to leave."


@pytest.mark.parametrize(
    "said",
    [
        {"error": "SourceError", "message": "As a class is called."},
        {"error": "DamagedBundleError", "message": "It takes more than a message."},
        {"error": "__doc__", "message": "No error at all."},
        {"error": ["source"], "message": "A list."},
        {"error": "source", "message": None},
        {"error": "source"},
        {"step": "Reading pages"},
        {"news": 1},
    ],
)
@pytest.mark.usefixtures("temporary")
def test_an_error_that_no_code_stands_for_is_no_message(
    library: Library, source: Path, stage: Stage, said: dict[str, object]
) -> None:
    stage.plays(f"print({STEP!r})\nprint({json.dumps(said)!r}, flush=True)")
    with pytest.raises(SourceError, match="which is no message at reading pages, 25 of 80"):
        add_manual(library, source)


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (SourceError("No page could be read."), "source", "No page could be read."),
        (LibraryError("The disk is full."), "library", "The disk is full."),
        (damaged(Path("quay"), "cut"), "other", "The manual in quay is damaged (cut)."),
        (MemoryError(), "source", "needs more memory than a build may take"),
    ],
)
def test_the_builder_says_what_stopped_it_by_a_code(
    error: Exception,
    code: str,
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def stop(*_arguments: object) -> None:
        raise error

    monkeypatch.setattr("index_builder.build.build", stop)
    assert main(["source", "target", "--json"]) == 3
    said = json.loads(capsys.readouterr().out)
    assert said.keys() == {"error", "message"}
    assert said["error"] == code
    assert message in said["message"]


@pytest.mark.usefixtures("temporary")
def test_a_builder_that_dies_before_its_first_word_is_said(
    library: Library, source: Path, stage: Stage
) -> None:
    stage.plays("os.kill(os.getpid(), signal.SIGKILL)")
    with pytest.raises(SourceError, match=r"\(SIGKILL\)\. The library is as it was\."):
        add_manual(library, source)


@pytest.mark.parametrize(
    "silence",
    [
        "time.sleep(600)",
        "os.close(1); time.sleep(600)",
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\nwhile True: pass",
    ],
)
@pytest.mark.usefixtures("temporary")
def test_a_builder_that_hangs_is_ended_and_said(
    library: Library, source: Path, stage: Stage, silence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "SILENCE_TIMEOUT_S", 0.5)
    stage.plays(f"print({STEP!r}, flush=True)\n{silence}")
    with pytest.raises(
        SourceError, match=r"said nothing .* was stopped at reading pages, 25 of 80, berth\.md"
    ):
        add_manual(library, source)
    assert children() == []


def children() -> list[int]:
    """Return the builders that this process has."""
    if sys.platform != "linux":
        return []
    found = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return [int(child) for child in found if "index_builder" in command_of(int(child))]


def command_of(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


@pytest.mark.usefixtures("temporary")
def test_a_builder_that_is_cancelled_is_gone_with_its_files(
    library: Library, source: Path, stage: Stage
) -> None:
    stage.plays(
        f"""
        workspace = sys.argv[sys.argv.index("--workspace") + 1]
        os.mkdir(workspace + "/momviewer-unpacked")
        manuals, name = os.path.split(sys.argv[2])
        os.mkdir(f"{{manuals}}/.partial-{{name}}-{{os.getpid()}}-x")
        print({STEP!r}, flush=True)
        time.sleep(600)
        """
    )
    library.paths.manuals.mkdir(parents=True)
    told = threading.Event()
    with pytest.raises(CancelledError):
        add_manual(library, source, progress=lambda _far: told.set(), cancelled=told.is_set)
    assert children() == []
    assert list(library.paths.manuals.iterdir()) == []


@pytest.mark.usefixtures("temporary")
def test_code_that_lies_in_the_source_is_not_run(
    library: Library, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("index_builder", "json", "argparse", "lxml"):
        (source / name).mkdir()
        for file in ("__init__.py", "__main__.py"):
            (source / name / file).write_text(f"open({str(tmp_path / 'run')!r}, 'w')\n")
    monkeypatch.chdir(source)
    assert add_manual(library, source).info.counts.pages == 9
    assert not (tmp_path / "run").exists()


CONFINED = """
from index_builder import build
from index_builder.intake import limits
limits.MEMORY, limits.PROCESSOR_TIME = {memory}, {time}
def read(*_arguments):
    {what}
build.locate_manual = read
from index_builder.__main__ import main
sys.path.pop(0)
sys.exit(main(sys.argv[1:]))
"""


@linux
@pytest.mark.usefixtures("temporary")
@pytest.mark.parametrize("what", ["bytes(1 << 30)", "[bytes(1 << 20) for _ in range(5000)]"])
def test_a_source_that_needs_too_much_memory_is_refused(
    library: Library, source: Path, tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    play_confined(tmp_path, monkeypatch, CONFINED.format(memory=600 << 20, time=60, what=what))
    with pytest.raises(SourceError, match=rf"{source} needs more memory than a build may take"):
        add_manual(library, source)


@linux
@pytest.mark.usefixtures("temporary")
def test_a_build_that_takes_too_long_is_ended_and_said(
    library: Library, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    play_confined(tmp_path, monkeypatch, CONFINED.format(memory=2 << 30, time=1, what="while True: pass"))
    with pytest.raises(SourceError, match="worked for longer than a build may take"):
        add_manual(library, source)


PLAYED = """
import importlib, os, signal, sys, time
from pkgutil import resolve_name
from index_builder.__main__ import main
from index_builder.intake import time_limit
sys.path.pop(0)
time_limit.PAGE_TIMEOUT_S, time_limit.PAGE_KILL_S, time_limit.SILENCE_KILL_S = 0.3, 0.6, 0.9
place, name = {step!r}.rsplit(".", 1)
real, calls = resolve_name({step!r}), []
def changed(*arguments, **options):
    calls.append(arguments)
    if {when}:
        {what}
    return real(*arguments, **options)
setattr(resolve_name(place), name, changed)
sys.exit(main(sys.argv[1:]))
"""
BUSY_IN_C = "sum(range(1 << 60))"
"""Hears of no signal that Python handles."""
ON_A_PAGE = "any('berth' in (getattr(one, 'id', '') or getattr(one, 'name', '')) for one in arguments)"
PAGE_STEPS = [
    "index_builder.sources.markdown.reader.read_file",
    "index_builder.sources.markdown.reader.read_page",
    "index_builder.sources.markdown.links.Anchors._note",
    "index_builder.sources.common.images.Images.place",
    "index_builder.build.captions_of",
    "index_builder.build.resolve_links",
    "index_builder.build.render_page",
]


PAGE_ENDS = {
    "busy": (BUSY_IN_C, "was left out: it takes too long and cannot be interrupted."),
    "crash": ("os.kill(os.getpid(), signal.SIGSEGV)", "was left out: the builder crashed over it."),
    "abort": ("os.abort()", "was left out: the builder crashed over it."),
    "slow": (
        "while True: pass",
        "could not be understood and was left out: it takes longer than 0.3 seconds.",
    ),
}
OTHER_ENDS = [(PAGE_STEPS[1], "crash"), (PAGE_STEPS[4], "slow"), (PAGE_STEPS[-1], "abort")]


@linux
@pytest.mark.usefixtures("temporary")
@pytest.mark.parametrize(("step", "end"), [*((step, "busy") for step in PAGE_STEPS), *OTHER_ENDS])
def test_a_page_that_cannot_be_interrupted_costs_that_page(
    library: Library,
    source: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    end: str,
) -> None:
    what, reason = PAGE_ENDS[end]
    play_confined(tmp_path, monkeypatch, PLAYED.format(step=step, when=ON_A_PAGE, what=what))
    (source / "sub-berth.md").write_text("# Berth\n\ntext\n")
    manual = add_manual(library, source)
    assert manual.info.counts.pages == 9
    assert [problem for problem in report_of(manual).problems if "sub-berth" in problem] == [
        f"sub-berth.md {reason}"
    ]
    assert children() == []


@linux
@pytest.mark.usefixtures("temporary")
def test_a_page_that_keeps_the_parser_busy_costs_that_page(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = "index_builder.build.clean"
    play_confined(tmp_path, monkeypatch, PLAYED.format(step=step, when="False", what="pass"))
    source = shutil.copytree(DOCUMENTS / "docbook", tmp_path / "Harbour")
    attributes = " ".join(
        f"a{number}='x'" for number in range(100_000)
    )  # each is compared with all before it
    (source / "added.php").write_text(
        f"<html><body><div class='section'><p {attributes}>x</p></div></body></html>"
    )
    manual = add_manual(library, source)
    assert manual.info.counts.pages == 14
    assert (
        "added.php was left out: it takes too long and cannot be interrupted." in report_of(manual).problems
    )


@linux
@pytest.mark.usefixtures("temporary")
def test_a_page_that_the_builder_dies_over_is_passed_over_in_a_list_too(
    library: Library, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = "index_builder.sources.markdown.reader.read_page"
    play_confined(tmp_path, monkeypatch, PLAYED.format(step=step, when="True", what=BUSY_IN_C))
    assert [(one.title, one.pages) for one in offered_manuals(source)] == [("Harbour", 9)]
    assert library.manuals() == []


@linux
@pytest.mark.usefixtures("temporary")
def test_what_is_no_page_ends_the_build_when_it_takes_too_long(
    library: Library, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = "index_builder.build.complete_items"
    play_confined(tmp_path, monkeypatch, PLAYED.format(step=step, when="True", what=BUSY_IN_C))
    with pytest.raises(SourceError, match=r"for too long without a word \(SIGPROF\) at preparing pages"):
        add_manual(library, source)


@linux
@pytest.mark.usefixtures("temporary")
def test_a_page_that_waits_for_the_processor_is_not_given_up(
    library: Library, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = "index_builder.build.render_page"
    play_confined(tmp_path, monkeypatch, PLAYED.format(step=step, when=ON_A_PAGE, what="time.sleep(1.5)"))
    (source / "sub-berth.md").write_text("# Berth\n\ntext\n")
    assert add_manual(library, source).info.counts.pages == 10


@pytest.mark.usefixtures("temporary")
def test_a_builder_that_dies_over_one_page_after_the_other_is_given_up(
    library: Library, source: Path, stage: Stage, tmp_path: Path
) -> None:
    starts = tmp_path / "starts"
    stage.plays(
        f"""
        with open({str(starts)!r}, "a") as log:
            log.write(".")
        workspace = sys.argv[sys.argv.index("--workspace") + 1]
        with open(workspace + "/page-at-hand", "w") as mark:
            mark.write("/-odd " + str(os.getpid()) + "//\\0")
        print({STEP!r}, flush=True)
        os.abort()
        """
    )
    with pytest.raises(SourceError, match=r"crashed \(SIGABRT\)"):
        add_manual(library, source)
    assert len(starts.read_text()) == building.MAX_PAGES_DROPPED + 1


def play_confined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Run the real builder, changed a little."""
    (tmp_path / "script.py").write_text(f"import sys\nsys.path.insert(0, {str(ROOT)!r})\n{script}")
    real = subprocess.Popen

    def start(command: list[str], **options: object) -> "subprocess.Popen[str]":
        changed = [command[0], str(tmp_path / "script.py"), *command[4:]]
        return real(changed, **options)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(subprocess, "Popen", start)


ADDING = """
import sys
from pathlib import Path
from momviewer.library.importing import add_manual
from momviewer.library.library import Library
from momviewer.manual.placing import PARTIAL, hold_folder
from momviewer.paths import user_paths
library, source = Library(user_paths(sys.argv[1])), Path(sys.argv[2])
add_manual(library, source, progress=lambda _far: print("far", flush=True))
"""


@linux
@pytest.mark.usefixtures("temporary")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_builder_whose_program_is_gone_ends_and_takes_its_files_along(
    library: Library, tmp_path: Path, how: signal.Signals
) -> None:
    source = tmp_path / "big"
    shutil.copytree(DOCUMENTS / "markdown", source / "manual")
    for count in range(3000):
        shutil.copy(DOCUMENTS / "markdown" / "moorings.md", source / "manual" / f"more-{count}.md")
    archive = Path(shutil.make_archive(str(source), "zip", source))
    with subprocess.Popen(
        [sys.executable, "-c", ADDING, str(library.paths.data), str(archive)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline()
        (builder,) = map(int, Path(f"/proc/{program.pid}/task/{program.pid}/children").read_text().split())
        assert "index_builder" in command_of(builder)
        program.send_signal(how)
        program.wait()
    until = time.monotonic() + TIMEOUT_S
    while "index_builder" in command_of(builder) and time.monotonic() < until:
        time.sleep(0.05)
    assert "index_builder" not in command_of(builder)
    Library(library.paths)  # the next start
    assert [path.name for path in library.paths.manuals.glob("*")] == []


@linux
@pytest.mark.usefixtures("temporary")
def test_listing_what_a_source_holds_is_confined_too(source: Path, stage: Stage) -> None:
    stage.plays("os.kill(os.getpid(), signal.SIGKILL)")
    with pytest.raises(SourceError, match="was killed"):
        offered_manuals(source)


@linux
def test_what_a_killed_program_left_half_done_is_gone_at_the_next_start(library: Library) -> None:
    library.paths.manuals.mkdir(parents=True)
    needed, left = (hold_folder(library.paths.manuals, PARTIAL, name) for name in ("needed", "left"))
    shutil.copytree(left.folder, killed := left.folder.with_name(f"{PARTIAL}killed-x_y1"))
    left.close()
    assert killed.exists()  # with a lock that nobody holds
    Library(library.paths)
    folders = [path.name for path in library.paths.manuals.iterdir() if path.is_dir()]
    assert folders == [needed.folder.name]
    needed.close()
