"""档案盒: filled from what other rooms hold, papers filed by hand, the whole box taken away."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEntry, Notice
from common.errors import NotAllowedError, RuleError, StaleError
from common.files import accept_upload
from stations import workflow
from stations.actions import plan_of
from stations.archive import SOURCES, Box, contents, counts_of, sources_of
from stations.choices import ActivityKind, BundleStatus, Drawer, FilePurpose, Route
from stations.models import ArchiveBundle, ArchivePaper, ArchiveVersion, Attachment, Event
from stations.workflow import add_version, ask_for_box, file_paper, forget_bundles, make_bundle, take_out
from tests.stations.gathering import DAY, activity
from tests.stations.making import HELD_ON, NAME, PHONE, reception, visit
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
YEAR = HELD_ON.year
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32
INSIDE = {"staff", "office", "leader", "township", "head", "liaison"}


def image(name="制度.png"):
    return SimpleUploadedFile(name, PNG)


def register(made):
    """A photo of the paper register of a reception."""
    return Attachment.objects.create(reception=made, **accept_upload(image("登记簿.png")).fields())


def filed(world, *, drawer="plans", title="年度计划", year=YEAR, actor="head"):
    return file_paper(world.station, drawer, accept_upload(image()), title=title, year=year, actor=world[actor])


def box(world, user="head", year=YEAR):
    return Box(world.station, year, world[user])


def test_every_drawer_stands_in_the_table_and_each_kind_once(world):
    assert list(SOURCES) == list(Drawer)
    for drawer in Drawer:
        keys = [one.key for one in sources_of(drawer)]
        assert len(keys) == len(set(keys))


def test_a_box_is_filled_by_what_was_recorded(world):
    visit(world, Route.STATION)
    counts = counts_of(box(world))
    found = {drawer: counts[drawer] for drawer in ("roster", "receptions", "opinions", "duties", "plans")}
    assert found == {"roster": 3, "receptions": 2, "opinions": 1, "duties": 1, "plans": 0}
    assert sum(counts_of(box(world, year=YEAR - 1)).values()) == 0


def test_what_is_sealed_is_in_nobodys_box_but_staffs(world):
    visit(world, sealed=True)
    assert counts_of(box(world))["opinions"] == 0
    assert counts_of(box(world, "staff"))["opinions"] == 1


@pytest.mark.parametrize(("name", "seen"), [("head", 1), ("staff", 1), ("township", 0), ("leader", 0)])
def test_photos_of_the_register_are_in_the_box_of_who_may_open_them(world, name, seen):
    register(reception(world))
    assert counts_of(box(world, name))[Drawer.MEDIA] == seen


def test_rules_hold_for_every_year_and_plans_for_theirs(world):
    filed(world)
    filed(world, drawer="rules", title="接待制度", year=None)
    here, before = counts_of(box(world)), counts_of(box(world, year=YEAR - 1))
    assert (here["plans"], here["rules"], before["plans"], before["rules"]) == (1, 1, 0, 1)


def test_a_paper_gets_versions_and_leaves_the_drawer(world):
    paper = filed(world)
    add_version(paper, accept_upload(image()), after=1, actor=world["liaison"])
    assert [one.number for one in paper.versions.all()] == [2, 1]
    take_out(paper, note="传错了", actor=world["head"])
    assert counts_of(box(world))["plans"] == 0
    assert [event.step for event in Event.objects.filter(station=world.station)] == ["paper", "paper_version", "paper_out"]


def test_two_tabs_and_the_same_name(world):
    paper = filed(world)
    with pytest.raises(RuleError, match="已经在这一格"):
        filed(world)
    add_version(paper, accept_upload(image()), after=1, actor=world["head"])
    with pytest.raises(StaleError):
        add_version(paper, accept_upload(image()), after=1, actor=world["head"])
    take_out(paper, note="传错了", actor=world["head"])
    with pytest.raises(StaleError):
        take_out(ArchivePaper.objects.get(), note="传错了", actor=world["head"])
    with pytest.raises(StaleError):
        add_version(ArchivePaper.objects.get(), accept_upload(image()), after=2, actor=world["head"])


@pytest.mark.parametrize("model", [ArchiveVersion, ArchiveBundle])
def test_constraints(world, model):
    paper = filed(world)
    first = paper.versions.get()
    row = {
        ArchiveVersion: lambda: ArchiveVersion(
            paper=paper, number=1, file=first.file, name="x", content_type="image/png", size=1, sha256="0" * 64
        ),
        ArchiveBundle: lambda: ArchiveBundle(station=world.station, year=YEAR, asked_by=world["head"]),
    }[model]()
    ArchiveBundle.objects.create(station=world.station, year=YEAR, asked_by=world["head"])
    with pytest.raises(ValidationError):
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.parametrize("name", PERSONAS)
def test_who_files(world, name):
    if name in {"staff", "head", "liaison"}:
        assert filed(world, actor=name)
    else:
        with pytest.raises(NotAllowedError):
            filed(world, actor=name)


# --- what stands in a drawer is what was made ---------------------------------------------------------
def lines(world, drawer, user="head", year=YEAR):
    """Every line of a drawer: of which kind, which day, what it says."""
    own = box(world, user, year)
    found = [(one.key, one.entry(row)) for one in sources_of(drawer) for row in one.rows(own).order_by(*one.order)]
    return [(key, entry.on, entry.title) for key, entry in found]


def test_an_activity_stands_once_in_the_drawer_of_its_kind(world):
    """What was held, on its day; learning apart from the rest; what is planned or called off nowhere."""
    for kind, theme in ((ActivityKind.SURVEY, "排水调研"), (ActivityKind.TRAINING, "代表培训"), (ActivityKind.LAW_CLASS, "普法讲堂")):
        activity(world, "archived", kind=kind, theme=theme)
    activity(world, "planned", theme="还没办")
    activity(world, "cancelled", theme="取消了")
    assert lines(world, Drawer.ACTIVITIES) == [("activities", DAY, "排水调研")]
    assert lines(world, Drawer.LEARNING) == [("learning", DAY, "普法讲堂"), ("learning", DAY, "代表培训")]
    for drawer in (Drawer.ACTIVITIES, Drawer.LEARNING):
        assert lines(world, drawer, year=YEAR - 1) == []


def test_the_picture_of_an_activity_is_among_the_pictures_and_its_paper_with_it(world):
    made = activity(world, "held")
    for name, purpose in (("现场.png", FilePurpose.PHOTO), ("签到.png", FilePurpose.SIGNED)):
        workflow.file_with_activity(made, accept_upload(image(name)), purpose=purpose, actor=world["head"])
    assert lines(world, Drawer.MEDIA) == [("pictures", DAY, "现场.png")]
    source = sources_of(Drawer.ACTIVITIES)[0]
    [entry] = [source.entry(row) for row in source.rows(box(world))]
    assert [one.name for one in entry.files] == ["签到.png"]
    source = next(one for one in sources_of(Drawer.MEDIA) if one.key == "pictures")
    [entry] = [source.entry(row) for row in source.rows(box(world))]
    assert ([one.name for one in entry.files], entry.url) == (["现场.png"], made.get_absolute_url())


def test_the_photo_of_a_register_bears_the_day_of_its_reception(world):
    register(reception(world))
    assert lines(world, Drawer.MEDIA) == [("photos", HELD_ON, "登记簿.png")]


def test_the_plan_of_a_group_is_among_the_plans_of_its_year(world):
    made = plan_of(world.group, year=YEAR, actor=world["head"])
    plan_of(world.committee, year=YEAR, actor=world["staff"])  # the committee's own is in no station's box
    assert lines(world, Drawer.PLANS) == [("plans", timezone.localdate(made.created_at), f"{world.group}{YEAR}年活动计划")]
    assert lines(world, Drawer.PLANS, year=YEAR + 1) == []


def test_the_list_of_contents_is_whole_however_long(world, as_user, monkeypatch):
    monkeypatch.setattr(contents, "AT_ONCE", 2)
    for number in range(5):
        activity(world, "archived", theme=f"第{number}次调研")
    page = b"".join(as_user("head").get(at(world, "contents/")).streaming_content).decode()
    for number in range(5):
        assert page.count(f"　第{number}次调研") == 1  # as an activity; once more among the duties
    assert "活动（5 件）" in page
    assert [f'start="{start}"' in page for start in (1, 3, 5)] == [True] * 3
    assert page.count("空着。") == sum(not number for number in counts_of(box(world)).values())
    assert page.rstrip().endswith("</html>")


# --- the whole box ----------------------------------------------------------------------------------
def bundle(world, user="head"):
    asked = ask_for_box(world.station, YEAR, actor=world[user])
    make_bundle(asked.pk)
    return ArchiveBundle.objects.get(pk=asked.pk)


def test_the_whole_box_is_a_file_that_names_no_resident(world):
    visit(world, Route.STATION)
    for title in ("年度计划", "年度总结"):
        filed(world, title=title)
    made = bundle(world)
    with zipfile.ZipFile(made.file.open("rb")) as archive:
        assert archive.namelist() == ["03 年度计划和总结/制度.png", "03 年度计划和总结/制度（2）.png", "目录.html"]
        page = archive.read("目录.html").decode()
    assert "年度计划" in page
    assert NAME not in page
    assert PHONE not in page
    assert (made.status, made.size > 100) == (BundleStatus.READY, True)
    assert Notice.objects.filter(user=world["head"], key__startswith="bundle:").count() == 1
    assert AuditEntry.objects.filter(action="导出", detail="整盒下载").count() == 1


def test_asked_twice_it_is_made_once_and_a_lost_file_is_named(world):
    paper = filed(world)
    asked = [ask_for_box(world.station, YEAR, actor=world["head"]) for _ in range(2)]
    assert asked[0].pk == asked[1].pk
    paper.versions.get().file.storage.delete(paper.versions.get().file.name)
    make_bundle(asked[0].pk)
    make_bundle(asked[0].pk)
    made = ArchiveBundle.objects.get()
    with zipfile.ZipFile(io.BytesIO(made.file.read())) as archive:
        assert "原件找不到了" in archive.read("目录.html").decode()


def test_old_bundles_go(world):
    made = bundle(world)
    assert forget_bundles(made.asked_at + timedelta(days=6)) == 0
    assert forget_bundles(made.asked_at + timedelta(days=8)) == 1
    assert not made.file.storage.exists(made.file.name)


# --- pages ------------------------------------------------------------------------------------------
def at(world, part="", year=YEAR):
    return f"/stations/{world.station.pk}/archive/{part}?year={year}"


@pytest.mark.parametrize("name", PERSONAS)
def test_who_opens_the_box(world, as_user, name):
    client = as_user(name)
    expected = 200 if name in INSIDE else 403 if name == "deputy" else 404
    for part in ("", "roster/", "contents/"):
        assert client.get(at(world, part)).status_code == expected
    assert client.post(at(world, "pack/")).status_code == (302 if expected == 200 else expected)


@pytest.mark.parametrize("drawer", Drawer.values)
def test_every_drawer_opens_with_as_many_questions_for_three_as_for_one(world, as_user, drawer):
    client, counts = as_user("head"), []
    for number in (1, 3):
        while ArchivePaper.objects.count() < number:
            visit(world, Route.STATION, reception=reception(world, day=date(YEAR, 5, ArchivePaper.objects.count() + 1)))
            filed(world, drawer=drawer, title=f"材料{ArchivePaper.objects.count()}")
        for kind in (one.key for one in sources_of(drawer)):
            client.get(at(world, f"{drawer}/"))
            with CaptureQueriesContext(connection) as asked:
                assert client.get(f"{at(world, f'{drawer}/')}&kind={kind}").status_code == 200
            counts.append((kind, len(asked)))
    assert counts[: len(counts) // 2] == counts[len(counts) // 2 :]


def test_a_paper_goes_in_is_read_and_replaced(world, as_user):
    client = as_user("head")
    answer = client.post(at(world, "rules/add/"), {"title": "接待制度", "file": image()})
    assert answer.status_code == 302
    paper = ArchivePaper.objects.get()
    assert (paper.year, paper.drawer) == (None, "rules")
    assert "接待制度" in client.get(at(world, "rules/")).content.decode()
    assert client.get(f"/stations/archive/files/{paper.versions.get().pk}/").status_code == 200
    version = f"/stations/archive/papers/{paper.pk}/version/"
    assert client.post(version, {"file": image(), "after": 1}).status_code == 302
    assert client.post(version, {"file": image(), "after": 1}).status_code == 409
    assert client.post(f"/stations/archive/papers/{paper.pk}/take-out/", {"note": ""}).status_code == 422


def test_bad_files_are_refused_in_words(world, as_user):
    answer = as_user("head").post(
        at(world, "plans/add/"), {"title": "计划", "file": SimpleUploadedFile("计划.jpg", b"MZ\x90\0")}
    )
    assert answer.status_code == 422
    assert "内容不是" in answer.content.decode()
    assert "计划" in answer.content.decode()


def test_a_bundle_is_for_whoever_asked(world, as_user):
    made = bundle(world)
    assert as_user("head").get(f"/stations/archive/boxes/{made.pk}.zip").status_code == 200
    assert as_user("liaison").get(f"/stations/archive/boxes/{made.pk}.zip").status_code == 404
    assert "下载整盒" in as_user("head").get(at(world)).content.decode()
