"""Every verb that changes a status in the ledger. Views, imports, tasks and the demonstration use these."""
