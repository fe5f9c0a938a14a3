"""Minutes by versions, files, and what was said on its way into the ledger."""

import io
from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from common.errors import NotAllowedError, RuleError, StaleError
from opinions.choices import Capacity, OpinionStatus
from opinions.models import Contributor, Opinion
from opinions.workflow.opinion import Said
from stations import workflow
from stations.choices import Route
from stations.forms.activities import FileForm
from stations.models import ActivityMinutes, ActivityOpinion
from stations.reports import sheet_of
from tests.stations.gathering import MINUTES, ON_THE_DAY, activity, everybody, loaded

pytestmark = pytest.mark.django_db
WORDS = "西街东头的排水沟三年没清淤了，一下雨就倒灌。"


def said(world, made, route=Route.COUNTY, **facts):
    who = facts.pop("who", None) or Contributor.named("吕桂花", Capacity.RESIDENT)
    usual = {"client_id": uuid4(), "actor": world["head"], "at": ON_THE_DAY}
    return workflow.register_said(made, Said(facts.pop("words", WORDS)), who, route=route, **{**usual, **facts})


def test_every_version_of_the_minutes_stays(world):
    made = activity(world, "held")
    for number, text in enumerate(("先记这些。", MINUTES, MINUTES)):
        workflow.write_minutes(made, text, number=min(number, 2), actor=world["head"])
    assert list(ActivityMinutes.objects.values_list("number", "text")) == [(2, MINUTES), (1, "先记这些。")]


def test_an_old_page_of_the_minutes_loses_politely(world):
    made = activity(world, "held")
    workflow.write_minutes(made, "站长写的。", number=0, actor=world["head"])
    with pytest.raises(StaleError):
        workflow.write_minutes(made, "联络员写的。", number=0, actor=world["liaison"])
    assert made.minutes.get().text == "站长写的。"


@pytest.mark.parametrize("text", ["", " \n　", "长" * 20_001])
def test_what_minutes_refuse(world, text):
    with pytest.raises(RuleError) as refused:
        workflow.write_minutes(activity(world, "held"), text, number=0, actor=world["head"])
    assert refused.value.field == "text"


def jpeg(name="现场.jpg"):
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "SECRETPHONE"
    Image.new("RGB", (40, 40)).save(out, "JPEG", exif=exif)
    return SimpleUploadedFile(name, out.getvalue())


def test_a_photo_is_kept_without_its_place(world):
    form = FileForm({"purpose": "photo"}, {"file": jpeg()})
    assert form.is_valid()
    made = workflow.file_with_activity(activity(world, "held"), form.cleaned_data["file"], purpose="photo", actor=world["head"])
    kept = made.file.read()
    assert kept[:3] == b"\xff\xd8\xff"
    assert b"SECRETPHONE" not in kept


@pytest.mark.parametrize(
    ("name", "data"), [("程序.jpg", b"MZ\x90\x00" * 50), ("照片.jpg", b"%PDF-1.4 x"), ("坏.jpg", b"\xff\xd8\xff\xe0" + b"0" * 40)]
)
def test_what_is_no_photo_is_said_beside_the_field(world, name, data):
    form = FileForm({"purpose": "photo"}, {"file": SimpleUploadedFile(name, data)})
    assert not form.is_valid()
    assert list(form.errors) == ["file"]


def test_what_was_said_stands_in_the_ledger_once(world):
    made, client_id = activity(world, "held"), uuid4()
    opinion = said(world, made, client_id=client_id)
    assert said(world, made, client_id=client_id) == opinion
    assert Opinion.objects.count() == ActivityOpinion.objects.count() == 1
    assert (opinion.status, opinion.occasion, opinion.channel.code) == (OpinionStatus.WAITING, made.occasion, "visit")
    assert opinion.is_proxy
    assert opinion.heard_on == made.held_on


def test_the_station_keeps_what_it_can_do_itself(world):
    opinion = said(world, activity(world, "held"), Route.STATION)
    assert (opinion.status, opinion.holder) == (OpinionStatus.AT_STATION, world.station_unit)
    assert opinion.due_on > date(2024, 5, 16)
    assert said(world, activity(world, "held"), Route.SETTLED, answer="当场讲清。").status == OpinionStatus.SETTLED


@pytest.mark.parametrize(("route", "field"), [(Route.SETTLED, "answer"), (Route.TOWNSHIP, "route"), ("", "route")])
def test_a_way_that_is_not_there_is_refused(world, route, field):
    with pytest.raises(RuleError) as refused:
        said(world, activity(world, "held"), route)
    assert refused.value.field == field
    assert not Contributor.objects.filter(name="吕桂花").exists()


def test_nothing_is_written_down_before_the_day_or_by_a_stranger(world):
    with pytest.raises(RuleError, match="举行以后"):
        said(world, activity(world, "notified"))
    with pytest.raises(NotAllowedError):
        said(world, activity(world, "held"), actor=world["outsider"])


def test_a_deputys_words_are_theirs(world):
    who = Contributor.named(world.deputy.name, Capacity.COUNTY_DEPUTY, deputy=world.deputy)
    opinion = said(world, activity(world, "held", kind="forum"), who=who)
    assert opinion in Opinion.objects.visible_to(world["deputy"])
    assert opinion.channel.code == "forum"


def test_the_sheet_holds_the_columns_and_no_residents_name(world):
    made = activity(world, "held")
    workflow.mark_attendance(made, everybody(made), actor=world["head"])
    workflow.write_minutes(made, MINUTES, number=0, actor=world["head"])
    said(world, made, words="俺是吕桂花，排水沟三年没清了。")
    sheet = sheet_of(loaded(made), world["head"])
    assert (sheet["asked"], sheet["present"], sheet["deputies"], sheet["others"]) == (2, 2, ["张守信"], ["李老师（来宾）"])
    assert (sheet["held_at"], sheet["recorder"], sheet["minutes"]) == ("2024年5月16日 9:00 到 11:30", "何秀英", MINUTES)
    assert "吕桂花" not in sheet["opinions"]
    assert sheet["opinions"].startswith("1. ")
