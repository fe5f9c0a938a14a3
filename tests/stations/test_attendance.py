"""Planned against came, and copies of the blank form."""

import io
from datetime import time

import pytest
from django.utils import timezone
from docx import Document

from common.documents import copies, render
from deputies.models import Deputy
from stations import exports
from stations.reports.attendance import attendance_of
from stations.workflow import record_reception
from tests.layout import docx_problems, read_pdf, soffice_missing, to_pdf
from tests.stations.making import crowd, reception, slot

pytestmark = pytest.mark.django_db


def held(world, deputies):
    """Today's planned day, carried out by `deputies`."""
    made = record_reception(
        world.station, held_on=timezone.localdate(), started_at=time(9), deputies=deputies, actor=world["head"]
    )
    return type(made).objects.with_list_data().get(pk=made.pk)


def test_a_replacement_is_told_and_no_more(client, world):
    slot(world, days=0)
    other = crowd(world, 1)[0]
    made = held(world, [other])
    found = attendance_of(made)
    assert (found.planned, found.absent, found.instead) == ([world.deputy], [world.deputy], [other])
    client.force_login(world["head"])
    assert "替班：代表0号" in client.get(made.get_absolute_url()).content.decode()
    client.logout()
    for address in ("/p/", "/p/stations/"):
        assert "代表0号" not in client.get(address).content.decode()


def test_who_came_as_planned_is_no_news(client, world):
    slot(world, days=0)
    made = held(world, [world.deputy])
    assert attendance_of(made).differs is False
    client.force_login(world["head"])
    assert "轮值排的是" not in client.get(made.get_absolute_url()).content.decode()


def test_nothing_planned_nothing_said(world):
    assert attendance_of(reception(world)) is None
    slot(world, days=0, deputies=[])
    assert attendance_of(held(world, [world.deputy])) is None


def test_it_is_read_in_two_queries(world, django_assert_num_queries):
    slot(world, days=0, deputies=[world.deputy, *crowd(world, 3)])
    made = held(world, list(Deputy.objects.all()))
    with django_assert_num_queries(2):
        assert len(attendance_of(made).planned) == 4


def titles(data):
    return [p.text for p in Document(io.BytesIO(data)).paragraphs if p.text == "人大代表接待选民登记表"]


@pytest.mark.parametrize(("asked", "count"), [("", 1), ("3", 3), ("0", 1), ("51", 1), ("三", 1)])
def test_so_many_copies_as_asked(client, world, asked, count):
    client.force_login(world["head"])
    page = client.get(f"/stations/receptions/blank/{world.station.pk}/?copies={asked}").content.decode()
    assert page.count("人大代表接待选民登记表</h2>") == count
    assert ("张数请写 1 到 50 的数" in page) is (asked in {"0", "51", "三"})
    data = client.get(f"/stations/receptions/blank/{world.station.pk}/form.docx?copies={asked}").content
    assert len(titles(data)) == count
    assert docx_problems(data) == []


@pytest.mark.libreoffice
@pytest.mark.skipif(soffice_missing(), reason="LibreOffice is not installed")
def test_each_copy_is_one_page(world, tmp_path):
    data = copies(render(exports.TEMPLATE, exports.blank_form(world.station)), 3)
    path = tmp_path / "three.docx"
    path.write_bytes(data)
    assert len(read_pdf(to_pdf(tmp_path, [path])[0])) == 3


def test_one_copy_is_the_paper_itself(world):
    data = render(exports.TEMPLATE, exports.blank_form(world.station))
    assert copies(data, 1) == data
    assert copies(data, 2) == copies(data, 2)
