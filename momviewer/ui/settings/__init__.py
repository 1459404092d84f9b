"""Preferences: the dialog, the shortcuts, and what puts a setting to work."""
