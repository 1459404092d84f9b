"""The forms of source documents: one reader each, one page model out."""
