"""来访登记 on the page of an opinion: drawn for whoever may see the visit, and for nobody else."""

import pytest

from stations.choices import Route
from stations.models import VisitOpinion
from tests.stations.making import NAME, visit
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
SEE = {"staff", "office", "leader", "township", "head", "liaison"}


def address(opinion):
    return f"/stations/receptions/visits/of/{opinion.pk}/"


def opinion_of(made):
    return VisitOpinion.objects.get(visit=made).opinion


@pytest.mark.parametrize("name", PERSONAS)
def test_who_is_led_to_the_visit(world, as_user, name):
    made, client = visit(world, Route.STATION), as_user(name)
    opinion = opinion_of(made)
    assert (address(opinion) in client.get(opinion.get_absolute_url()).content.decode()) is (name in SEE)
    assert client.get(address(opinion)).status_code == (302 if name in SEE else 404)
    assert client.get(address(opinion), headers={"HX-Request": "true"}).status_code == (200 if name in SEE else 404)


def test_the_link_leads_to_the_visit_and_htmx_brings_it(world, as_user):
    made, client = visit(world, Route.STATION), as_user("head")
    opinion = opinion_of(made)
    assert client.get(address(opinion)).headers["Location"] == made.get_absolute_url()
    text = client.get(address(opinion), headers={"HX-Request": "true"}).content.decode()
    assert made.get_absolute_url() in text
    assert "站内协调" in text
    assert NAME not in text
    assert "<html" not in text
    assert client.post(address(opinion)).status_code == 405


def test_a_sealed_visit_leads_only_the_committee(world, as_user):
    made = visit(world, sealed=True)
    opinion = opinion_of(made)
    assert as_user("staff").get(address(opinion)).status_code == 302
    for name in ("head", "liaison", "township"):
        assert as_user(name).get(address(opinion)).status_code == 404


def test_what_was_said_elsewhere_leads_nowhere(world, as_user):
    opinion, said = world.opinion(), world.deputy_opinion()
    assert "来访登记" not in as_user("staff").get(opinion.get_absolute_url()).content.decode()
    assert "来访登记" not in as_user("deputy").get(said.get_absolute_url()).content.decode()
    assert as_user("staff").get(address(opinion)).status_code == 404
