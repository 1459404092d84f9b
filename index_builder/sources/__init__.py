"""The forms of source documents: a reader for each, all of which hand over the same page model."""
