"""Opens databases that others wrote: they may be damaged, or hold views whose reading never ends."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import quote

MAX_INSTRUCTIONS = 1_000_000_000
"""Most instructions of SQLite for one database, some ten seconds; half a million names take a hundredth."""
AT_A_TIME = 100_000
"""Instructions between two looks at how many there were."""


@contextmanager
def opened_database(file: Path, most: int) -> Iterator[sqlite3.Connection]:
    """Yield a database that is only read, with values of at most `most` bytes.

    Raises sqlite3.Error for one that is none, and where reading takes too long: a view can be endless.
    """
    if not file.is_file():  # opening a pipe would never end
        raise sqlite3.OperationalError("it is not a file")
    looks = count()
    address = f"file:{quote(str(file.absolute()))}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as database:
        database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, most)
        database.set_progress_handler(lambda: next(looks) * AT_A_TIME > MAX_INSTRUCTIONS, AT_A_TIME)
        try:
            yield database
        except sqlite3.OperationalError as error:
            if next(looks) * AT_A_TIME > MAX_INSTRUCTIONS:
                raise sqlite3.OperationalError("reading it takes too long") from error
            raise
