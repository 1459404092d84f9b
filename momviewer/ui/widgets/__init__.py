"""Widgets that know nothing of manuals: lists, strips, dialogs, rows."""
