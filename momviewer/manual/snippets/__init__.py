"""Snippets as a reader uses them: copied in several forms, with values filled in."""
