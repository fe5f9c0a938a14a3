"""Fixtures every room shares: the world, and a client signed in as each persona."""

import os
import sys
import time

import pytest
from django.db import connection
from django.test import Client

from tests.world import World, build_world

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """PostgreSQL drops no database that somebody still sits in: who stays is named, then shown out."""
    yield
    if connection.vendor != "postgresql":
        return
    with django_db_blocker.unblock():
        for session in _who_stays(patience=5):
            sys.stderr.write(f"still in the test database: {session}\n")
            _ask("SELECT pg_terminate_backend(%s)", session[0])


def _who_stays(patience):
    """The other sessions in this database after at most `patience` seconds: pid, state, since when, last statement."""
    until = time.monotonic() + patience
    while True:
        found = _ask(
            """SELECT pid, state, backend_start, query FROM pg_stat_activity
               WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"""
        )
        if not found or time.monotonic() > until:
            return found
        time.sleep(0.1)


def _ask(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


@pytest.fixture(autouse=True)
def _files_in_tmp(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    """A cheap hash: fifteen personas a test, and what is tested is not the hash."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def world(db) -> World:
    return build_world()


@pytest.fixture
def as_user(world):
    """`as_user("staff")`: a client signed in as that persona; `as_user(None)`: a visitor."""

    def signed_in(name):
        client = Client()
        if name is not None:
            client.force_login(world[name], backend="accounts.backends.PortalBackend")
        return client

    return signed_in
