"""Work outside the request: load, call the verb, done. Each task may run twice without harm."""

from celery import shared_task

RETRY = {"autoretry_for": (OSError,), "retry_backoff": True, "max_retries": 5}


@shared_task(**RETRY)
def tell_of_duty(record_id: int, what: str) -> None:
    """Tell whom a record concerns: entered for somebody, refused, objected to, decided."""
    from deputies.actions import notices

    notices.tell_of_duty(record_id, what)


@shared_task(**RETRY)
def tell_of_sheets(batch_id: int, what: str) -> None:
    """Tell the deputies of a round what there is to do or to read."""
    from deputies.actions import notices

    notices.tell_of_sheets(batch_id, what)


@shared_task(**RETRY)
def tell_of_appeal(sheet_id: int, what: str) -> None:
    """Tell of an appeal: the committee's staff when it is raised, the deputy when it is decided."""
    from deputies.actions import notices

    notices.tell_of_appeal(sheet_id, what)
