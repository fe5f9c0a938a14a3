"""The shape of what is typed at a station: one form per action."""
