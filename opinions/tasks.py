"""Work outside the request: load, call the verb, done. Each task may run twice without harm."""

from datetime import date

from celery import shared_task
from django.utils import timezone

RETRY = {"autoretry_for": (OSError,), "retry_backoff": True, "max_retries": 5}


@shared_task(**RETRY)
def tell_list_step(list_id: int, step: str) -> None:
    """Tell whoever has the list before them now."""
    from opinions.actions import notices

    notices.list_step(list_id, step)


@shared_task(**RETRY)
def tell_units(list_id: int) -> None:
    """Tell every unit of a list just issued."""
    from opinions.actions import notices

    notices.list_issued(list_id)


@shared_task(**RETRY)
def tell_annulled(list_id: int) -> None:
    """Tell the units that a list they had is void."""
    from opinions.actions import notices

    notices.list_annulled(list_id)


@shared_task(**RETRY)
def tell_undertakings(undertaking_ids: list[int]) -> None:
    """Tell the units of undertakings just opened by dispatch or reassignment."""
    from opinions.actions import notices

    notices.opened(undertaking_ids)


@shared_task(**RETRY)
def tell_staff(undertaking_id: int, kind: str) -> None:
    """Tell the committee's staff: send_back, extension, reply, assess."""
    from opinions.actions import notices

    notices.to_staff(undertaking_id, kind)


@shared_task(**RETRY)
def tell_unit(undertaking_id: int, kind: str) -> None:
    """Tell the unit's clerks: urge, reply_returned, reopened, closed, extension_*, send_back_refused."""
    from opinions.actions import notices

    notices.to_unit(undertaking_id, kind)


@shared_task(**RETRY)
def tell_lead(undertaking_id: int) -> None:
    """Tell the lead that a co-unit's opinion is there."""
    from opinions.actions import notices

    notices.co_opinion_given(undertaking_id)


@shared_task(**RETRY)
def tell_head(reply_id: int) -> None:
    """Tell the unit's head that a reply waits for the signature."""
    from opinions.actions import notices

    notices.reply_to_sign(reply_id)


@shared_task(**RETRY)
def ask_raters(reply_id: int) -> None:
    """Ask the deputies who raised it for their rating."""
    from opinions.actions import notices

    notices.rating_asked(reply_id)


@shared_task(**RETRY)
def freeze_list(list_id: int) -> None:
    """Make the frozen paper of an issued list, once, and store its hash."""
    from opinions.exports import paper

    paper.freeze(list_id)


@shared_task(**RETRY)
def remind(day: str) -> None:
    """The daily round of `day` (ISO date): reminders, rating windows, unfinished papers."""
    from opinions.actions import reminders

    reminders.run(date.fromisoformat(day))


@shared_task(**RETRY)
def remind_today() -> None:
    """What beat calls each morning: the round of the local day. A schedule cannot carry a date."""
    remind(timezone.localdate().isoformat())
