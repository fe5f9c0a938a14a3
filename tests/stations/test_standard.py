"""阵地标准化: the checklist as data, a station checked, what is missing made good, a grade given by people."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from common.errors import NotAllowedError, RuleError, StaleError
from common.text import cn_date
from stations import reports, rules
from stations.choices import CheckKind
from stations.models import CheckPhoto, CheckResult, Event, GivenGrade, StandardItem, Station, StationCheck
from stations.standards import EXAMPLES
from stations.workflow import Finding, add_item, adopt_examples, check_station, end_item, give_grade, remedy
from tests.world import PERSONAS

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 20)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32
INSIDE = {"staff", "office", "leader", "township", "head", "liaison"}


@pytest.fixture
def items(world):
    """Three items that hold from a day."""
    for wording in ("有场所", "有标识", "有坡道"):
        add_item(world.committee, group="六有", wording=wording, is_required=True, on=DAY, actor=world["staff"])
    return list(StandardItem.objects.all())


def findings(*answers):
    pks = StandardItem.objects.order_by("order").values_list("pk", flat=True)
    return {pk: Finding(answer, "" if answer else "还没有") for pk, answer in zip(pks, answers, strict=True)}


def checked(world, *answers, kind="self", on=DAY, actor="head", **facts):
    facts = {"inspectors": "周敏" if kind == "inspection" else "", **facts}
    return check_station(world.station, kind, findings(*answers), on=on, actor=world[actor], **facts)


# --- the checklist ----------------------------------------------------------------------------------
def test_the_examples_are_a_beginning_once(world):
    assert len(adopt_examples(world.committee, actor=world["staff"], on=DAY)) == len(EXAMPLES)
    with pytest.raises(RuleError, match="已经有清单"):
        adopt_examples(world.committee, actor=world["staff"], on=DAY)


def test_an_item_ends_and_what_it_found_stays(world, items):
    made = checked(world, True, True, False)
    end_item(items[2], on=DAY, actor=world["staff"])
    assert [str(one) for one in reports.items_of(world.committee, DAY + timedelta(days=1))] == ["有场所", "有标识"]
    assert made.results.count() == 3
    assert reports.missing_at(world.station, DAY + timedelta(days=1)) == []
    with pytest.raises(RuleError, match="已经停用"):
        end_item(StandardItem.objects.get(pk=items[2].pk), on=DAY, actor=world["staff"])
    with pytest.raises(RuleError, match="已经有这一条"):
        add_item(world.committee, group="六有", wording="有场所", is_required=True, on=DAY, actor=world["staff"])


@pytest.mark.parametrize("name", PERSONAS)
def test_who_may_do_what(world, items, name):
    user, made = world[name], checked(world, True, True, False)
    assert rules.can_keep_standard(user, world.committee) is (name == "staff")
    assert rules.can_self_check(user, world.station) is (name in {"head", "liaison"})
    assert rules.can_inspect(user, world.station) is (name in {"staff", "township"})
    assert rules.can_grade(user, world.station) is (name == "staff")
    assert rules.can_remedy(user, world.station) is (name in {"staff", "head", "liaison"})
    seen = StationCheck.objects.visible_to(user).exists()
    assert seen is rules.can_view_check(user, made) is (name in INSIDE)


# --- a check ----------------------------------------------------------------------------------------
def test_a_check_says_what_is_missing_until_it_is_made_good(world, items):
    checked(world, True, False, False)
    lacks = reports.missing_at(world.station, DAY)
    assert [str(one.item) for one in lacks] == ["有标识", "有坡道"]
    remedy(lacks[0], words="挂好了牌子", on=DAY, actor=world["liaison"])
    assert [str(one.item) for one in reports.missing_at(world.station, DAY)] == ["有坡道"]
    assert [one.remedied_words for one in reports.remedied_at(world.station, 2024)] == ["挂好了牌子"]
    with pytest.raises(StaleError):
        remedy(lacks[0], words="又挂了一次", on=DAY, actor=world["head"])


def test_the_last_word_on_an_item_counts(world, items):
    checked(world, True, False, False)
    checked(world, True, True, False, kind="inspection", actor="township", on=DAY + timedelta(days=3))
    lacks = reports.missing_at(world.station, DAY + timedelta(days=3))
    assert [(str(one.item), one.check_of.kind) for one in lacks] == [("有坡道", "inspection")]


def test_every_item_is_answered_and_an_inspection_names_who(world, items):
    with pytest.raises(RuleError, match="每一条都选"):
        check_station(world.station, "self", {items[0].pk: Finding(True)}, on=DAY, actor=world["head"])
    with pytest.raises(RuleError, match="谁检查"):
        checked(world, True, True, True, kind="inspection", actor="staff", inspectors=" ")
    with pytest.raises(RuleError, match="不能晚于今天"):
        checked(world, True, True, True, on=date(2999, 1, 1))
    with pytest.raises(RuleError, match="还没有定清单"):
        check_station(world.station, "self", {}, on=DAY - timedelta(days=1), actor=world["head"])


def test_the_same_day_again_is_put_right_by_who_saw_the_last(world, items):
    made = checked(world, True, False, False)
    with pytest.raises(StaleError, match="已经登记过"):
        checked(world, True, True, True)
    checked(world, True, True, False, version=made.version)
    with pytest.raises(StaleError, match="有人改过"):
        checked(world, False, False, False, version=made.version)
    assert StationCheck.objects.count() == 1
    assert [row.is_met for row in made.results.all()] == [True, True, False]
    before = Event.objects.filter(step="check").order_by("id").last().data["before"]
    assert list(before.values()) == [True, False, False]


@pytest.mark.parametrize(("kind", "name"), [("self", "staff"), ("self", "township"), ("inspection", "head"), ("inspection", "leader")])
def test_who_may_not_check(world, items, kind, name):
    with pytest.raises(NotAllowedError):
        checked(world, True, True, True, kind=kind, actor=name)


def test_a_grade_is_given_by_staff_and_keeps_its_days(world):
    give_grade(world.station, "standard", since=DAY, document="庆人1号", actor=world["staff"])
    give_grade(world.station, "star", since=DAY + timedelta(days=9), actor=world["staff"])
    assert str(world.station.grades.first()) == "明星"
    with pytest.raises(RuleError, match="已经评定过"):
        give_grade(world.station, "plain", since=DAY, actor=world["staff"])
    with pytest.raises(NotAllowedError):
        give_grade(world.station, "plain", since=date(2024, 1, 1), actor=world["township"])


def broken(name, world, items):
    check, other = checked(world, True, True, False), items[0]
    rows = {
        "item_twice": StandardItem(unit=world.committee, group="x", wording="有场所", valid_from=DAY),
        "item_days": StandardItem(unit=world.committee, group="x", wording="y", valid_from=DAY, valid_to=date(2020, 1, 1)),
        "check_twice": StationCheck(station=world.station, kind=CheckKind.SELF, on=DAY),
        "nobody": StationCheck(station=world.station, kind=CheckKind.INSPECTION, on=DAY),
        "result_twice": CheckResult(check_of=check, item=other, is_met=True),
        "met_remedied": CheckResult(check_of=StationCheck.objects.create(station=world.station, kind="self", on=date(2024, 1, 1)), item=other, is_met=True, remedied_on=DAY),
        "grade_twice": GivenGrade(station=world.station, grade="star", since=DAY),
    }
    give_grade(world.station, "plain", since=DAY, actor=None)
    return rows[name]


@pytest.mark.parametrize("name", ["item_twice", "item_days", "check_twice", "nobody", "result_twice", "met_remedied", "grade_twice"])
def test_constraints(world, items, name):
    row = broken(name, world, items)
    with pytest.raises(ValidationError):
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


# --- pages ------------------------------------------------------------------------------------------
def typed(items, *answers, **facts):
    rows = {f"met_{one.pk}": answer for one, answer in zip(items, answers, strict=True) if answer}
    return {**rows, "on": cn_date(timezone.localdate()), "words": "", "version": "0", **facts}


def test_a_head_checks_repairs_and_sees_the_list_shrink(world, as_user, items):
    client, path = as_user("head"), f"/stations/{world.station.pk}/standard/"
    assert "还没有查过" in client.get(path).content.decode()
    open_one = client.post(f"{path}self/", typed(items, "yes", "no", None))
    assert (open_one.status_code, "还没有选" in open_one.content.decode()) == (422, True)
    assert client.post(f"{path}self/", typed(items, "yes", "no", "no")).status_code == 302
    assert client.post(f"{path}self/", typed(items, "yes", "no", "no")).status_code == 409
    assert "还有 2 条没做到" in client.get(path).content.decode()
    lack = CheckResult.objects.filter(is_met=False).first()
    fix = f"/stations/checks/results/{lack.pk}/remedy/"
    assert client.post(fix, {"words": "", "on": cn_date(timezone.localdate())}).status_code == 422
    assert client.post(fix, {"words": "挂好了", "on": cn_date(timezone.localdate())}).status_code == 302
    assert "还有 1 条没做到" in client.get(path).content.decode()
    page = client.get(f"/stations/checks/{lack.check_of_id}/").content.decode()
    assert "补上：挂好了" in page


def test_a_photo_may_be_added_and_is_never_asked_for(world, as_user, items):
    result = checked(world, True, True, False).results.first()
    client, path = as_user("head"), f"/stations/checks/results/{result.pk}/photo/"
    assert client.post(path, {"file": SimpleUploadedFile("a.png", b"MZ")}).status_code == 422
    assert client.post(path, {"file": SimpleUploadedFile("a.png", PNG)}).status_code == 302
    photo = CheckPhoto.objects.get()
    assert client.get(f"/stations/checks/photos/{photo.pk}/").status_code == 200
    assert as_user("outsider").get(f"/stations/checks/photos/{photo.pk}/").status_code == 404


def test_staff_begin_add_end_and_grade(world, as_user):
    client = as_user("staff")
    assert "放上示例清单" in client.get("/stations/standards/").content.decode()
    assert client.post(f"/stations/standards/{world.committee.pk}/begin/").status_code == 302
    assert client.post(f"/stations/standards/{world.committee.pk}/begin/").status_code == 422
    new = {"group": "本地", "wording": "有茶水", "is_required": "on"}
    assert client.post(f"/stations/standards/{world.committee.pk}/items/", new).status_code == 302
    assert client.post(f"/stations/standards/{world.committee.pk}/items/", new).status_code == 422
    item = StandardItem.objects.get(wording="有茶水")
    assert client.post(f"/stations/standards/items/{item.pk}/end/", {"on": cn_date(timezone.localdate())}).status_code == 302
    grade = f"/stations/{world.station.pk}/standard/grade/"
    assert client.post(grade, {"grade": "", "since": "2024年5月1日"}).status_code == 422
    assert client.post(grade, {"grade": "model", "since": "2024年5月1日", "document": ""}).status_code == 302
    assert "示范" in client.get("/stations/standards/").content.decode()


@pytest.mark.parametrize("name", PERSONAS)
def test_who_opens_what(world, as_user, items, name):
    made = checked(world, True, True, False)
    client, path = as_user(name), f"/stations/{world.station.pk}/standard/"
    inside = name in INSIDE
    own = 200 if inside else 403 if name == "deputy" else 404
    assert client.get(path).status_code == own
    assert client.get(f"/stations/checks/{made.pk}/").status_code == (200 if inside else 404)
    assert client.get("/stations/standards/").status_code == (200 if inside or name == "outsider" else 404)
    assert client.get(f"{path}self/").status_code == (200 if name in {"head", "liaison"} else 403 if own != 404 else 404)
    assert client.get(f"{path}nonsense/").status_code == 404
    assert client.post(f"{path}grade/", {}).status_code == (422 if name == "staff" else 403 if own != 404 else 404)


def test_the_checklist_is_printed_blank(world, as_user, items):
    """All items in force, counted through, each once; what has ended is not asked about."""
    page = as_user("head").get(f"/stations/{world.station.pk}/standard/blank/").content.decode()
    asked = reports.items_of(world.committee, timezone.localdate())
    assert len(asked) == len(items)
    for number, item in enumerate(asked, start=1):
        assert f'<td class="text-center num">{number}</td><td>{item.wording}' in page
    assert page.count('<td class="text-center">□</td>') == 2 * len(asked)
    end_item(asked[0], on=timezone.localdate() - timedelta(days=1), actor=world["staff"])
    page = as_user("head").get(f"/stations/{world.station.pk}/standard/blank/").content.decode()
    assert asked[0].wording not in page
    assert f"/stations/{world.station.pk}/standard/blank/" in as_user("head").get(f"/stations/{world.station.pk}/standard/").content.decode()


@pytest.mark.parametrize("path", ["/stations/standards/", "/stations/{}/standard/", "/stations/checks/{}/"])
def test_as_many_questions_for_three_as_for_one(world, as_user, items, path):
    client, counts = as_user("staff"), []
    for number in (1, 3):
        while StationCheck.objects.count() < number:
            made = checked(world, True, False, False, on=DAY + timedelta(days=StationCheck.objects.count()))
            unit = type(world.station_unit).objects.get(pk=world.station_unit.pk)
            unit.pk, unit.name = None, f"第{StationCheck.objects.count()}站"
            unit.save()
            Station.objects.create(unit=unit, reports_to=world.committee, address="x", hours="y")
        address = path.format(made.pk if "checks" in path else world.station.pk)
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
