"""What a reader does with a snippet beside copying it: its menu, and filling in values."""
