"""Tailored help: the table at which several organisations look at one case, what it teaches others, and the talks of a programme."""
