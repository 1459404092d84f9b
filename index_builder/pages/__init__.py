"""Pages: the page model that every reader hands over, its trees, and what keeps it clean."""
