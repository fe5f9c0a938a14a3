"""Short ways about the pages of the ledger, for its tests."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from opinions.models import Opinion


def address(name, *args):
    return reverse(f"opinions:{name}", args=args)


def fresh(row):
    return Opinion.objects.select_related("region", "contributor__deputy").get(pk=row.pk)


def at_station(world, status="at_station", **facts):
    return world.opinion(
        unit=world.station_unit, actor=world["liaison"], occasion=None, topic=None, status=status, **facts
    )


def text_of(answer):
    return answer.content.decode()


def cost_of(client, url):
    """The queries of a page, the session being warm."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)
