"""Who is who in a roster: what proves that two are one, and who is asked about."""

import pytest

from common.errors import StaleError
from deputies.imports import drafts
from deputies.imports.roster import import_roster
from deputies.models import ActivityGroup, Deputy, Mandate
from tests.deputies import rosters
from tests.deputies.trying import errors_of, imported, taken, trial_of, trial_of_today

pytestmark = pytest.mark.django_db


def row(birth="", post="", phone="", level="县", term="16"):
    return ("王伟", "", birth, post, "庆祖镇", phone, level, term, "2022年3月", "")


def test_namesakes_in_one_table_are_asked_about(world):
    draft = taken(world, rosters.namesakes())
    question = trial_of(world, draft).questions[0]
    assert (question.row, question.name, [value for value, _ in question.options]) == (5, "王伟", ["r4", "new"])
    with pytest.raises(StaleError):
        import_roster(draft, actor=world["staff"], digest=trial_of(world, draft).plan.digest)
    drafts.answer(draft, {"5": "new"})
    trial = trial_of(world, draft)
    assert not trial.questions
    import_roster(draft, actor=world["staff"], digest=trial.plan.digest)
    assert Deputy.objects.filter(name="王伟").count() == 2


def test_namesakes_in_the_register_are_asked_about(world):
    known = Deputy.objects.create(name="王伟", home_region=world.town, post="西街村主任", phone="13811112222")
    draft = taken(world, rosters.plain([row(phone="13800000009")]))
    question = trial_of(world, draft).questions[0]
    assert question.options[0] == (f"d{known.pk}", "就是名册里的王伟，庆祖镇，西街村主任，138****2222")
    drafts.answer(draft, {"2": f"d{known.pk}"})
    trial = trial_of(world, draft)
    change = next(one for one in trial.plan.changed[0].changes if one.label == "手机号")
    assert (change.before, change.after) == ("138****2222", "138****0009")
    import_roster(draft, actor=world["staff"], digest=trial.plan.digest)
    known.refresh_from_db()
    assert known.phone == "13800000009"


def test_the_law_changes_a_mandate_not_the_roster(world):
    Mandate.objects.filter(deputy=world.deputy).update(status="suspended")
    line = ("张守信", "", "", world.deputy.post, "庆祖镇", "", "县", "16", "2022年3月", "", "正常")
    table = rosters.plain([line], headings=(*rosters.HEADINGS, "任职状态"))
    assert errors_of(world, table) == [
        "第 2 行 任职状态：平台里现在是“暂停执行职务”。暂停、恢复、终止要写明法律依据，请先到张守信的代表页上办，再导入。"
    ]


@pytest.mark.parametrize(
    ("facts", "row_facts", "same"),
    [
        ({"phone": "13800000009"}, {"phone": "13800000009", "post": "别的职务"}, True),
        ({"birth": "1970-03"}, {"birth": "1970.3", "phone": "13800000009"}, True),
        ({"post": "西街村主任"}, {"post": "西街村主任"}, True),
        ({"birth": "1970-03"}, {"birth": "1971.3"}, False),
        ({"birth": "1970-03", "phone": "13800000009"}, {"birth": "1971.3", "phone": "13800000009"}, False),
    ],
)
def test_who_is_surely_the_same_or_another(world, facts, row_facts, same):
    known = Deputy.objects.create(name="王伟", home_region=world.town, **facts)
    trial = trial_of(world, taken(world, rosters.plain([row(**row_facts)])))
    assert not trial.questions
    assert [one.deputy.pk for one in trial.plan.people] == [known.pk if same else None]


def test_the_number_of_the_platform_knows_a_person_again(world):
    headings = ("平台编号", "姓名", "单位和职务")
    draft = taken(world, rosters.plain([(world.deputy.pk, "张守信", "西街村支书")], headings), home=world.town.pk)
    assert [one.after for one in trial_of(world, draft).plan.changed[0].changes] == ["西街村支书"]
    renamed = taken(world, rosters.plain([(world.deputy.pk, "张守心", "")], headings), home=world.town.pk)
    question = trial_of(world, renamed).questions[0]
    assert [value for value, _ in question.options] == [f"d{world.deputy.pk}", "new"]
    drafts.answer(renamed, {"2": f"d{world.deputy.pk}"})
    assert trial_of(world, renamed).plan.changed[0].changes[0].after == "张守心"
    unknown = errors_of(world, rosters.plain([(999999, "张守信", "")], headings), home=world.town.pk)
    assert unknown == ["第 2 行 平台编号：您的名册里没有编号 999999。新增的代表，这一格请空着。"]


def test_two_lines_of_one_person_must_agree(world):
    people = [row(phone="13800000009", post="主任"), row(phone="13800000009", post="书记", level="市", term="9")]
    told = errors_of(world, rosters.plain(people))
    assert told == ["第 3 行 单位和职务：和第 2 行是同一个人，写的不一样。请改成一样的，或者只写一处。"]


def test_a_masked_number_leaves_the_number_alone(world):
    imported(world, rosters.plain())
    masked = [("张守义", "", "", "", "庆祖镇", "138****0001", "县", "16", "", "")]
    trial = trial_of(world, taken(world, rosters.plain(masked)))
    assert (trial.errors, trial.questions, len(trial.plan.left)) == ([], [], 1)
    foreign = [("张守义", "", "1970.3", "", "庆祖镇", "139****0001", "县", "16", "", "")]
    told = errors_of(world, rosters.plain(foreign))
    assert told == ["第 2 行 手机号：带星号的号码和登记的对不上。要改就写全，不改就空着。"]


def test_empty_cells_change_nothing_and_a_group_changes_with_dates(world):
    imported(world, rosters.plain())
    made = Deputy.objects.get(name="张守义")
    draft = taken(world, rosters.plain([("张守义", "", "", "", "庆祖镇", "13800000001", "县", "16", "", "第7组")]))
    trial = trial_of(world, draft)
    assert [(one.label, one.after) for one in trial.plan.changed[0].changes] == [("活动小组", "第7组（成员）")]
    import_roster(draft, actor=world["staff"], digest=trial_of_today(world, draft))
    made.refresh_from_db()
    assert (made.gender, made.post) == ("m", "庆祖镇东街村书记")
    assert ActivityGroup.objects.get(number=7).region == world.town
    assert [one.left_on is None for one in made.memberships.order_by("id")] == [False, True]
