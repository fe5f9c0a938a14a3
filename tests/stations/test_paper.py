"""A paper register photographed first: kept once, typed row by row, finished when the person says so."""

from datetime import timedelta
from threading import Thread

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from common.errors import NotAllowedError, RuleError, StaleError
from common.files import accept_upload
from stations import reports, rules
from stations.choices import PaperStatus
from stations.models import Attachment, PaperRegister
from stations.workflow import add_photos, finish_paper, resume_paper
from tests.stations.making import HELD_ON, reception, visit
from tests.stations.test_models import refused
from tests.world import PERSONAS, moment

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"


def photo(mark=b""):
    return accept_upload(SimpleUploadedFile("登记表.png", PNG + mark))


def paper(world, *marks, made=None):
    photos = [photo(mark) for mark in marks or (b"",)]
    return add_photos(made or reception(world), photos, actor=world["head"], at=moment(HELD_ON, 3))


def test_photos_wait_to_be_typed(world):
    made = paper(world, b"1", b"2")
    assert (made.status, made.opened_by, made.reception.attachments.count()) == ("waiting", world["head"], 2)
    assert (made.waited(HELD_ON), made.waited(HELD_ON + timedelta(days=3))) == (0, 3)
    assert [event.step for event in made.reception.events.order_by("id")] == ["record", "photo"]


def test_the_same_photo_sent_ten_times_is_kept_once(world):
    made = paper(world, b"1", b"1")
    for _ in range(9):
        assert paper(world, b"1", made=made.reception).pk == made.pk
    assert (Attachment.objects.count(), PaperRegister.objects.count()) == (1, 1)
    refused(Attachment(reception=made.reception, **photo(b"1").fields()), "已经传过")


def test_nothing_and_too_much_are_refused(world):
    made = reception(world)
    for marks in ([], [str(n).encode() for n in range(41)]):
        with pytest.raises(RuleError) as error:
            add_photos(made, [photo(mark) for mark in marks], actor=world["head"])
        assert error.value.field == "photos"
    assert not PaperRegister.objects.exists()


def test_it_is_finished_when_the_rows_agree(world):
    made = paper(world)
    visit(world, reception=made.reception)
    visit(world, sealed=True, reception=made.reception)
    assert reports.rows_entered(made) == 1
    finish_paper(made, row_count=1, actor=world["liaison"])
    made.refresh_from_db()
    assert (made.status, made.row_count, made.finished_at is not None) == (PaperStatus.DONE, 1, True)
    assert made.reception.events.get(step="paper_finish").data == {"rows": 1, "entered": 1}


def test_a_difference_is_explained(world):
    made = paper(world)
    with pytest.raises(RuleError, match="登记表上 3 行，现在录了 0 行") as error:
        finish_paper(made, row_count=3, actor=world["head"])
    assert error.value.field == "note"
    finish_paper(made, row_count=3, actor=world["head"], note="三行都划掉了")
    assert reports.finishing_of(made).note == "三行都划掉了"


@pytest.mark.parametrize("rows", [-1, 501])
def test_a_count_is_a_count(world, rows):
    with pytest.raises(RuleError):
        finish_paper(paper(world), row_count=rows, actor=world["head"], note="数错了")


def test_a_new_photo_takes_it_up_again(world):
    made = paper(world)
    finish_paper(made, row_count=0, actor=world["head"])
    assert paper(world, made=made.reception).status == PaperStatus.DONE  # the same photo wakes nothing up
    assert paper(world, b"2", made=made.reception).status == PaperStatus.WAITING
    with pytest.raises(RuleError):
        resume_paper(PaperRegister.objects.get(), actor=world["head"])


def test_a_page_of_before_the_photo_cannot_finish(world):
    old = paper(world)
    paper(world, b"2", made=old.reception)
    with pytest.raises(StaleError):
        finish_paper(old, row_count=0, actor=world["head"])


@pytest.mark.parametrize("name", PERSONAS)
def test_who_types_and_who_sees(world, name):
    made, user = paper(world), world[name]
    kept = Attachment.objects.get()
    assert rules.can_type(user, made) is (name in {"head", "liaison"})
    assert PaperRegister.objects.visible_to(user).exists() is rules.can_view_paper(user, made)
    assert Attachment.objects.visible_to(user).exists() is rules.can_view_attachment(user, kept)
    assert rules.can_view_attachment(user, kept) is (name in {"head", "liaison", "staff"})
    scan = Attachment(visit=visit(world, sealed=True, reception=made.reception), **photo(b"9").fields())
    scan.save()
    seen = Attachment.objects.visible_to(user).filter(pk=scan.pk).exists()
    assert seen is rules.can_view_attachment(user, scan)
    if name not in {"head", "liaison"}:
        for verb in (
            lambda: add_photos(made.reception, [photo()], actor=user),
            lambda: finish_paper(made, row_count=0, actor=user),
        ):
            with pytest.raises(NotAllowedError):
                verb()


def test_done_is_counted(world):
    made = paper(world)
    made.status = PaperStatus.DONE
    refused(made, "要写明一共几行")


def test_what_waits_is_read_in_two_queries(world, django_assert_num_queries):
    user, now = world["head"], HELD_ON
    assert user.scopes.items
    for day in (1, 2, 3):
        paper(world, made=reception(world, day=HELD_ON - timedelta(days=day)))
        with django_assert_num_queries(2):
            found = reports.waiting_at(world.station, user, now)
    assert [one.photos for one in found] == [1, 1, 1]
    assert len(reports.waiting_for(user, now)) == 3


@pytest.mark.django_db(transaction=True)
def test_two_uploads_at_once_keep_one_photo(world):
    made, found = reception(world), []

    def send():
        try:
            found.append(add_photos(made, [photo()], actor=world["head"]).pk)
        finally:
            connection.close()

    threads = [Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(found), len(set(found)), Attachment.objects.count()) == (4, 1, 1)
