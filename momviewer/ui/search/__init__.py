"""Searching in the window: the bar, the strip under it, and the results."""
