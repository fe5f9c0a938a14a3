"""People speak in session: meetings, agenda items, drafts by article, sittings, raised opinions.

A spoken row enters the ledger through `opinions.workflow.opinion.register`, once; the rows here
point down to it. Imports every room but the house itself.
"""
