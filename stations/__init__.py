"""People walk in: stations, their staff and rota, receptions, visits.

A visit's words enter the ledger through `opinions.workflow.opinion.register`; the rows here point
down to what it made. Imports `opinions`, `deputies`, `accounts`, `common`.
"""
