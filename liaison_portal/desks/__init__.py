"""今天: what the home page shows to each role.

A desk is what one role finds: rows to do, each with one verb; blocks that tell how things stand;
what to begin with where there is nothing yet. Somebody with several roles finds them in order.
The number of queries does not grow with the rows: every list is cut, every count is one query.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from accounts.calendar import Calendar
from accounts.choices import Role
from accounts.models import User
from liaison_portal.desks import (
    activities,
    agency,
    audience,
    committee,
    duties,
    faces,
    keepers,
    messages,
    notices,
    preparing,
    station,
)
from liaison_portal.desks.parts import Desk

DESKS: tuple[tuple[tuple[str, ...], Callable[[User, date, Calendar], Desk]], ...] = (
    (Role.COMMITTEE, committee.desk),
    (Role.COMMITTEE, preparing.desk),
    (Role.COMMITTEE, faces.desk),
    ((Role.STAFF, Role.OFFICE), audience.desk),
    ((Role.DISPATCHER, *Role.AGENCY), agency.desk),
    ((Role.TOWNSHIP, *Role.STATION), station.desk),
    (notices.READERS, notices.desk),
    ((Role.STAFF, Role.TOWNSHIP, *Role.STATION), activities.desk),
    (messages.READERS, messages.desk),
    ((Role.STAFF, Role.TOWNSHIP, *Role.STATION), duties.desk),
    (Role.KEEPERS, keepers.desk),
)


def desk_of(user: User, on: date) -> Desk:
    """Everything `user` finds on `on`, overdue rows first; a deputy's own page is `deputy.page_of`."""
    calendar = Calendar.load()
    whole = Desk()
    for roles, desk in DESKS:
        if user.scopes.has(*roles):
            whole.take(desk(user, on, calendar))
    whole.todos.sort(key=lambda todo: todo.rank)
    return whole
