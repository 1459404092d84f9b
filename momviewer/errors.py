"""Errors a reader may see: what happened, to which file, what to do; anything else is a bug.

    MomviewerError                  trouble worded for the reader                       exit code 3
    ├── UsageError                  what was asked for cannot be understood                       2
    │   ├── RefusedQueryError       a query that is none of the language                          2
    │   └── AmbiguousTargetError    several places could be meant (momviewer.library.targets)     2
    ├── NotFoundError               no manual here holds what was asked for                       1
    │   └── TargetNotFoundError     a target that is nowhere (momviewer.library.targets)          1
    ├── SourceError                 a source cannot be read as a manual                           3
    ├── LibraryError                the computer does not give a file, or does not take one       3
    ├── UnusableBundleError         a built manual cannot be opened                               3
    │   ├── DamagedBundleError      its files are not as they were written: it is built again     3
    │   └── BundleFormatError       it is of another version of the program                       3
    │       └── OlderBundleError    it is of an older one: it is built again                      3
    ├── OutputError                 standard output takes no more                                 3
    ├── MissingLibraryError         the system lacks a library or a font                          3
    └── CancelledError              the reader stopped a task                                     3

A bug ends a verb of the command line with BUG_EXIT_CODE, and is told by `momviewer.crash_log`.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar

BUG_EXIT_CODE = 70
"""What the command line answers where it meets a bug: EX_SOFTWARE, which not every system has a name for."""


class MomviewerError(Exception):
    """Trouble worded for the reader; `exit_code` is what the command line answers."""

    exit_code: ClassVar[int] = 3


class UsageError(MomviewerError):
    """What was asked for cannot be understood."""

    exit_code = 2


class RefusedQueryError(UsageError):
    """A query that cannot be read; `momviewer.query.diagnose` says why."""


class NotFoundError(MomviewerError):
    """What was asked for is understood, and no manual here holds it."""

    exit_code = 1


class SourceError(MomviewerError):
    """A source folder or archive that cannot be read as a manual."""


class LibraryError(MomviewerError):
    """The computer does not give a file, or does not take one; to build a manual again repairs nothing."""


class UnusableBundleError(MomviewerError):
    """A built manual that cannot be opened; `folder` is where it lies."""

    def __init__(self, message: str, folder: Path) -> None:
        super().__init__(message)
        self.folder = folder


class DamagedBundleError(UnusableBundleError):
    """A built manual whose files are incomplete or changed; it can be rebuilt from its source."""


class BundleFormatError(UnusableBundleError):
    """A built manual in a format of another version of the program."""


class OlderBundleError(BundleFormatError):
    """A built manual in the format of an older version of the program; it is to be rebuilt."""


class OutputError(MomviewerError):
    """What was found cannot be written to standard output."""


class MissingLibraryError(MomviewerError):
    """The window cannot open, for want of a system library or a font."""


class CancelledError(MomviewerError):
    """The reader stopped a task; nothing was changed."""


REPAIRABLE = (DamagedBundleError, OlderBundleError)
"""What is wrong with a bundle that building it again repairs."""
BUILDER_ERRORS: Mapping[str, type[MomviewerError]] = MappingProxyType(
    {"source": SourceError, "library": LibraryError, "other": MomviewerError}
)
"""What stops a build, by the code that the builder's process says it with."""


def builder_code(error: MomviewerError) -> str:
    """Return the code that stands for an error between the builder's process and the one that runs it."""
    return next(code for code, kind in BUILDER_ERRORS.items() if isinstance(error, kind))
