"""Preferences: the settings while the window is open, and the dialogs of settings and shortcuts."""
