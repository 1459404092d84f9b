"""The window itself: makes the parts, lays them out, starts and ends them."""
