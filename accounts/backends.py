"""Who someone is, and which catalogues they may keep."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.exceptions import NotRegistered
from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Grant, User, scopes_of
from accounts.rules import holds_catalogue
from accounts.scopes import Scopes


class PortalBackend(BaseBackend):
    """Signs in by account and password; reads the user and the grants in force in one query.

    Refuses switched-off accounts. Permissions exist for the catalogues alone: a model's admin
    names in `kept_by` the roles that keep it and in `read_by` those that only read it; a model
    whose admin names nobody is kept by nobody.
    """

    def authenticate(
        self,
        request: HttpRequest | None,  # noqa: ARG002 - Django's signature
        username: str | None = None,
        password: str | None = None,
        **_: Any,
    ) -> User | None:
        if username is None or password is None:
            return None
        user: User | None = User.objects.filter(username=username).first()
        if user is None:
            User().set_password(password)  # as slow as a real check: the time tells nobody which accounts exist
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        grants = list(
            Grant.objects.filter(user_id=user_id)
            .in_force(timezone.localdate())
            .select_related("user", "region")
            .order_by()
        )
        user: User | None = grants[0].user if grants else User.objects.filter(pk=user_id).first()
        if user is None or not user.is_active:
            return None
        user.__dict__["scopes"] = scopes_of(user, grants) if grants else Scopes()
        return user

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:  # noqa: ARG002 - rows are scoped by querysets
        app_label, _, codename = perm.partition(".")
        verb, _, model_name = codename.partition("_")
        try:
            keeper = admin.site.get_model_admin(apps.get_model(app_label, model_name))
        except (LookupError, NotRegistered):
            return False
        kept_by, read_by = getattr(keeper, "kept_by", ()), getattr(keeper, "read_by", ())
        return holds_catalogue(user_obj, kept_by, read_by, verb)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        models = apps.get_app_config(app_label).get_models()
        return any(self.has_perm(user_obj, f"{app_label}.view_{model._meta.model_name}") for model in models)  # noqa: SLF001
