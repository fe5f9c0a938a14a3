"""Work outside the request: load, call the verb, done. Each task may run twice without harm."""

from celery import shared_task

# A code is good for five minutes: it is tried for about two, then somebody asks for a new one.
RETRY = {"autoretry_for": (OSError,), "retry_backoff": 5, "retry_backoff_max": 60, "max_retries": 4}


@shared_task
def remind_today() -> None:
    """What beat calls each morning: whose phone is bound for a few days more."""
    from django.utils import timezone

    from accounts.workflow import phones

    phones.remind(timezone.localdate())


@shared_task(**RETRY)
def send_code(pk: int) -> None:
    """Hand a code to the SMS gateway."""
    from django.utils import timezone

    from accounts.workflow import codes

    codes.send_code(pk, at=timezone.now())
