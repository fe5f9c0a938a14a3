"""调班 and 来不了: what deputies agree holds, nothing is done twice, and a day that has begun is left alone."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from accounts.choices import Role
from accounts.models import Grant, Notice, User
from common.errors import NotAllowedError, RuleError, StaleError
from common.text import cn_short
from stations.models import Absence, DutySlot, SlotDeputy, Swap
from stations.workflow import (
    agree_swap,
    ask_swap,
    assign_deputies,
    cancel_slot,
    confirm_duty,
    decline_swap,
    move_slot,
    publish_rota,
    say_absent,
    take_back_absence,
    withdraw_swap,
)
from tests.stations.making import TODAY, generated, member
from tests.stations.test_figures import second_station

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(world):
    """Another deputy of the station, with an account."""
    user = User.objects.create_user("deputy2", "demo-2024", name="李秀英")
    Grant.objects.create(user=user, role=Role.DEPUTY)
    world.users["deputy2"] = user
    return member(world, "李秀英", user=user)


@pytest.fixture
def days(world, other):
    """张守信 is on the first day, 李秀英 on the second; both are published."""
    first, second, *_ = generated(world)
    assign_deputies(first, [world.deputy], actor=world["head"], at=TODAY)
    assign_deputies(second, [other], actor=world["head"], at=TODAY)
    publish_rota([first, second], actor=world["head"], at=TODAY)
    return first, second


def asking(world, other, days, *, back=False, at=TODAY):
    duty = days[0].slot_deputies.get()
    return ask_swap(duty, asked=other, in_return=days[1] if back else None, actor=world["deputy"], at=at)


def on(slot):
    return [row.deputy.name for row in slot.slot_deputies.all()]


def test_the_other_comes_instead_and_the_station_is_told(world, other, days, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        swap = asking(world, other, days)
    assert "请您2024年7月2日 8:30" in Notice.objects.get(user=world["deputy2"]).label
    with django_capture_on_commit_callbacks(execute=True):
        agree_swap(swap, actor=world["deputy2"], at=TODAY)
    assert on(days[0]) == ["李秀英"]
    assert days[0].slot_deputies.get().confirmed_at == TODAY  # who agrees has said yes
    assert {n.user.username for n in Notice.objects.all()} == {"deputy2", "deputy", "head", "liaison"}
    assert [e.step for e in days[0].events.order_by("id")][-2:] == ["swap_ask", "swap_agree"]


def test_a_day_for_a_day(world, other, days):
    swap = asking(world, other, days, back=True)
    agree_swap(swap, actor=world["deputy2"], at=TODAY)
    assert (on(days[0]), on(days[1])) == (["李秀英"], ["张守信"])
    assert days[1].events.filter(step="swap_agree").exists()


@pytest.mark.parametrize(("verb", "who"), [(decline_swap, "deputy2"), (withdraw_swap, "deputy")])
def test_declined_or_taken_back_changes_nothing_and_another_may_be_asked(world, other, days, verb, who):
    swap = asking(world, other, days)
    with pytest.raises(RuleError, match="已经请了一位"):
        asking(world, other, days)
    verb(swap, actor=world[who], at=TODAY)
    assert on(days[0]) == ["张守信"]
    assert asking(world, other, days).status == "asked"
    with pytest.raises(RuleError):
        agree_swap(Swap.objects.get(pk=swap.pk), actor=world["deputy2"], at=TODAY)


@pytest.mark.parametrize("verb", [agree_swap, decline_swap, withdraw_swap])
@pytest.mark.parametrize("name", ["head", "liaison", "staff", "deputy", "deputy2", "outsider"])
def test_who_answers(world, other, days, verb, name):
    swap = asking(world, other, days)
    if name == ("deputy" if verb is withdraw_swap else "deputy2"):
        verb(swap, actor=world[name], at=TODAY)
        return
    with pytest.raises(NotAllowedError):
        verb(swap, actor=world[name], at=TODAY)


def test_not_once_the_day_has_begun(world, other, days):
    begun = days[0].begins
    swap = asking(world, other, days, at=begun - timedelta(minutes=1))
    with pytest.raises(RuleError, match="已经开始"):
        agree_swap(swap, actor=world["deputy2"], at=begun)
    assert on(days[0]) == ["张守信"]
    assert Swap.objects.get().status == "asked"
    withdraw_swap(Swap.objects.get(), actor=world["deputy"], at=begun)
    with pytest.raises(RuleError, match="已经开始"):
        asking(world, other, days, at=begun)


def test_a_day_that_changed_meanwhile_is_not_swapped(world, other, days):
    swap = asking(world, other, days)
    stale = Swap.objects.get(pk=swap.pk)
    assign_deputies(days[0], [], actor=world["head"], at=TODAY)
    assert Swap.objects.get().status == "withdrawn"  # what was asked of the day is void
    with pytest.raises(StaleError):
        agree_swap(stale, actor=world["deputy2"], at=TODAY)
    assert on(days[0]) == []


@pytest.mark.parametrize("change", ["move", "cancel"])
def test_a_moved_or_cancelled_day_voids_what_was_asked(world, other, days, change):
    swap = asking(world, other, days, back=True)
    if change == "cancel":
        cancel_slot(days[1], actor=world["head"], note="防汛", at=TODAY)
    else:
        times = {"starts_at": days[0].starts_at, "ends_at": days[0].ends_at}
        move_slot(days[0], day=date(2024, 7, 4), **times, note="检查", actor=world["head"], at=TODAY)
    swap.refresh_from_db()
    assert swap.status == "withdrawn"


def test_whom_nobody_can_ask(world, other, days):
    duty = days[0].slot_deputies.get()
    say_absent(days[0], other, note="住院", actor=world["deputy2"], at=TODAY)
    for asked, words in ((world.deputy, "从本站的代表里选"), (other, "说过这一天来不了")):
        with pytest.raises(RuleError, match=words):
            ask_swap(duty, asked=asked, actor=world["deputy"], at=TODAY)
    with pytest.raises(NotAllowedError):
        ask_swap(duty, asked=other, actor=world["deputy2"], at=TODAY)


def test_the_constraints_of_a_swap(world, other, days):
    asking(world, other, days)
    for row in (
        Swap(slot=days[0], asker=world.deputy, asked=other),
        Swap(slot=days[1], asker=other, asked=other),
    ):
        with pytest.raises(ValidationError):
            row.full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


@pytest.fixture
def third(days):
    """Another day of the station, nobody on it yet."""
    return DutySlot.objects.exclude(pk__in=[day.pk for day in days]).order_by("date").first()


# --- 来不了 ----------------------------------------------------------------------------------------
def test_a_deputy_who_cannot_come_is_taken_off_and_the_station_told(
    world, other, days, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        made = say_absent(days[0], world.deputy, note=" 外出开会 ", actor=world["deputy"], at=TODAY)
    assert say_absent(days[0], world.deputy, note="再说一遍", actor=world["deputy"], at=TODAY) == made
    assert on(days[0]) == []
    assert Notice.objects.filter(label="张守信7月2日来不了（外出开会），请另排一位").count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Absence.objects.create(slot=days[0], deputy=world.deputy, note="又说一遍")
    take_back_absence(made, actor=world["deputy"], at=TODAY)
    assert not Absence.objects.exists()


def test_a_day_wished_instead_reaches_the_station(world, days, third, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        made = say_absent(days[0], world.deputy, note="外出开会", wish=third, actor=world["deputy"], at=TODAY)
    said = f"外出开会，想改到{cn_short(third.date)}"
    assert (made.wish, made.words) == (third, said)
    assert Notice.objects.filter(label=f"张守信7月2日来不了（{said}），请另排一位").count() == 2
    assert days[0].events.get(step="absent").note == said
    assert on(third) == []  # a wish puts nobody on a day
    DutySlot.objects.filter(pk=third.pk).update(status="cancelled")
    made = Absence.objects.get()
    assert made.words == "外出开会"


@pytest.mark.parametrize("wish", ["itself", "begun", "cancelled", "mine", "absent", "elsewhere"])
def test_a_wish_is_another_day_to_come_of_the_station(world, days, third, wish):
    chosen, at = third, TODAY
    if wish == "itself":
        chosen = days[0]
    elif wish == "begun":
        DutySlot.objects.filter(pk=chosen.pk).update(date=TODAY.date())
    elif wish == "cancelled":
        DutySlot.objects.filter(pk=chosen.pk).update(status="cancelled")
    elif wish == "mine":
        SlotDeputy.objects.create(slot=chosen, deputy=world.deputy)
    elif wish == "absent":
        say_absent(chosen, world.deputy, note="住院", actor=world["deputy"], at=at)
    else:
        DutySlot.objects.filter(pk=chosen.pk).update(station=second_station(world))
    chosen.refresh_from_db()
    with pytest.raises(RuleError) as refused:
        say_absent(days[0], world.deputy, note="外出开会", wish=chosen, actor=world["deputy"], at=at)
    assert refused.value.field == "wish"
    assert not Absence.objects.filter(slot=days[0]).exists()


def test_the_row_itself_refuses_a_wish_for_the_same_day(world, days):
    row = Absence(slot=days[0], deputy=world.deputy, note="有事", wish=days[0])
    with pytest.raises(ValidationError):
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_when_it_is_too_late_to_say_so(world, other, days):
    confirm_duty(days[0].slot_deputies.get(), actor=world["deputy"], at=TODAY)
    with pytest.raises(RuleError, match="请人调班"):
        say_absent(days[0], world.deputy, note="有事", actor=world["deputy"], at=TODAY)
    with pytest.raises(RuleError, match="已经开始"):
        say_absent(days[1], world.deputy, note="有事", actor=world["deputy"], at=days[1].begins)
    with pytest.raises(RuleError, match="为什么来不了"):
        say_absent(days[1], world.deputy, note=" ", actor=world["deputy"], at=TODAY)
    with pytest.raises(NotAllowedError):
        say_absent(days[1], world.deputy, note="有事", actor=world["head"], at=TODAY)


@pytest.mark.django_db(transaction=True)
def test_one_day_is_given_away_once(world, other, days):
    """The deputy agrees and the station takes the asker off, in the same moment: one of them is told to look again."""
    swap, slot, barrier, refused = asking(world, other, days), days[0], Barrier(2), []

    def act(verb):
        barrier.wait()
        try:
            verb()
        except RuleError as error:
            refused.append(str(error))
        finally:
            connection.close()

    deputy2, head = world["deputy2"], world["head"]
    verbs = (
        lambda: agree_swap(swap, actor=deputy2, at=TODAY),
        lambda: assign_deputies(slot, [], actor=head, at=TODAY),
    )
    threads = [Thread(target=act, args=(verb,)) for verb in verbs]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(refused) == 1
    assert SlotDeputy.objects.filter(slot=slot).count() in (0, 1)
    assert not SlotDeputy.objects.filter(slot=slot, deputy=world.deputy).exists()
