"""Fixtures every room shares: the world, and a client signed in as each persona."""

import os

import pytest
from django.test import Client

from tests.world import World, build_world

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


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
