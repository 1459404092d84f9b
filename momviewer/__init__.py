"""A desktop browser for the Momentum 4 Reference Manual and manuals like it."""

__version__ = "0.1.0"
