"""Tells a damaged manual from a computer in trouble and from a bug.

Only a damaged manual is built again. A file that the computer cannot give now may be sound: no more files can
be opened, or a disk does not answer. Whatever else goes wrong is a bug, and travels on as it is.
"""

import errno
import sqlite3
from pathlib import Path

from momviewer.errors import DamagedBundleError, LibraryError, MomviewerError

NO_FILE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ELOOP})
"""What the system answers where a file of a bundle is not there, or something else is in its place."""
DAMAGE_CODES = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT})
"""What SQLite calls a file that is no database, or none that is whole."""
DAMAGE_MESSAGES = ("no such table", "no such column", "unsupported file format", "Could not decode to UTF-8")
"""How messages begin that tell of another form of data; SQLite has no code of their own for them."""
COMPUTER_CODES = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOLFS,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_READONLY,
    }
)
"""What SQLite says where the computer does not give the file, or does not take what is to be written."""
PRIMARY_CODE = 0xFF
"""The bits of SQLite's code that say what kind of error it is; those above say more of it."""


def damaged(folder: Path, what: str) -> DamagedBundleError:
    """Return the error that says a bundle's files are not as they were written, and what to do."""
    return DamagedBundleError(
        f"The manual in {folder} is damaged ({what}). Rebuild it from its source.", folder
    )


def file_trouble(folder: Path, name: str, error: OSError) -> MomviewerError:
    """Return what to raise where the file `name` of the bundle in `folder` cannot be read.

    That is a DamagedBundleError where the file is missing, and a LibraryError for what the computer refuses.
    """
    if error.errno in NO_FILE:
        return damaged(folder, f"{name}: {error.strerror}")
    return _refused(folder, name, error.strerror or str(error))


def database_trouble(folder: Path, name: str, error: sqlite3.Error) -> MomviewerError | None:
    """Return what to raise where the database `name` of the bundle in `folder` cannot be read.

    That is a DamagedBundleError or a LibraryError, by SQLite's code; None where the error is a bug of ours.
    """
    code = code_of(error)
    if code in DAMAGE_CODES or (code in {None, sqlite3.SQLITE_ERROR} and _tells_of_data(error)):
        return damaged(folder, f"{name}: {error}")
    return _refused(folder, name, str(error)) if code in COMPUTER_CODES else None


def code_of(error: sqlite3.Error) -> int | None:
    """Return the kind of an error in SQLite's numbers; None for one that Python's own part raised."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & PRIMARY_CODE


def _tells_of_data(error: sqlite3.Error) -> bool:
    return isinstance(error, sqlite3.OperationalError) and str(error).startswith(DAMAGE_MESSAGES)


def _refused(folder: Path, name: str, why: str) -> LibraryError:
    return LibraryError(
        f"{folder / name} cannot be read now: {why}. The manual itself may be sound; try again once the"
        " computer can read its files."
    )
