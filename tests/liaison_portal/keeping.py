"""What a station keeps in order, one row of each, by the addresses that lead to it."""

from datetime import date
from uuid import uuid4

from django.core.files.base import ContentFile

from deputies.models import Deputy, RosterDraft
from stations.models import (
    ArchiveBundle,
    ArchivePaper,
    ArchiveVersion,
    CheckPhoto,
    CheckResult,
    Household,
    HouseholdContact,
    MemberLink,
    StandardItem,
    StationCheck,
    StationNature,
)


def keeping(world):
    """Pattern of names → number, as `test_pages.objects_of` wants them."""
    station = world.station
    paper = ArchivePaper.objects.create(station=station, drawer="plans", year=2024, title="计划")
    facts = {"name": "计划.png", "content_type": "image/png", "size": 1, "sha256": "0" * 64}
    version = ArchiveVersion.objects.create(paper=paper, number=1, file=ContentFile(b"x", "x"), **facts)
    bundle = ArchiveBundle.objects.create(station=station, year=2024, asked_by=world["head"])
    draft = RosterDraft.objects.create(kind="stations", owner=world["staff"], name="站点.xlsx")
    nature = StationNature.objects.create(station=station, kind="model")
    item = StandardItem.objects.create(unit=station.reports_to, group="六有", wording="有场所", valid_from=date(2024, 1, 1))
    check = StationCheck.objects.create(station=station, kind="self", on=date(2024, 5, 20))
    result = CheckResult.objects.create(check_of=check, item=item, is_met=False)
    photo = CheckPhoto.objects.create(result=result, file=ContentFile(b"x", "x"), **facts)
    pair = {"deputy": world.deputy, "since": date(2024, 5, 20)}
    household = Household.objects.create(client_id=uuid4(), name="吕桂花", area="东街村", **pair)
    contact = HouseholdContact.objects.create(client_id=uuid4(), household=household, on=date(2024, 5, 20), how="visit")
    link = MemberLink.objects.create(member=Deputy.objects.create(name="王委员", home_region=world.town), **pair)
    return {
        r"stations:(station_contacts)": station.pk,
        r"stations:(contact_list|household_add)": world.deputy.pk,
        r"stations:(household_|contact_add)": household.pk,
        r"stations:contact_take_back": contact.pk,
        r"stations:link_end": link.pk,
        r"stations:(check_new|grade_give)": station.pk,
        r"stations:check_detail": check.pk,
        r"stations:check_photo": photo.pk,
        r"stations:result_": result.pk,
        r"stations:item_end": item.pk,
        r"stations:(item_add|standard_begin)": station.reports_to_id,
        r"stations:(nature_list|nature_add|archive_(box|drawer|contents|pack)|paper_add)": station.pk,
        r"stations:archive_bundle": bundle.pk,
        r"stations:archive_file": version.pk,
        r"stations:paper_": paper.pk,
        r"stations:nature_end": nature.pk,
        r"stations:roster_": draft.pk,
    }
