"""The page model that every reader of a form hands over, and what keeps it clean."""
