"""Speaks to the window that is open on the same data, so that a second start costs no window and no Qt."""

import hashlib
import json
import os
import socket
import stat
import sys
import warnings
from pathlib import Path

import platformdirs

from momviewer.errors import LibraryError, MomviewerError, NotFoundError, UsageError

HAND_OVER_TIMEOUT_S = 5.0
"""Seconds the open window is given to answer: one that stands takes a frame, one that starts a moment."""
TAKEN = b"taken\n"
"""What the window answers when it shows the target; else a line that begins with `REFUSED`."""
REFUSED = b"refused "
ERRORS: dict[int, type[MomviewerError]] = {error.exit_code: error for error in (NotFoundError, UsageError)}
"""What an answer that refuses a target is raised as here, by the exit code that it asks for."""
MAX_SOCKET_NAME_BYTES = 100
"""Bytes that the name of a local socket may have on every system, with some to spare for Qt's own."""
MAX_MESSAGE_BYTES = 32_768
"""Bytes of a message, its line end included; JSON writes each character of a target as up to six."""


def window_address(data: Path) -> str:
    """Return where the window on a data folder listens, or "" where no place is this user's alone.

    It is a local socket, on Windows a named pipe. Its name stands for the data folder, whose own path may be
    longer than the name of a socket can be.
    """
    name = f"momviewer-{hashlib.sha256(os.fsencode(data.absolute())).hexdigest()[:16]}"
    if sys.platform == "win32":
        return rf"\\.\pipe\{name}"
    folder = _private_folder()
    address = str(folder / name) if folder else ""
    return address if len(os.fsencode(address)) <= MAX_SOCKET_NAME_BYTES else ""


def hand_over(address: str, target: str) -> bool:
    """Give a target ("" for none) to the window that listens at `address`; say whether there is one.

    Returns when the window has shown it. Raises NotFoundError, UsageError or LibraryError, as the window
    words it, where it cannot, and LibraryError where a window is there and does not answer.
    """
    try:
        answer = _asked(address, message(target)) if address else None
    except (FileNotFoundError, ConnectionRefusedError):  # none was opened, or it was killed
        return False
    except OSError:  # among them the time-out
        answer = b""
    if answer is None:
        return False
    if error := read_refusal(answer):
        raise error
    if answer != TAKEN:
        raise LibraryError("The window that is open does not answer. Close it and start again.")
    return True


def message(target: str) -> bytes:
    """Return what is sent: the target, and the desktop's leave to come to the front."""
    sent = {"target": target, "activation": os.environ.get("XDG_ACTIVATION_TOKEN", "")}
    return json.dumps(sent).encode() + b"\n"


def read_message(line: bytes) -> tuple[str, str] | None:
    """Return the target and the activation token of a message; None for anything else."""
    try:
        sent = json.loads(line)
        target, activation = sent["target"], sent["activation"]
    except (ValueError, LookupError, TypeError, RecursionError):  # the last for brackets beyond reason
        return None
    return (target, activation) if isinstance(target, str) and isinstance(activation, str) else None


def refusal(message: str, exit_code: int) -> bytes:
    """Return what the window answers for a target that it cannot show."""
    return REFUSED + json.dumps({"message": message, "exit_code": exit_code}).encode() + b"\n"


def read_refusal(line: bytes) -> MomviewerError | None:
    """Return the error that an answer stands for; None for any other."""
    if not line.startswith(REFUSED):
        return None
    try:
        sent = json.loads(line.removeprefix(REFUSED))
        return ERRORS.get(sent["exit_code"], LibraryError)(str(sent["message"]))
    except (ValueError, LookupError, TypeError, RecursionError):
        return None


def _asked(address: str, sent: bytes) -> bytes:
    if sys.platform == "win32":
        with Path(address).open("r+b", buffering=0) as pipe:
            pipe.write(sent)
            return pipe.readline(MAX_MESSAGE_BYTES)
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(HAND_OVER_TIMEOUT_S)
        line.connect(address)
        line.sendall(sent)
        with line.makefile("rb") as answer:
            return answer.readline(MAX_MESSAGE_BYTES)


def _private_folder() -> Path | None:
    """Return the folder for sockets, made where it is missing; None where another user could have made it."""
    with warnings.catch_warnings():  # of a system without folders for this: we look at what we get ourselves
        warnings.simplefilter("ignore", platformdirs.RuntimeDirWarning)
        folder = Path(platformdirs.user_runtime_dir("momviewer", appauthor=False))
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return None
    ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()
    return folder if ours and not found.st_mode & 0o077 else None
