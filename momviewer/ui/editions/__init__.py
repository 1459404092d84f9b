"""Editions in the window: shows what changed between two, and moves bookmarks to the newer one."""
