"""Verbs of this room that change a status, each the only door to it."""
