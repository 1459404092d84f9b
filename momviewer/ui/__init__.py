"""The window: widgets and what keeps them in step, in rooms that import downwards only."""
