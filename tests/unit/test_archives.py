"""Archives as sources: what is in them is read, and nothing in them leaves their folder or fills the disk."""

import bz2
import gzip
import io
import lzma
import os
import shutil
import stat
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index_builder.intake.archive import opened
from index_builder.intake.unpacking import Limits
from momviewer.errors import LibraryError, SourceError
from momviewer.library.importing import add_manual, offered_manuals, rebuild_manual
from momviewer.library.library import InstalledManual, Library
from momviewer.manual.source import fingerprint

DOCUMENTS = Path(__file__).parent / "documents"
FORMATS = {"zip": ".zip", "tar": ".tar", "gztar": ".tar.gz", "bztar": ".tar.bz2", "xztar": ".tar.xz"}
Make = Callable[[Path, dict[str, bytes]], None]

pytestmark = pytest.mark.usefixtures("temporary")


def packed(tmp_path: Path, kind: str, name: str = "Harbour 3") -> Path:
    """Return an archive of our small manual, below a folder of its own."""
    folder = tmp_path / "packing"
    shutil.copytree(DOCUMENTS / "docbook", folder / "html")
    made = shutil.make_archive(str(tmp_path / name), kind, folder)
    shutil.rmtree(folder)
    return Path(made)


def make_zip(path: Path, files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


def make_tar(path: Path, files: dict[str, bytes]) -> None:
    with tarfile.open(path, "w") as archive:
        for name, content in files.items():
            add(archive, name, content)


def add(archive: tarfile.TarFile, name: str, content: bytes = b"", kind: bytes = tarfile.REGTYPE) -> None:
    member = tarfile.TarInfo(name)
    member.type, member.size = kind, len(content)
    if kind in {tarfile.SYMTYPE, tarfile.LNKTYPE}:
        member.linkname = "/etc/passwd"
    archive.addfile(member, io.BytesIO(content))


def unpacked(path: Path, limits: Limits = Limits()) -> dict[str, bytes]:  # noqa: B008 - frozen
    """Return what an archive unpacks to."""
    with opened(path, limits=limits) as folder:
        return {
            file.relative_to(folder).as_posix(): file.read_bytes()
            for file in folder.rglob("*")
            if file.is_file()
        }


def same(one: InstalledManual, other: InstalledManual) -> bool:
    """Say whether two manuals differ in nothing but the time they were built."""
    return replace(one.info, built=other.info.built) == other.info


@pytest.mark.parametrize("kind", FORMATS)
def test_a_manual_in_an_archive_is_added_and_rebuilt(tmp_path: Path, library: Library, kind: str) -> None:
    archive = packed(tmp_path, kind)
    (offered,) = offered_manuals(archive)
    assert (offered.title, offered.pages) == ("Harbour 3 Reference Manual", 14)
    manual = add_manual(library, offered.source, part=offered.part)
    assert (manual.info.id, manual.info.source) == ("harbour-3", str(archive))
    assert manual.info.fingerprint == fingerprint(archive)
    assert same(rebuild_manual(library, "harbour-3"), manual)
    assert add_manual(library, archive).info.id == "harbour-3"


@pytest.mark.parametrize(("kind", "suffix"), FORMATS.items())
def test_an_archive_is_known_by_what_it_holds(tmp_path: Path, kind: str, suffix: str) -> None:
    archive = packed(tmp_path, kind)
    assert archive.name.endswith(suffix)
    odd = archive.rename(tmp_path / "download")
    assert "html/index.php" in unpacked(odd)


def test_one_of_several_manuals_in_an_archive_is_read_and_rebuilt(tmp_path: Path, library: Library) -> None:
    folder = tmp_path / "both"
    for form in ("docbook", "markdown"):
        shutil.copytree(DOCUMENTS / form, folder / "manuals" / form)
    archive = Path(shutil.make_archive(str(tmp_path / "both"), "zip", folder))
    offered = offered_manuals(archive)
    assert [one.part for one in offered] == ["manuals/docbook", "manuals/markdown"]
    manual = add_manual(library, archive, part=offered[1].part)
    assert manual.info.source == str(archive / "manuals" / "markdown")
    assert manual.info.fingerprint == fingerprint(archive / "manuals" / "markdown")
    assert same(rebuild_manual(library, manual.info.id), manual)


def test_the_fingerprint_of_an_archive_follows_it(tmp_path: Path) -> None:
    archive = packed(tmp_path, "zip")
    first = fingerprint(archive)
    os.utime(archive, (1, 1))
    assert fingerprint(archive) != first


def test_a_manual_whose_archive_is_gone_is_kept(tmp_path: Path, library: Library) -> None:
    archive = packed(tmp_path, "zip")
    manual = add_manual(library, archive)
    archive.unlink()
    with pytest.raises(SourceError, match="does not exist"):
        rebuild_manual(library, manual.info.id)
    assert library.manuals() == [manual]


def test_an_archive_without_a_manual_is_named(tmp_path: Path) -> None:
    make_zip(tmp_path / "photos.zip", {"one.jpg": b"x"})
    with pytest.raises(SourceError, match=r"photos\.zip holds no manual"):
        offered_manuals(tmp_path / "photos.zip")


@pytest.mark.parametrize("content", [b"", b"text", b"PK", b"\x1f", b"Rar!\x1a\x07\x00", bytes(10_000)])
def test_a_file_that_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(SourceError, match="nothing that can be read"):
        unpacked(tmp_path / "file")


BAD_NAMES = {
    "../up": "leads out",
    "a/../../up": "leads out",
    "a/..": "leads out",
    "/etc/cron.d/evil": "absolute",
    "//server/share": "absolute",
    "C:/Windows/evil": "absolute",
    "c:evil": "absolute",
    "..\\up": "backslash",
    "\\\\server\\share": "backslash",
    "a\x07b": "no text",
    "n" * 300: "too long",
    "/".join(["n" * 200] * 10): "too long",
    "d/" * 40 + "x": "folders deep",
}


@pytest.mark.parametrize("name", BAD_NAMES)
@pytest.mark.parametrize("make", [make_zip, make_tar])
def test_a_name_that_could_lead_elsewhere_is_refused(
    tmp_path: Path, library: Library, make: Make, name: str
) -> None:
    archive = tmp_path / "evil"
    make(archive, {"index.md": b"# Manual\n", name: b"evil"})
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(SourceError) as caught:
        add_manual(library, archive)
    told = str(caught.value)
    assert str(archive) in told
    assert BAD_NAMES[name] in told
    assert repr(name)[1:20] in told
    assert sorted(path for path in tmp_path.rglob("*") if "data" not in path.parts) == before
    assert library.manuals() == []


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ("a.html", "A.html", "but for case"),
        ("dir/a", "DIR/b", "but for case"),
        ("caf\u00e9", "cafe\u0301", "form of its letters"),
        ("a", "a", "twice"),
        ("a", "./a", "twice"),
        ("a", "a/b", "which is a file"),
        ("a/b", "a", "twice"),
    ],
)
@pytest.mark.parametrize("make", [make_zip, make_tar])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_names_that_some_disks_take_for_one_are_refused(
    tmp_path: Path, make: Make, first: str, second: str, reason: str
) -> None:
    archive = tmp_path / "evil"
    if first == second:
        make_twice(archive, make, first)
    else:
        make(archive, {first: b"1", second: b"2"})
    with pytest.raises(SourceError, match=reason):
        unpacked(archive)


def make_twice(path: Path, make: Make, name: str) -> None:
    if make is make_zip:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(name, b"1")
            archive.writestr(name, b"2")
    else:
        with tarfile.open(path, "w") as tar:
            add(tar, name, b"1")
            add(tar, name, b"2")


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE]
)
def test_links_and_devices_in_a_tar_are_refused(tmp_path: Path, kind: bytes) -> None:
    with tarfile.open(tmp_path / "evil.tar", "w") as archive:
        add(archive, "index.md", b"# Manual\n")
        add(archive, "pages/link.md", kind=kind)
    with pytest.raises(SourceError, match=r"evil\.tar .*'pages/link\.md' in it is a link or a device"):
        unpacked(tmp_path / "evil.tar")


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK])
def test_links_and_devices_in_a_zip_are_refused(tmp_path: Path, kind: int) -> None:
    member = zipfile.ZipInfo("link.md")
    member.external_attr = (kind | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as archive:
        archive.writestr(member, "/etc/passwd")
    with pytest.raises(SourceError, match=r"'link\.md' in it is a link or a device"):
        unpacked(tmp_path / "evil.zip")


def test_an_encrypted_zip_is_refused(tmp_path: Path) -> None:
    make_zip(tmp_path / "secret.zip", {"index.md": b"# Manual\n"})
    data = bytearray((tmp_path / "secret.zip").read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "secret.zip").write_bytes(data)
    with pytest.raises(SourceError, match=r"'index\.md' in it is encrypted"):
        unpacked(tmp_path / "secret.zip")


ZEROS = 40_000_000


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress, bz2.compress, None])
def test_an_archive_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, library: Library, pack: Callable[[bytes], bytes] | None
) -> None:
    bomb = tmp_path / "bomb"
    if pack:
        make_tar(tmp_path / "plain", {"index.md": bytes(ZEROS)})
        bomb.write_bytes(pack((tmp_path / "plain").read_bytes()))
    else:
        make_zip(bomb, {f"{count}.md": bytes(ZEROS // 4) for count in range(4)})
    with pytest.raises(SourceError, match="bomb is not unpacked: it unpacks to more than"):
        add_manual(library, bomb)
    assert library.manuals() == []


@pytest.mark.parametrize("make", [make_zip, make_tar])
@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(file=100), "'big' in it is larger than"),
        (Limits(total=120, small=1), "unpacks to more than"),
        (Limits(members=2), "holds more than 2 files"),
    ],
)
def test_the_limits_hold(tmp_path: Path, make: Make, limits: Limits, reason: str) -> None:
    archive = tmp_path / "much"
    make(archive, {"small": b"1", "big": os.urandom(150), "third": b"3"})
    assert len(unpacked(archive)) == 3
    with pytest.raises(SourceError, match=reason):
        unpacked(archive, limits)


def test_a_zip_that_lies_about_a_size_is_refused(tmp_path: Path) -> None:
    make_zip(tmp_path / "lie.zip", {"index.md": bytes(1000)})
    data = bytearray((tmp_path / "lie.zip").read_bytes())
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = (10).to_bytes(4, "little")
    (tmp_path / "lie.zip").write_bytes(data)
    with pytest.raises(SourceError, match=r"'index\.md' in it is damaged"):
        unpacked(tmp_path / "lie.zip")


def test_a_tar_that_lies_about_a_size_is_refused(tmp_path: Path) -> None:
    make_tar(tmp_path / "lie.tar", {"index.md": b"# Manual\n", "next.md": b"x"})
    with tarfile.open(tmp_path / "lie.tar") as archive:
        member = archive.getmember("index.md")
    member.size = 1 << 60
    data = bytearray((tmp_path / "lie.tar").read_bytes())
    data[:512] = member.tobuf(tarfile.GNU_FORMAT)
    (tmp_path / "lie.tar").write_bytes(data)
    with pytest.raises(SourceError, match="damaged or cut short"):
        unpacked(tmp_path / "lie.tar")


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.9])
def test_an_archive_cut_short_is_refused(tmp_path: Path, kind: str, share: float) -> None:
    archive = packed(tmp_path, kind)
    data = archive.read_bytes()
    archive.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(SourceError, match=str(archive)):
        unpacked(archive)


def test_a_damaged_header_in_the_middle_of_a_tar_is_no_end(tmp_path: Path) -> None:
    make_tar(tmp_path / "t.tar", {"a": b"1", "b": b"2", "c": b"3"})
    data = bytearray((tmp_path / "t.tar").read_bytes())
    data[1024 + 150] ^= 1
    (tmp_path / "t.tar").write_bytes(data)
    with pytest.raises(SourceError, match="its end is missing"):
        unpacked(tmp_path / "t.tar")


def test_an_archive_within_an_archive_stays_packed(tmp_path: Path) -> None:
    make_zip(tmp_path / "inner.zip", {"bomb": bytes(1_000_000)})
    inner = (tmp_path / "inner.zip").read_bytes()
    make_zip(tmp_path / "outer.zip", {"inner.zip": inner})
    assert unpacked(tmp_path / "outer.zip") == {"inner.zip": inner}


def test_want_of_room_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_zip(tmp_path / "a.zip", {"index.md": b"# Manual\n"})

    monkeypatch.setattr(Path, "open", refusing_to_write(Path.open))
    with pytest.raises(LibraryError, match=r"cannot be unpacked into .*: No space left"):
        unpacked(tmp_path / "a.zip")


def test_want_of_a_place_to_unpack_to_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_zip(tmp_path / "a.zip", {"index.md": b"# Manual\n"})
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    with pytest.raises(LibraryError, match=r"a\.zip cannot be unpacked: .*No such file"):
        unpacked(tmp_path / "a.zip")


def refusing_to_write(real: Callable[..., io.IOBase]) -> Callable[..., io.IOBase]:
    def open_file(self: Path, mode: str = "r", **options: object) -> io.IOBase:
        if "x" in mode:
            raise OSError(28, "No space left on device")
        return real(self, mode, **options)

    return open_file


PARTS = st.one_of(
    st.sampled_from(
        [
            "..",
            ".",
            "",
            "a",
            "A",
            "b",
            "c:",
            "C:",
            "~",
            "\\",
            "a\\b",
            "caf\u00e9",
            "cafe\u0301",
            "\u2024\u2024",
        ]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=4),
)
NAMES = st.lists(PARTS, max_size=5).map("/".join)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("names")


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("make", [make_zip, make_tar])
@settings(deadline=None, max_examples=300)
@given(names=st.lists(NAMES, max_size=4))
def test_whatever_the_names_nothing_is_written_outside(scratch: Path, make: Make, names: list[str]) -> None:
    archive = scratch / "archive"
    archive.unlink(missing_ok=True)
    try:
        make(archive, {name: name.encode() for name in names})
    except (ValueError, OSError):
        return  # not even Python writes such an archive
    around = set(scratch.rglob("*")) | set(Path(tempfile.gettempdir()).iterdir())
    try:
        with opened(archive) as folder:
            for path in folder.parent.rglob("*"):
                assert path.resolve().is_relative_to(folder.resolve())
                assert not path.is_symlink()
    except SourceError as error:
        told = str(error)
    else:
        told = str(archive)
    assert str(archive) in told
    assert set(scratch.rglob("*")) | set(Path(tempfile.gettempdir()).iterdir()) == around


@pytest.fixture(scope="module")
def sound() -> list[bytes]:
    """Return a sound archive of each kind."""
    archives = []
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "archive"
        files = {f"page{count}.md": b"# Page\n\ntext " * count for count in range(5)}
        make_zip(path, files)
        archives.append(path.read_bytes())
        make_tar(path, files)
        plain = path.read_bytes()
    return [*archives, plain, gzip.compress(plain), lzma.compress(plain), bz2.compress(plain)]


@settings(deadline=None, max_examples=400)
@given(which=st.integers(0, 4), harm=st.lists(st.tuples(st.integers(0), st.integers(0, 255)), max_size=6))
def test_a_damaged_archive_is_read_or_refused(
    scratch: Path, sound: list[bytes], which: int, harm: list[tuple[int, int]]
) -> None:
    data = bytearray(sound[which])
    for place, value in harm:
        data[place % len(data)] = value
    (scratch / "damaged").write_bytes(data)
    try:
        unpacked(scratch / "damaged")
    except SourceError as error:
        told = str(error)
    else:
        told = str(scratch / "damaged")
    assert str(scratch / "damaged") in told
