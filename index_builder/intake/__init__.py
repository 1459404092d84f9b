"""Intake: takes archives, pages and pictures in safely, within limits of memory, time and size."""
