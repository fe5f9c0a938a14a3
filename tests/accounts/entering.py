"""What the tests of the ways in begin with."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from accounts.choices import EntryWay, ProofKind
from accounts.middleware import SEEN_AT
from accounts.models import BoundPhone
from accounts.workflow import phones, slips

NOON = datetime(2024, 6, 3, 4, 0, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
PROOF = "5678"
HOME = "/accounts/phone/"


def slip_for(user, *, at=NOON, actor=None, proof=PROOF):
    """A slip and its number."""
    return slips.issue_slip(user, proof=proof, kind=ProofKind.PHONE, actor=actor, at=at)


def bound(user, *, at=NOON):
    """A phone and its cookie."""
    return phones.bind(user, how=EntryWay.SLIP, at=at)


def nothing(user):
    """No obstacle."""
    return


def back(value, *, at, obstacle=nothing):
    return phones.come_back(value, obstacle=obstacle, at=at)


def on_phone(client, user):
    """`client` carries the cookie of a phone bound to `user` just now, and has no session."""
    made = bound(user, at=timezone.now())
    client.cookies["phone"] = made.cookie
    return made.phone


def later(minutes=2):
    """As if the phones had come back so many minutes ago."""
    BoundPhone.objects.exclude(rotated_at=None).update(rotated_at=timezone.now() - timedelta(minutes=minutes))


def end_session(client):
    """The session is gone as after twelve hours; the phone's cookie stays."""
    del client.cookies["sessionid"]


def idle(client, minutes):
    session = client.session
    session[SEEN_AT] = int(timezone.now().timestamp()) - minutes * 60
    session.save()
