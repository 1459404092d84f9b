"""The syntax help at the bar and the window of help pages."""
