"""The window: makes its parts, lays them out, starts and ends them."""
