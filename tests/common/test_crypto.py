"""Nothing readable reaches the database, nothing is lost on the way back, and no mask shows more than it says."""

import re

import pytest
from django.core.exceptions import FieldError
from django.db import connection, models
from django.test.utils import isolate_apps
from hypothesis import given
from hypothesis import strategies as st

from common import crypto
from common.crypto import EncryptedTextField, FieldKeyError, keyed_hash, mask_name, mask_phone, seal, unseal

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.fixture(scope="module")
def secret_model():
    with isolate_apps("common"):

        class Secret(models.Model):
            value = EncryptedTextField(blank=True, default="", null=True)

            class Meta:
                app_label = "common"

        yield Secret


@pytest.fixture(scope="module")
def secrets_table(secret_model, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(secret_model)
        yield secret_model
        with connection.schema_editor() as editor:
            editor.delete_model(secret_model)


@given(TEXT)
def test_sealed_text_opens_again_and_hides_what_it_holds(text):
    sealed = seal(text)
    assert unseal(sealed) == text
    if text:
        assert sealed.startswith("a1:")
        assert sealed.isascii()
        assert seal(text) != sealed
    else:
        assert sealed == ""


def test_another_key_is_refused_in_words(settings):
    sealed = seal("13812341234")
    settings.FIELD_KEY = "another key altogether"
    with pytest.raises(FieldKeyError, match="PORTAL_FIELD_KEY"):
        unseal(sealed)


@pytest.mark.parametrize("stored", ["13812341234", "zz:AAAA", "a1:", "a1:not base64!", "a1:" + "A" * 60])
def test_what_was_never_sealed_is_refused(stored):
    with pytest.raises(FieldKeyError):
        unseal(stored)


def test_another_cipher_can_take_its_place_and_old_values_stay_readable(monkeypatch):
    class Reversing:
        def __init__(self, key):
            assert len(key) == 32

        def seal(self, data):
            return data[::-1].hex()

        def open(self, sealed):
            return bytes.fromhex(sealed)[::-1]

    old = seal("旧值")
    monkeypatch.setattr(crypto, "CIPHERS", {"s1": Reversing, **crypto.CIPHERS})
    new = seal("新值")
    assert new.startswith("s1:")
    assert (unseal(old), unseal(new)) == ("旧值", "新值")


@pytest.mark.django_db
def test_the_database_never_sees_the_text(secrets_table):
    row = secrets_table.objects.create(value="13812341234")
    secrets_table.objects.bulk_create([secrets_table(value="0396-5951234")])
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM common_secret ORDER BY id")
        raw = [value for (value,) in cursor.fetchall()]
    assert all(value.startswith("a1:") for value in raw)
    row.refresh_from_db()
    assert row.value == "13812341234"
    secrets_table.objects.filter(pk=row.pk).update(value="13900000000")
    assert secrets_table.objects.values_list("value", flat=True).get(pk=row.pk) == "13900000000"


@pytest.mark.django_db
def test_only_emptiness_can_be_asked(secrets_table):
    secrets_table.objects.bulk_create([secrets_table(value=value) for value in ("", "13812341234", None)])
    assert secrets_table.objects.filter(value="").count() == 1
    assert secrets_table.objects.exclude(value="").exclude(value=None).count() == 1
    assert secrets_table.objects.filter(value__isnull=True).count() == 1


@pytest.mark.parametrize(
    "lookup",
    [{"value": "1381"}, {"value__in": ["1"]}, {"value__contains": "1"}, {"value__gt": "1"}, {"value__length": 1}],
)
def test_other_questions_are_refused(secret_model, lookup):
    with pytest.raises(FieldError, match="encrypted"):
        str(secret_model.objects.filter(**lookup).query)


def test_the_field_travels_through_migrations():
    name, path, args, kwargs = EncryptedTextField("手机号", blank=True, default="").deconstruct()
    assert path == "common.crypto.EncryptedTextField"
    assert EncryptedTextField(*args, **kwargs).deconstruct() == (name, path, args, kwargs)


@isolate_apps("common")
def test_an_indexed_encrypted_field_fails_the_check():
    class Indexed(models.Model):
        value = EncryptedTextField(db_index=True)

        class Meta:
            app_label = "common"

    assert [error.id for error in Indexed.check()] == ["common.E001"]


@pytest.mark.parametrize(
    "same", [" 138 1234 1234", "138-1234-1234", "+86 13812341234", "008613812341234", "１３８１２３４１２３４"]
)
def test_one_telephone_has_one_hash_however_it_is_written(same):
    assert keyed_hash(same) == keyed_hash("13812341234")
    assert re.fullmatch("[0-9a-f]{64}", keyed_hash(same))


def test_hashes_tell_people_apart_and_need_the_key(settings):
    known = keyed_hash("13812341234")
    assert known != keyed_hash("13812341235")
    assert keyed_hash(" 张三 ") == keyed_hash("张三") != keyed_hash("张四")
    assert keyed_hash("  ") == ""
    settings.FIELD_KEY = "another key altogether"
    assert keyed_hash("13812341234") != known


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13812341234", "138****1234"),
        ("138 1234-1234", "138****1234"),
        ("+8613812341234", "138****1234"),
        ("0396-5951234", "0396-****234"),
        ("010 62345678", "010-*****678"),
        ("5951234", "*****34"),
        ("12345", "*****"),
        ("13812341234、0396-5951234", "138****1234、0396-****234"),
        ("", ""),
    ],
)
def test_telephones_are_masked(phone, shown):
    assert mask_phone(phone) == shown


@given(st.text("0123456789 -()+、", max_size=40))
def test_a_masked_number_never_shows_five_digits_together(phone):
    assert not re.search(r"\d{5}", mask_phone(phone))


@pytest.mark.parametrize(
    ("name", "shown"),
    [("张三丰", "张**"), ("张三", "张*"), ("欧阳修", "欧阳*"), ("张", "*"), (" 李四 ", "李*"), ("", "")],
)
def test_names_are_masked(name, shown):
    assert mask_name(name) == shown
