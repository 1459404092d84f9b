"""How far a build is, as the builder tells it to who runs it, and as a bar at the prompt."""

from dataclasses import dataclass

BAR_COLUMNS = 24
DONE = "Done"
"""The last step of a build."""


@dataclass(frozen=True, slots=True)
class BuildProgress:
    """The step in plain words, how many pages of how many are done (of 0: nobody knows), the next page."""

    step: str
    done: int
    total: int
    page: str = ""

    @property
    def is_end(self) -> bool:
        """Return whether the build is done."""
        return self.step == DONE

    @property
    def place(self) -> str:
        """Return how far it is as a part of a sentence: "reading pages, 3 of 9"."""
        far = f", {self.done} of {self.total}" if self.total else ""
        return f"{self.step[:1].lower()}{self.step[1:]}{far}"

    @property
    def bar(self) -> str:
        """Return a line that a prompt draws again and again: "Reading pages      [########....] 3 of 9"."""
        filled = BAR_COLUMNS * self.done // max(self.total, 1)
        far = f"{self.done} of {self.total}" if self.total else "..."
        return f"{self.step:<18} [{'#' * filled}{'.' * (BAR_COLUMNS - filled)}] {far} "
