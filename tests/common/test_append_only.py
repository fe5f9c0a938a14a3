"""What happened stays: the database itself refuses to change or delete it."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.state import ProjectState

from accounts.models import AuditEntry, EventBase
from common.append_only import AppendOnly, guarded_tables, without_append_only


@pytest.fixture
def entry(db):
    return AuditEntry.objects.create(action="登录", actor_name="周敏")


@pytest.mark.parametrize(
    "deed",
    [
        lambda row: AuditEntry.objects.filter(pk=row.pk).update(actor_name="别人"),
        lambda row: AuditEntry.objects.filter(pk=row.pk).delete(),
        lambda row: row.delete(),
        lambda row: row.save(),
    ],
    ids=["update", "bulk delete", "delete", "save"],
)
def test_rows_are_neither_changed_nor_deleted(entry, deed):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        deed(AuditEntry.objects.get(pk=entry.pk))
    assert AuditEntry.objects.get(pk=entry.pk).actor_name == "周敏"


def test_rows_are_still_added(entry):
    assert AuditEntry.objects.create(action="退出").pk > entry.pk


@pytest.mark.django_db
def test_every_table_of_events_is_guarded():
    events = [model for model in apps.get_models() if issubclass(model, EventBase)]
    wanted = {model._meta.db_table for model in [AuditEntry, *events]}
    assert wanted <= guarded_tables(connection)


def test_inside_the_door_rows_go_and_afterwards_it_is_shut(entry):
    before = guarded_tables(connection)
    with without_append_only(connection):
        AuditEntry.objects.all().delete()
    assert not AuditEntry.objects.exists()
    assert guarded_tables(connection) == before
    row = AuditEntry.objects.create(action="登录")
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()


def test_a_failure_inside_the_door_shuts_it_too(entry):
    before = guarded_tables(connection)

    def fail():
        with without_append_only(connection):
            AuditEntry.objects.all().delete()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert AuditEntry.objects.filter(pk=entry.pk).exists()
    assert guarded_tables(connection) == before


@pytest.mark.django_db(transaction=True)
def test_flush_empties_and_guards_again():
    AuditEntry.objects.create(action="登录")
    before = guarded_tables(connection)
    call_command("flush", interactive=False, verbosity=0)
    assert not AuditEntry.objects.exists()
    assert guarded_tables(connection) == before


@pytest.mark.django_db(transaction=True)
def test_the_migration_goes_back_and_forth():
    operation, state = AppendOnly("AuditEntry"), ProjectState.from_apps(apps)
    table = AuditEntry._meta.db_table
    with connection.schema_editor() as editor:
        operation.database_backwards("accounts", editor, state, state)
    try:
        assert table not in guarded_tables(connection)
        AuditEntry.objects.create(action="登录")
        assert AuditEntry.objects.update(action="退出") == 1
    finally:
        with connection.schema_editor() as editor:
            operation.database_forwards("accounts", editor, state, state)
    assert table in guarded_tables(connection)


def test_the_operation_writes_itself_into_a_migration():
    name, args, kwargs = AppendOnly("AuditEntry").deconstruct()
    assert (name, args, kwargs) == ("AppendOnly", ["AuditEntry"], {})
    assert "AuditEntry" in AppendOnly("AuditEntry").describe()
