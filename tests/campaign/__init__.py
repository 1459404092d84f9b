"""Attacks on the program that go on for as long as they are let: `python -m tests.campaign --minutes 10`.

Each module is a class of attacks. A trial is one attack, made from a number and nothing else, so that a
failure can be repeated; `make test` runs a few trials of each class with fixed numbers.
"""
