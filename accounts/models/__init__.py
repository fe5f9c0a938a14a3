"""Regions, units, users, grants, ways in, the work calendar, notices and the audit log."""

from accounts.models.entry import BoundPhone, EntrySlip, EntryTry, SmsCode
from accounts.models.grant import Grant
from accounts.models.history import AuditEntry, EventBase
from accounts.models.notice import Notice
from accounts.models.place import Region
from accounts.models.unit import Unit, UnitName
from accounts.models.user import User, UserManager, scopes_of
from accounts.models.work_day import WorkDay

__all__ = [
    "AuditEntry",
    "BoundPhone",
    "EntrySlip",
    "EntryTry",
    "EventBase",
    "Grant",
    "Notice",
    "Region",
    "SmsCode",
    "Unit",
    "UnitName",
    "User",
    "UserManager",
    "WorkDay",
    "scopes_of",
]
