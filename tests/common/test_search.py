"""Search finds every stretch of characters that is there and nothing that is not, on either database."""

import pytest
from django.db import connection, models
from django.db.migrations.state import ProjectState
from django.test.utils import isolate_apps
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from common import search
from common.search import AddSearchIndex, SearchTermsField, capped_count, matching, reindex, terms, unindexed

ALPHABET = "道路施工扰民水GgＧ106１，。 \n-%'\"é𠮷"


@pytest.fixture(scope="module")
def note_model():
    with isolate_apps("common"):

        class Note(models.Model):
            title = models.TextField()
            body = models.TextField(null=True)  # noqa: DJ001 - None counts as empty
            search_terms = SearchTermsField(sources=("title", "body"))

            class Meta:
                app_label = "common"

        class Remark(models.Model):
            note = models.ForeignKey(Note, models.CASCADE)

            class Meta:
                app_label = "common"

        Note.remark = Remark
        yield Note


def run(operation, model, *, backward=False):
    """The operation as a migration would run it."""

    class State(ProjectState):
        apps = model._meta.apps

    with connection.schema_editor() as editor:
        step = operation.database_backwards if backward else operation.database_forwards
        step("common", editor, State(), State())


@pytest.fixture(scope="module")
def notes(note_model, django_db_setup, django_db_blocker):
    index = AddSearchIndex("note")
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(note_model)
            editor.create_model(note_model.remark)
        note_model.objects.create(title="先有的一行")
        run(index, note_model)
        assert matching(note_model.objects.all(), "先有").count() == 1
        note_model.objects.all().delete()
        yield note_model
        run(index, note_model, backward=True)
        with connection.schema_editor() as editor:
            editor.delete_model(note_model.remark)
            editor.delete_model(note_model)


def titles(notes, query):
    return sorted(matching(notes.objects.all(), query).values_list("title", flat=True))


@pytest.mark.django_db
@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(ALPHABET, min_size=1, max_size=12), min_size=1, max_size=4, unique=True))
def test_every_short_stretch_is_found_and_nothing_else(notes, texts):
    notes.objects.all().delete()
    notes.objects.bulk_create([notes(title=text) for text in texts])
    folded = {text: search._folded(text) for text in texts}
    for size in (1, 2, 3):
        pieces = {text[i : i + size] for text in folded.values() for i in range(len(text) - size + 1)}
        for piece in pieces:
            if len(piece) == size and all(map(search._is_word, piece)):
                assert titles(notes, piece) == sorted(text for text in texts if piece in folded[text]), piece


@pytest.mark.django_db
def test_words_of_a_query_must_all_occur(notes):
    notes.objects.bulk_create([notes(title=t) for t in ("道路施工扰民", "道路照明", "施工许可", "施道工路")])
    assert titles(notes, "道路 施工") == ["道路施工扰民"]
    assert titles(notes, "施工　扰民") == ["道路施工扰民"]
    assert titles(notes, "路施工扰") == ["道路施工扰民"]
    assert titles(notes, "道施") == []


@pytest.mark.django_db
def test_width_and_case_make_no_difference(notes):
    notes.objects.create(title="Ｇ106国道 PM2.5")
    for query in ("g106", "Ｇ１０６", "06国", "pm2.5", "ＰＭ"):
        assert titles(notes, query) == ["Ｇ106国道 PM2.5"], query


@pytest.mark.django_db
def test_a_word_does_not_run_across_signs_or_sources(notes):
    notes.objects.create(title="道路，施工", body="照明")
    assert titles(notes, "路施") == titles(notes, "工照") == []
    assert titles(notes, "道路，施工") == titles(notes, "照明") == ["道路，施工"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        '"',
        "'",
        "%",
        "道'路\"",
        "(道 OR 路)*",
        "道\x00路",
        "道:*",
        "\\",
        "NEAR(道)",
        "道" * 5000,
        "a " * 5000,
        "\ud800",
        "🙂",
    ],
)
def test_no_query_raises(notes, query):
    notes.objects.create(title="道路")
    assert matching(notes.objects.all(), query).count() in (0, 1)


@pytest.mark.django_db
def test_a_blank_query_changes_nothing_and_signs_find_nothing(notes):
    notes.objects.create(title="道路")
    assert titles(notes, " 　\n") == ["道路"]
    assert titles(notes, "？！") == []


@pytest.mark.django_db
def test_the_index_follows_every_kind_of_write(notes):
    row = notes.objects.create(title="道路")
    row.title = "照明"
    row.save()
    assert (titles(notes, "道路"), titles(notes, "照明")) == ([], ["照明"])
    row.delete()
    assert titles(notes, "照明") == []
    made = notes.objects.bulk_create([notes(title="供水"), notes(title="供电")])
    assert titles(notes, "供水") == ["供水"]
    made[0].title = "排水"
    notes.objects.bulk_update(made, ["title"])
    assert titles(notes, "排水") == []
    assert reindex(notes.objects.all(), batch=1) == 1
    assert (titles(notes, "排水"), titles(notes, "供水")) == (["排水"], [])


@pytest.mark.django_db
def test_it_composes_with_filters_joins_order_and_update(notes):
    first, second = (notes.objects.create(title=t) for t in ("道路一", "道路二"))
    notes.remark.objects.create(note=second)
    found = matching(notes.objects.exclude(title="道路三"), "道路").order_by("-id")
    assert list(found) == [second, first]
    assert list(found.filter(pk__lt=second.pk)) == [first]
    assert matching(notes.remark.objects.all(), "道路 二", field="note__search_terms").count() == 1
    assert notes.objects.filter(pk__in=found.values("pk")).update(body="甲") == 2


@pytest.mark.django_db
def test_counts_stop_at_the_cap(notes):
    notes.objects.bulk_create([notes(title="道路") for _ in range(4)])
    assert capped_count(notes.objects.order_by("title"), cap=4) == (4, False)
    assert capped_count(notes.objects.all(), cap=3) == (3, True)


@pytest.mark.django_db
def test_the_database_answers_from_the_index(notes):
    plan = matching(notes.objects.all(), "道路").explain()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
        plan = matching(notes.objects.all(), "道路").explain()
        assert "common_note_search_terms_gin" in plan
    else:
        assert "VIRTUAL TABLE INDEX" in plan


@pytest.mark.django_db(transaction=True)
def test_a_fallen_index_is_noticed_and_built_anew(notes):
    assert unindexed([notes]) == []
    run(AddSearchIndex("note"), notes, backward=True)
    assert unindexed([notes]) == ["common.Note.search_terms"]
    notes.objects.create(title="道路")
    run(AddSearchIndex("note"), notes)
    run(AddSearchIndex("note"), notes)
    assert unindexed([notes]) == []
    assert titles(notes, "道路") == ["道路"]
    notes.objects.all().delete()


@pytest.mark.django_db
def test_every_searchable_model_has_its_index():
    from django.apps import apps

    assert unindexed(apps.get_models()) == []


def test_terms_are_plain_letters_and_bounded():
    assert terms("道路") == "jafdinop inop"
    assert terms("") == terms("，。") == ""
    long = terms("道路" * 20_000).split()
    assert len(long) == search.MAX_TERMS
    assert all(word.isascii() and word.isalpha() for word in long[:10])


def test_field_and_operation_travel_through_migrations():
    _name, path, args, kwargs = SearchTermsField(sources=["title"]).deconstruct()
    assert (path, kwargs) == ("common.search.SearchTermsField", {"sources": ("title",)})
    assert SearchTermsField(*args, **kwargs).sources == ("title",)
    assert AddSearchIndex("note").deconstruct() == (
        "AddSearchIndex",
        [],
        {"model_name": "note", "field": "search_terms"},
    )
