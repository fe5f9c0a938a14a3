"""Where the tour goes for the file of duties: the deputy's year, the queue, a mandate by law, the settings."""

from django.urls import reverse

from deputies.models import Deputy, DutyRecord, Mandate
from tests.browser.stops import Stop, a_row, first


def own_file(user):
    """The file of the deputy who signs in, as others see it."""
    return reverse("deputies:deputy_file", args=[Deputy.objects.visible_to(user).get(user__username="deputy").pk])


def duty(status):
    return first(DutyRecord, "deputies:duty_detail", status=status)


def entry(user):
    return reverse("deputies:duty_new", args=[Deputy.objects.visible_to(user).get(user__username="deputy").pk])


def mandates(user):
    return Mandate.objects.filter(deputy__in=Deputy.objects.visible_to(user), deputy__user__username="deputy")


def changed(status):
    """The mandates that the law has changed so."""
    return lambda user: Mandate.objects.filter(deputy__in=Deputy.objects.visible_to(user), status=status)


STAFF = (
    Stop("staff-duties", "/deputies/duties/"),
    Stop("staff-duty-waiting", duty("waiting")),
    Stop("staff-duty-objected", duty("objected")),
    Stop("staff-duty-file", own_file),
    Stop("staff-duty-settings", "/deputies/settings/"),
    Stop("staff-mandate", a_row("deputies:mandate_detail", mandates)),
    Stop("staff-mandate-ended", a_row("deputies:mandate_detail", changed("ended"))),
    Stop("staff-mandate-suspended", a_row("deputies:mandate_detail", changed("suspended"))),
)
LIAISON = (Stop("liaison-duties", "/deputies/duties/?tab=all"), Stop("liaison-duty-new", entry))
DEPUTY = (
    Stop("deputy-duty", duty("counted")),
    Stop("deputy-duty-objected", duty("objected")),
    Stop("deputy-duty-new", entry),
)
