"""Reads that aggregate or explain; plain values, no HTTP."""
