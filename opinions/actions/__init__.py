"""Writes that change no status."""
