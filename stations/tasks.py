"""Work outside the request: load, call the verb, done. Each task may run twice without harm."""

from datetime import date

from celery import shared_task
from django.utils import timezone

RETRY = {"autoretry_for": (OSError,), "retry_backoff": True, "max_retries": 5}


@shared_task(**RETRY)
def tell_of_visit(visit_id: int) -> None:
    """Tell whoever has it before them now: the township, or the committee's staff."""
    from stations import actions

    actions.tell_of_visit(visit_id)


@shared_task(**RETRY)
def tell_of_slot(slot_id: int, kind: str, deputy_ids: list[int], version: int) -> None:
    """Tell deputies of their reception day: planned, moved, cancelled, released."""
    from stations import actions

    actions.tell_of_slot(slot_id, kind, deputy_ids, version)


@shared_task(**RETRY)
def make_bundle(bundle_id: int) -> None:
    """Make a whole box into one file."""
    from stations import workflow

    workflow.make_bundle(bundle_id)


@shared_task(**RETRY)
def tell_of_message(message_id: int, kind: str) -> None:
    """Tell whoever has a resident's message before them: new, again, up, town, proxy, objected, threat."""
    from stations import actions

    actions.tell_of_message(message_id, kind)


@shared_task(**RETRY)
def tell_of_notice(slot_id: int, kind: str) -> None:
    """Tell the station, and its township of a late one, what holds a public notice up: soon, late."""
    from stations import actions

    actions.tell_of_notice(slot_id, kind)


@shared_task(**RETRY)
def tell_of_swap(swap_id: int, kind: str) -> None:
    """Tell the other deputy: asked, agreed, declined; of an agreed swap the station too."""
    from stations import actions

    actions.tell_of_swap(swap_id, kind)


@shared_task(**RETRY)
def tell_of_absence(absence_id: int) -> None:
    """Tell the station that somebody on a day cannot come."""
    from stations import actions

    actions.tell_of_absence(absence_id)


@shared_task(**RETRY)
def make_posters(job_id: int) -> None:
    """Draw the posters of a place."""
    from stations import workflow

    workflow.make_posters(job_id)


@shared_task(**RETRY)
def remind(day: str) -> None:
    """The daily round of `day` (ISO date): public notices that are due, what holds others up, messages."""
    from stations.actions import daily

    daily.run(date.fromisoformat(day))


@shared_task(**RETRY)
def remind_today() -> None:
    """What beat calls each morning: the round of the local day. A schedule cannot carry a date."""
    remind(timezone.localdate().isoformat())


@shared_task(**RETRY)
def tell_of_activity(activity_id: int, kind: str) -> None:
    """Tell whoever is invited: invited, changed…, cancelled."""
    from stations import actions

    actions.tell_of_activity(activity_id, kind)
