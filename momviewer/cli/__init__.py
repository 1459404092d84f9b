"""The command line: every verb works without a display, and only the window's verbs load Qt."""
