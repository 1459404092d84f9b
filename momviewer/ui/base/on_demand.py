"""Makes parts of the window when they are first needed, so that a start does not wait for them."""

from collections.abc import Callable
from typing import Generic, TypeVar

Part_co = TypeVar("Part_co", covariant=True)


class OnDemand(Generic[Part_co]):
    """Makes a part at the first call, and returns the same one from then on."""

    def __init__(self, make: Callable[[], Part_co]) -> None:
        self._make = make
        self.made: Part_co | None = None
        """The part, or None as long as nobody asked for it."""

    def __call__(self) -> Part_co:
        """Return the part."""
        if self.made is None:
            self.made = self._make()
        return self.made
