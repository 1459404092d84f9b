"""Tells a damaged manual from a computer in trouble and from a bug.

Only a damaged manual is built again. A file that the computer cannot give now, because too many are open or a
disk does not answer, may be sound. Anything else that goes wrong is a bug and is raised as it is.
"""

import errno
import sqlite3
from pathlib import Path

from momviewer.errors import DamagedBundleError, LibraryError, MomviewerError

NO_FILE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ELOOP})
"""The system's codes for a file of a bundle that is missing, or has something else in its place."""
DAMAGE_CODES = frozenset(
    {
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FORMAT,
        sqlite3.SQLITE_INTERRUPT,  # by our own bound: the file leads in circles
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_TOOBIG,
    }
)
"""SQLite's codes for a file that is no database, or is damaged."""
DAMAGE_MESSAGES = ("no such table", "no such column", "unsupported file format", "Could not decode to UTF-8")
"""Beginnings of messages about data of another form, for which SQLite has no code of its own."""
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
"""SQLite's codes for a computer that cannot read or write the file now."""
PRIMARY_CODE = 0xFF
"""The bits of SQLite's code that say which kind of error it is; the bits above them say more."""


def damaged(folder: Path, what: str) -> DamagedBundleError:
    """Return the error of a bundle whose files are not as they were written; `what` says which."""
    return DamagedBundleError(
        f"The manual in {folder} is damaged ({what}). Rebuild it from its source.", folder
    )


def file_trouble(folder: Path, name: str, error: OSError) -> MomviewerError:
    """Return the error to raise if the file `name` of the bundle in `folder` cannot be read.

    It is a DamagedBundleError if the file is missing, and a LibraryError if the computer refuses it.
    """
    if error.errno in NO_FILE:
        return damaged(folder, f"{name}: {error.strerror}")
    return _refused(folder, name, error.strerror or str(error))


def database_trouble(folder: Path, name: str, error: sqlite3.Error) -> MomviewerError | None:
    """Return the error to raise if the database `name` of the bundle in `folder` cannot be read.

    SQLite's code decides between DamagedBundleError, LibraryError, and None for a bug.
    """
    code = code_of(error)
    if code in DAMAGE_CODES or (code in {None, sqlite3.SQLITE_ERROR} and _tells_of_data(error)):
        return damaged(folder, f"{name}: {error}")
    return _refused(folder, name, str(error)) if code in COMPUTER_CODES else None


def code_of(error: sqlite3.Error) -> int | None:
    """Return SQLite's code for the kind of an error, or None if Python's own part raised it."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & PRIMARY_CODE


def _tells_of_data(error: sqlite3.Error) -> bool:
    return isinstance(error, sqlite3.OperationalError) and str(error).startswith(DAMAGE_MESSAGES)


def _refused(folder: Path, name: str, why: str) -> LibraryError:
    return LibraryError(
        f"{folder / name} cannot be read now: {why}. The manual itself may be sound; try again once the"
        " computer can read its files."
    )
