"""Opens archives made to do harm: each is refused with a sentence, or stays in the folder it is unpacked to.

The names of what is in them lead out, are absolute, too long, no text, or alike; what is in them are links,
devices, sparse files, other archives, or far more than the archive has room for; and their bytes are changed.
"""

import bz2
import gzip
import io
import lzma
import shutil
import stat
import struct
import tarfile
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random

from index_builder.intake.archive import opened
from index_builder.intake.unpacking import Limits
from momviewer.errors import MomviewerError
from momviewer.library.importing import build_built_in
from momviewer.library.library import Library
from momviewer.paths import user_paths
from tests.campaign.fragments import Snare, amount
from tests.campaign.pages import closed_in
from tests.campaign.trial import Attack, check
from tests.e2e.program import momviewer

ARCHIVES_A_TRIAL = 10
MAX_BOMB_BYTES = 60_000_000
LIMITS = Limits(total=40 << 20, small=4 << 20, file=20 << 20, members=3_000)
"""Limits that are met sooner than the program's own, in proportion."""
DOCUMENTS = Path(__file__).parents[1] / "unit" / "documents" / "markdown"
UNMAKEABLE = (ValueError, OverflowError, struct.error, tarfile.TarError, zipfile.LargeZipFile)
"""What Python raises where it does not write such an archive itself."""

Members = list[tuple[str, bytes]]


def prepare(shared: Path) -> None:
    """Build a library with the bundled manual."""
    build_built_in(Library(user_paths(str(shared / "data"))))


def attempt(shared: Path, folder: Path, chance: Random) -> None:
    """Unpack some archives, and add the last one to a library."""
    shutil.copytree(shared / "data", folder / "data")
    with closed_in(folder) as snare:
        source = folder / "source"
        source.mkdir()
        with temporary(folder / "temporary"):
            for number in range(ARCHIVES_A_TRIAL):
                archive = source / f"odd-{number}"
                with suppress(*UNMAKEABLE):
                    archive.write_bytes(made(chance, snare))
                if archive.exists():
                    unpack(archive)
        if archive.exists():
            settings = {"TMPDIR": str(folder / "temporary"), "HOME": str(folder / "home")}
            told = momviewer(folder / "data", "library", "add", archive, settings=settings)
            check(told.code in {0, 3}, f"add answers {told.code}: {told.err}")
            check("Traceback" not in told.err, told.err)
            hidden = [path.name for path in (folder / "data").glob("manuals/.*")]
            check(not hidden, f"left in the library: {hidden}")


def unpack(archive: Path) -> None:
    """Unpack an archive and look at what came of it."""
    try:
        with opened(archive, limits=LIMITS) as folder:
            found = list(folder.rglob("*"))
            for path in found:
                kind = path.lstat().st_mode
                check(stat.S_ISREG(kind) or stat.S_ISDIR(kind), f"{path} is neither a file nor a folder")
                check(path.resolve().is_relative_to(folder.resolve()), f"{path} leads out")
            size = sum(path.stat().st_size for path in found if path.is_file())
            check(size <= LIMITS.total, f"{size} bytes are unpacked")
            check(len(found) <= LIMITS.members * LIMITS.depth, f"{len(found)} files are unpacked")
    except MomviewerError as error:
        check(str(error).isprintable(), f"it says {error!s:.300}")
        check(str(archive) in str(error), f"it does not say which archive: {error!s:.300}")


@contextmanager
def temporary(folder: Path) -> Iterator[None]:
    """Have temporary files made in a folder."""
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before


# The archives


def made(chance: Random, snare: Snare) -> bytes:
    """Return an archive."""
    members = sound()
    for _ in range(chance.choice((0, 1, 1, 3))):
        members.insert(chance.randrange(len(members) + 1), (name(chance, snare), content(chance)))
    kind = chance.randrange(8)
    data = zipped(members, chance) if kind < 3 else tarred(members, chance, snare)
    if kind >= 5:
        data = chance.choice((gzip.compress, bz2.compress, lzma.compress, twice))(data)
    return changed(data, chance) if chance.random() < 0.4 else data


def sound() -> Members:
    """Return the pages of a small manual."""
    return [(path.name, path.read_bytes()) for path in sorted(DOCUMENTS.glob("*.md"))]


def name(chance: Random, snare: Snare) -> str:
    """Return a name for a member."""
    outside = str(snare.folder / "made")
    return chance.choice(
        (
            "../made", "a/../../made", "../" * 30 + outside.lstrip("/"), outside, f"/{outside}",
            f"//{outside}", "./../made", "a/..", "..", ".", "", "/", "a//b", "a/./b", "C:/made", "c:made",
            "..\\made", "\\\\x\\y", "\u2024\u2024/made", "\uff0e\uff0e/made", "a\0b", "a\nb", "a\x1bb",
            "\u202ea", "\ud800", "\udcff", "\ufeffa", "n" * 250, "n" * 70_000, "/".join(["n" * 200] * 20),
            "d/" * 40 + "x", "d/" * 2_000 + "x", "INDEX.md", "index.md", "index.md/x", "index.md/", "con",
            "con.md", "aux.", "nul.md", "a.", "a ", " a", "a:b", "a*?<>|", "caf\u00e9.md", "cafe\u0301.md",
            "CAF\u00c9.md", "stra\u00dfe", "STRASSE", "\u0131", "~", "~root/made", "$HOME", "-rf",
            ".git/config", ".bashrc", "__MACOSX/x", "images/x.png", "#", "%2e%2e/made", "\u5b57" * 80,
            "\U0001f6a2" * 60,
        )
    )  # fmt: skip


def content(chance: Random) -> bytes:
    """Return what is in a member."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.md", bytes(1_000_000))
    return chance.choice(
        (
            b"",
            b"# Odd\n",
            bytes(amount(chance, MAX_BOMB_BYTES)),
            chance.randbytes(amount(chance, 300_000)),
            inner.getvalue(),
            gzip.compress(gzip.compress(bytes(10_000_000))),
        )
    )


def twice(data: bytes) -> bytes:
    """Return an archive compressed in two ways, one around the other."""
    return gzip.compress(lzma.compress(data))


def zipped(members: Members, chance: Random) -> bytes:
    """Return a .zip of members, among them one that is no file."""
    stream = io.BytesIO()
    method = chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", method) as archive:
        warnings.simplefilter("ignore")  # two of one name
        for called, data in members:
            info = zipfile.ZipInfo("x")
            info.filename, info.compress_type = called, method
            if chance.random() < 0.05:
                kinds = stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK, stat.S_IFDIR, 0o4000
                info.external_attr = (chance.choice(kinds) | 0o777) << 16
            archive.writestr(info, data)
        archive.comment = chance.randbytes(chance.choice((0, 0, 60_000)))
    packed = bytearray(stream.getvalue())
    if (
        chance.random() < 0.3
    ):  # flags, method, checksum, sizes, name's length or place of a member, in the list
        at = packed.rindex(b"PK\x01\x02") + chance.choice((8, 10, 16, 20, 24, 28, 42))
        packed[at : at + 2] = chance.choice((b"\1\0", b"\xff\xff", b"\0\0", b"\x63\0", chance.randbytes(2)))
    return chance.choice((b"", b"", b"", chance.randbytes(500))) + bytes(packed)


TYPES = (
    *(tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE, tarfile.CONTTYPE),
    *(tarfile.GNUTYPE_SPARSE, tarfile.DIRTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.XHDTYPE, b"Z", b"\xff"),
)
"""Kinds of members that a .tar may have, and some that none has."""


def tarred(members: Members, chance: Random, snare: Snare) -> bytes:
    """Return a .tar of members, among them links and devices, with fields that name other places."""
    stream = io.BytesIO()
    form = chance.choice((tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT))
    errors = chance.choice(("surrogateescape", "surrogatepass"))
    with tarfile.open(fileobj=stream, mode="w", format=form, errors=errors) as archive:
        for called, data in members:
            member = tarfile.TarInfo(called)
            member.size = len(data)
            if chance.random() < 0.05:
                member.type = chance.choice(TYPES)
                member.linkname = chance.choice(
                    (str(snare.folder / "secret"), "../outside/secret", "..", called)
                )
            if form == tarfile.PAX_FORMAT and chance.random() < 0.1:
                field = chance.choice(
                    ("path", "linkpath", "size", "GNU.sparse.realsize", "GNU.sparse.name", "mtime")
                )
                member.pax_headers = {
                    field: chance.choice((name(chance, snare), "9" * 5_000, "-1", str(1 << 62)))
                }
            archive.addfile(member, io.BytesIO(data))
    return stream.getvalue()


def changed(data: bytes, chance: Random) -> bytes:
    """Return an archive cut short, continued, or with some bytes that are others."""
    found = bytearray(data)
    how: tuple[Callable[[], object], ...] = (
        lambda: found.__delitem__(slice(chance.randrange(len(found)), None)),
        lambda: found.extend(chance.randbytes(5_000)),
        lambda: found.extend(data),
        lambda: found.__delitem__(slice(0, chance.randrange(600))),
        *(lambda: found.__setitem__(chance.randrange(min(len(found), 600)), chance.randrange(256)),) * 3,
        *(lambda: found.__setitem__(chance.randrange(len(found)), chance.randrange(256)),) * 3,
    )
    for _ in range(chance.choice((1, 1, 5))):
        if found:
            chance.choice(how)()
    return bytes(found)


ATTACK = Attack(
    "archives", "archives made to do harm are refused, or stay in their folder", prepare, attempt, 4
)
