"""Every row is visited once and in order, forward and back, in one query a page, whatever the cursor says."""

from datetime import date, datetime, timedelta, timezone
from urllib.parse import parse_qsl

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import connection, models
from django.db.models.functions import Lower
from django.http import QueryDict
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext, isolate_apps
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from common.paging import AFTER, BEFORE, keyset

DAY = date(2024, 5, 20)
MOMENT = datetime(2024, 5, 20, 9, 30, 15, 123456, tzinfo=timezone(timedelta(hours=8)))
ORDERS = [
    ("-id",), ("id",), ("due", "id"), ("-due", "id"), ("due", "-id"), ("-due",), ("at", "-due", "rank"),
    ("name", "-rank", "id"), ("-maybe", "id"), ("maybe", "-due", "-id"), ("-maybe_rank", "name"), ("boss__rank", "-name"),
    ("-boss__maybe", "due", "id"), ("boss", "-id"),
]  # fmt: skip


@pytest.fixture(scope="module")
def job_model():
    with isolate_apps("common"):

        class Boss(models.Model):
            rank = models.IntegerField()
            maybe = models.DateField(null=True)

            class Meta:
                app_label = "common"

        class Job(models.Model):
            due = models.DateField()
            at = models.DateTimeField()
            rank = models.IntegerField()
            name = models.CharField(max_length=20)
            maybe = models.DateTimeField(null=True)
            maybe_rank = models.IntegerField(null=True)
            boss = models.ForeignKey(Boss, models.CASCADE)

            class Meta:
                app_label = "common"
                indexes = [models.Index(fields=["due", "id"], name="job_due")]

        yield Job


@pytest.fixture(scope="module")
def jobs(job_model, django_db_setup, django_db_blocker):
    boss = job_model._meta.get_field("boss").related_model
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(boss)
            editor.create_model(job_model)
        yield job_model
        with connection.schema_editor() as editor:
            editor.delete_model(job_model)
            editor.delete_model(boss)


def fill(jobs, rows):
    boss = jobs._meta.get_field("boss").related_model
    jobs.objects.all().delete()
    bosses = boss.objects.bulk_create([boss(rank=1, maybe=DAY), boss(rank=1, maybe=None), boss(rank=0, maybe=DAY)])
    jobs.objects.bulk_create(
        jobs(
            due=DAY + timedelta(days=a),
            at=MOMENT + timedelta(microseconds=b),
            rank=b,
            name="甲乙 '"[a] * 2,
            maybe=MOMENT + timedelta(hours=a) if b else None,
            maybe_rank=a or None,
            boss=bosses[(a + b) % 3],
        )
        for a, b in rows
    )


def expected(jobs, order):
    """Python's own order: nulls last in either direction."""

    def value(row, path):
        for part in path.split("__"):
            row = getattr(row, part)
        return row.pk if isinstance(row, models.Model) else row

    rows = list(jobs.objects.select_related("boss").order_by("-id" if order[-1].startswith("-") else "id"))
    for name in reversed(order):
        path = name.lstrip("-")
        known = [row for row in rows if value(row, path) is not None]
        known.sort(key=lambda row: value(row, path), reverse=name.startswith("-"))
        rows = known + [row for row in rows if value(row, path) is None]
    return [row.pk for row in rows]


def flat(pages):
    return [pk for page in pages for pk in page]


def walk(jobs, order, query, *, forward, size):
    """The pages from `query` on, as lists of keys, and the last page."""
    pages = []
    while query is not None:
        with CaptureQueriesContext(connection) as queries:
            page = keyset(jobs.objects.all(), QueryDict(query.lstrip("?")), order=order, size=size)
        assert len(queries) == 1
        pages.append([row.pk for row in page.rows])
        query = (page.next_query if forward else page.prev_query) or None
    return pages, page


@pytest.mark.django_db
@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=12),
    st.sampled_from(ORDERS),
    st.integers(1, 5),
)
def test_each_row_is_visited_once_in_order_both_ways(jobs, rows, order, size):
    if order[0].lstrip("-") == "name" and connection.vendor == "postgresql":
        order = ("rank", *order[1:])  # the order of Chinese characters is the database's own
    fill(jobs, rows)
    wanted = expected(jobs, order)
    forward, last = walk(jobs, order, "", forward=True, size=size)
    assert flat(forward) == wanted
    assert all(len(page) == size for page in forward[:-1])
    if last.prev_query:
        back, first = walk(jobs, order, last.prev_query, forward=False, size=size)
        assert flat(reversed(back)) == wanted[: -len(forward[-1])]
        assert not first.prev_query


@pytest.mark.django_db
@pytest.mark.parametrize("direction", ["", "-"])
def test_text_columns_page_in_the_order_of_the_database(jobs, direction):
    fill(jobs, [(a, b) for a in range(3) for b in range(3)])
    wanted = list(jobs.objects.order_by(f"{direction}name", f"{direction}id").values_list("pk", flat=True))
    pages, _ = walk(jobs, (f"{direction}name",), "", forward=True, size=2)
    assert flat(pages) == wanted


@pytest.mark.django_db
def test_an_annotation_can_be_the_order(jobs):
    fill(jobs, [(a, 1) for a in (2, 0, 1, 0)])
    rows = jobs.objects.annotate(low=Lower("name"))
    first = keyset(rows, QueryDict(), order=("low", "id"), size=3)
    second = keyset(rows, QueryDict(first.next_query[1:]), order=("low", "id"), size=3)
    assert [r.pk for r in first.rows + second.rows] == list(rows.order_by("low", "id").values_list("pk", flat=True))


@pytest.mark.django_db
def test_other_parameters_are_kept_and_cursors_do_not_pile_up(jobs):
    fill(jobs, [(0, 0)] * 5)
    params = QueryDict("q=道路 施工&unit=1&unit=2&empty=")
    second = keyset(jobs.objects.all(), QueryDict(keyset(jobs.objects.all(), params, size=2).next_query[1:]), size=2)
    for query, cursor in ((second.next_query, AFTER), (second.prev_query, BEFORE)):
        pairs = parse_qsl(query[1:], keep_blank_values=True)
        assert pairs[:-1] == [("q", "道路 施工"), ("unit", "1"), ("unit", "2"), ("empty", "")]
        assert pairs[-1][0] == cursor
        assert cursor not in dict(pairs[:-1])


@pytest.mark.django_db
def test_a_broken_or_foreign_cursor_shows_the_first_page(jobs):
    fill(jobs, [(0, n % 3) for n in range(5)])
    start = [row.pk for row in keyset(jobs.objects.all(), {}, size=2).rows]
    good = dict(parse_qsl(keyset(jobs.objects.all(), {}, size=2).next_query[1:]))[AFTER]
    foreign = dict(parse_qsl(keyset(jobs.objects.all(), {}, order=("due",), size=2).next_query[1:]))[AFTER]
    for cursor in ("x", "", "~", "💥\x00", good[:-1], good[1:], good + "x", foreign, good * 50):
        for name in (AFTER, BEFORE):
            page = keyset(jobs.objects.all(), {name: cursor}, size=2)
            assert [row.pk for row in page.rows] == start, (name, cursor)


@pytest.mark.django_db
def test_rows_that_vanish_behind_the_cursor_leave_a_way_back(jobs):
    fill(jobs, [(0, 0)] * 3)
    query = keyset(jobs.objects.all(), QueryDict("q=a"), size=2).next_query
    jobs.objects.order_by("id").first().delete()
    page = keyset(jobs.objects.all(), QueryDict(query[1:]), size=2)
    assert (page.rows, page.next_query, page.prev_query) == ([], "", "?q=a")
    empty = keyset(jobs.objects.none(), QueryDict())
    assert (empty.rows, empty.next_query, empty.prev_query) == ([], "", "")


@pytest.mark.django_db
def test_new_rows_neither_repeat_nor_hide_any(jobs):
    fill(jobs, [(1, 0)] * 4)
    first = keyset(jobs.objects.all(), QueryDict(), order=("due", "id"), size=2)
    boss = first.rows[0].boss
    jobs.objects.create(due=DAY, at=MOMENT, rank=0, name="新", boss=boss)
    second = keyset(jobs.objects.all(), QueryDict(first.next_query[1:]), order=("due", "id"), size=2)
    assert [r.pk for r in first.rows + second.rows] == list(
        jobs.objects.exclude(name="新").order_by("id").values_list("pk", flat=True)
    )


@pytest.mark.django_db
def test_the_database_starts_at_the_cursor(jobs):
    fill(jobs, [(a, 0) for a in range(3)])
    query = keyset(jobs.objects.all(), {}, order=("due", "id"), size=1).next_query
    with CaptureQueriesContext(connection) as queries:
        keyset(jobs.objects.all(), QueryDict(query[1:]), order=("due", "id"), size=1)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        prefix = "EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN "
        cursor.execute(prefix + queries[0]["sql"])
        plan = str(cursor.fetchall())
    assert "job_due" in plan
    assert "Index Cond: (due >=" in plan or "(due>?)" in plan, plan


@pytest.mark.django_db
def test_only_stored_columns_can_be_an_order(jobs):
    for order in (("missing",), ("boss__job",)):
        with pytest.raises(FieldDoesNotExist):
            keyset(jobs.objects.all(), {}, order=order)


@pytest.mark.django_db
def test_the_pager_names_its_links(jobs):
    fill(jobs, [(0, 0)] * 3)
    page = keyset(jobs.objects.all(), QueryDict("q=a&b=<"), size=2)
    html = render_to_string("_partials/pager.html", {"page": page})
    assert f'rel="next" href="{page.next_query.replace("&", "&amp;")}"' in html
    assert 'rel="prev"' not in html
    assert 'aria-label="翻页"' in html
    assert "已经是第一页" in html
    assert render_to_string("_partials/pager.html", {"page": keyset(jobs.objects.none(), {})}).strip() == ""
