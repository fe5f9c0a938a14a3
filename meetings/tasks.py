"""Work outside the request: load, call the verb, done. Each task may run twice without harm."""

from celery import shared_task

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
