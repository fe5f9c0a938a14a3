"""Where the tour goes for the catalogues: what staff and the three keepers maintain in the admin."""

from django.urls import reverse

from accounts.models import User
from tests.browser.stops import Stop


def admin(name, *, change=True):
    """A changelist of the admin and, where rows can be opened, the form of one."""
    yield Stop(f"admin-{name.replace('.', '-')}", reverse(f"admin:{name.replace('.', '_')}_changelist"))
    if change:

        def form(_user):
            from django.apps import apps

            pk = apps.get_model(name).objects.order_by("pk").values_list("pk", flat=True).first()
            assert pk is not None, f"the world has no {name}"
            return reverse(f"admin:{name.replace('.', '_')}_change", args=[pk])

        yield Stop(f"admin-{name.replace('.', '-')}-form", form)


STAFF_ADMIN = (
    Stop("admin-staff", "/admin/"),
    *admin("accounts.workday"),
    *admin("meetings.meeting"),
    *admin("meetings.processtemplate"),
    *admin("meetings.paperversion"),
    *admin("meetings.draft"),
    *admin("meetings.article"),
    *admin("stations.station"),
    *admin("stations.dutyslot"),
    *admin("stations.dayrule"),
    *admin("opinions.channel"),
    *admin("opinions.category"),
    *admin("opinions.handlingrule"),
    *admin("opinions.topic"),
    *admin("opinions.numbersequence"),
    *admin("opinions.assignmentlist"),
    *admin("opinions.matter"),
    *admin("deputies.deputy"),
    *admin("deputies.mandate"),
    *admin("deputies.activitygroup"),
    *admin("deputies.legislativecontact", change=False),
    *admin("deputies.dutyrecord"),
)
SYSADMIN = (
    Stop("sysadmin-home", "/"),
    Stop("admin-sysadmin", "/admin/"),
    *admin("accounts.user"),
    *admin("accounts.unit"),
    *admin("accounts.region"),
    Stop(
        "sysadmin-reset",
        lambda _user: reverse("accounts:password_reset", args=[User.objects.get(username="agency").pk]),
    ),
)
SECADMIN = (Stop("secadmin-home", "/"), Stop("admin-secadmin", "/admin/"), *admin("accounts.grant"))
AUDITOR = (Stop("auditor-home", "/"), Stop("admin-auditor", "/admin/"), *admin("accounts.auditentry"))
