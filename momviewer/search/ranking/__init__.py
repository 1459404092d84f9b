"""Ranking: which pages a query finds, what each is worth, and their order."""
