"""Rosters as offices keep them, read, told apart, tried, and written all or nothing."""
