"""Who listens: deputies, mandates, activity groups, legislative contacts, duty records.

Imports `accounts` and `common` alone. A person is one Deputy whatever the number of mandates.
"""
