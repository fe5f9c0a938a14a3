"""Pages of the stations: HTTP in, HTTP out."""
