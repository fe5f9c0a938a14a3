"""Files made from the ledger: official papers and tables."""
