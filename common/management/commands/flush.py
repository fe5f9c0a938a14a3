"""`manage.py flush`, also past append-only tables. It still asks before it empties anything."""

from __future__ import annotations

from typing import Any

from django.core.management.commands.flush import Command as Flush
from django.db import connections

from common.append_only import without_append_only


class Command(Flush):
    """Django's flush; on SQLite it deletes row by row, which append-only tables would refuse."""

    def handle(self, **options: Any) -> None:
        connection = connections[options["database"]]
        if connection.vendor == "sqlite":
            with without_append_only(connection):
                super().handle(**options)
        else:
            super().handle(**options)
