"""Pages of this room: HTTP in, HTTP out."""
