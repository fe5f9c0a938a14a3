"""What people do to a record: two who close it at once, a table out of Word, ten thousand characters, rare characters."""

import threading

import pytest
from django.db import close_old_connections, connections

from common.errors import RuleError, StaleError
from common.text import initials, untabled
from meetings import workflow
from meetings.models import Event, Participant, Sitting
from opinions.models import Opinion
from tests.meetings.conftest import Hall
from tests.world import build_world

pytestmark = pytest.mark.django_db

TABLE = "问题\t地点\t建议\r\n路灯坏了\t西街\u00a0\t换成 LED\t\r\n\t\t共 3 处\r\n"
READ = "问题；地点；建议\n路灯坏了；西街；换成 LED\n\t\t共 3 处"


# --- closing ------------------------------------------------------------------------------------
def test_the_second_who_closes_a_sitting_is_told_who_was_first(hall, as_user):
    mine = Sitting.objects.with_place().get(pk=hall.sitting.pk)
    ended = workflow.end(hall.sitting, actor=hall.staff).ended_at
    with pytest.raises(StaleError, match="已经结束了本场记录"):
        workflow.end(mine, actor=hall.staff)
    answer = as_user("staff").post(f"/meetings/sittings/{hall.sitting.pk}/end/", follow=True)
    assert "另一位记录人刚刚已经结束了本场记录，记下的都在。" in answer.content.decode()
    assert Sitting.objects.get(pk=hall.sitting.pk).ended_at == ended


@pytest.mark.django_db(transaction=True)
def test_two_recorders_who_close_at_the_same_moment_end_it_once():
    hall = Hall(build_world())
    hall.say("最后一句。")
    both, told = threading.Barrier(2), []

    def close():
        sitting = Sitting.objects.with_place().get(pk=hall.sitting.pk)
        both.wait()
        try:
            workflow.end(sitting, actor=hall.staff)
        except RuleError as error:
            told.append(str(error))
        finally:
            close_old_connections()
            connections.close_all()

    threads = [threading.Thread(target=close) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 1
    assert Event.objects.filter(sitting=hall.sitting, step="end").count() == 1
    assert Opinion.objects.filter(original="最后一句。").count() == 1


# --- people -------------------------------------------------------------------------------------
def test_who_has_spoken_stays_on_the_list_and_so_do_the_words(hall):
    hall.say("我说过了。", who=1)
    with pytest.raises(RuleError, match="已经有 1 条记录的意见，不能移出名单"):
        workflow.remove_participant(hall.people[1], actor=hall.staff)
    assert Participant.objects.filter(pk=hall.people[1].pk).exists()
    assert Opinion.objects.filter(original="我说过了。").exists()


@pytest.mark.parametrize(
    ("name", "letters"),
    [("龑䶮", "yy"), ("王㛃", "wj"), ("张㭎", "zg"), ("赵㐂", "zx"), ("李𬱖", "lw"), ("䶮㛃", "yj")],
)
def test_rare_characters_stay_and_are_found_by_their_letters(hall, name, letters):
    person = hall.person(name, "resident")
    hall.say(f"{name}说：𠮷祥里的路要修。", participant_id=person.pk)
    person.contributor.refresh_from_db()
    assert (person.contributor.name, person.contributor.initials, initials(name)) == (name, letters, letters)
    assert Opinion.objects.get(original__contains="𠮷祥里").original == f"{name}说：𠮷祥里的路要修。"


# --- words --------------------------------------------------------------------------------------
def test_a_table_out_of_word_reads_as_people_read_it(hall):
    row = hall.say(TABLE)
    assert Opinion.objects.get(pk=row.opinion_id).original == READ
    changed = workflow.edit_row(row, workflow.Change(original=f"前言\n{TABLE}"), actor=hall.staff, version=1)
    assert Opinion.objects.get(pk=changed.opinion_id).original == f"前言\n{READ}"
    again = workflow.edit_row(row, workflow.Change(original=f"前言\n{TABLE}"), actor=hall.staff, version=1)
    assert again.opinion.version == 2


@pytest.mark.parametrize(
    ("pasted", "read"),
    [
        ("", ""),
        ("一句话", "一句话"),
        ("\t缩进的", "\t缩进的"),
        ("甲\t乙", "甲；乙"),
        ("甲\t\t乙\t", "甲；乙"),
        ("甲\n\n乙", "甲\n\n乙"),
    ],
)
def test_only_tables_change(pasted, read):
    assert untabled(pasted) == read
    assert untabled(read) == read


def test_ten_thousand_characters_are_kept_and_one_more_is_refused_with_its_number(hall):
    row = hall.say("字" * 10_000)
    assert len(Opinion.objects.get(pk=row.opinion_id).original) == 10_000
    with pytest.raises(RuleError, match="最多 10000 个字，现在有 10001 个字"):
        hall.say("字" * 10_001)
