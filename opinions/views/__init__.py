"""Pages of the ledger: HTTP in, HTTP out."""
