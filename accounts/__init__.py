"""Who signs in and what each may see: users, units, regions, grants, work calendar, notices, audit.

Imports only `common`. A station is a unit, a committee is a unit, an agency is a unit.
"""
