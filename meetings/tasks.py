"""Work outside the request: load, call the verb, done. Each task may run twice without harm."""

from datetime import date

from celery import shared_task
from django.utils import timezone

RETRY = {"autoretry_for": (OSError,), "retry_backoff": True, "max_retries": 5}


@shared_task(**RETRY)
def freeze_briefing(briefing_id: int) -> None:
    """Make the frozen paper of an issued 简报, once, and store its hash."""
    from meetings.exports import briefing

    briefing.freeze(briefing_id)


@shared_task(**RETRY)
def tell_briefing_step(briefing_id: int, step: str) -> None:
    """Tell whoever has the 简报 before them now."""
    from meetings.actions import notices

    notices.briefing_step(briefing_id, step)


@shared_task(**RETRY)
def remind(day: str) -> None:
    """The daily round of `day` (ISO date): steps of a preparation that are near or late."""
    from meetings.actions import daily

    daily.run(date.fromisoformat(day))


@shared_task(**RETRY)
def remind_today() -> None:
    """What beat calls each morning: the round of the local day. A schedule cannot carry a date."""
    remind(timezone.localdate().isoformat())
