"""Snippets in the window: copies, their menu, and filling in values."""
