"""Words that are put together in many places alike: how many of something, a title with its number."""


def counted(count: int, noun: str, plural: str = "") -> str:
    """Return a count with its noun, "1 page" or "1,200 pages"; `plural` is for nouns that take no s."""
    return f"{count:,} {noun if count == 1 else plural or f'{noun}s'}"


def numbered(number: str, title: str) -> str:
    """Return a title behind its number, if it has one: "15.3 Configuring Scopes"."""
    return f"{number} {title}".strip()
