"""The base of all rooms of the window: theme, icons, commands, threads, saving."""
