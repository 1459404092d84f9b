"""Snippets as a reader takes them: how they are copied, and values filled in."""
