"""Verbs that change a status: entry slips, bound phones, codes by SMS. The audit log is their history."""
