"""Errors a reader may see: what happened, to which file, what to do; anything else is a bug."""

from pathlib import Path


class MomviewerError(Exception):
    """Trouble worded for the reader; `exit_code` is what the command line answers."""

    exit_code = 3


class UsageError(MomviewerError):
    """What was asked for cannot be understood."""

    exit_code = 2


class NotFoundError(MomviewerError):
    """What was asked for is understood, and no manual here holds it."""

    exit_code = 1


class SourceError(MomviewerError):
    """A source folder that cannot be read as a manual."""


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


class LibraryError(MomviewerError):
    """The library's folder cannot be read or written."""


class OutputError(MomviewerError):
    """What was found cannot be written to standard output."""


class CancelledError(MomviewerError):
    """The reader stopped a task; nothing was changed."""


MENDABLE = (DamagedBundleError, OlderBundleError)
"""What is wrong with a bundle that building it again mends."""
