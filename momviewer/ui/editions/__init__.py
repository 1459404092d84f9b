"""What changed between two editions of a manual, shown and carried over."""
