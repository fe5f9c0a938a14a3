"""Pages of the house itself. Nothing is imported here: the public side uses `errors` and `health` alone."""
