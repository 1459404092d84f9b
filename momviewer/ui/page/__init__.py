"""The page: how it is laid out, marked, measured and copied."""
