"""The page: laid out, marked, measured and copied."""
