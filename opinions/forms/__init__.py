"""One form per action of the ledger's pages."""
