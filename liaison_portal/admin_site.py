"""The catalogues under /admin/: Django's admin behind our own sign-in."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache


class PortalAdminSite(AdminSite):
    """Catalogues for those whose grants keep any; there is no second sign-in form."""

    site_title = "目录维护"
    site_header = "人大代表联络工作平台 · 目录维护"
    index_title = "您维护的目录"
    enable_nav_sidebar = False

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # noqa: ARG002
        """Our sign-in page instead of Django's; whoever is signed in already has no right here."""
        if request.user.is_authenticated:
            if self.has_permission(request):
                return redirect("admin:index")
            raise PermissionDenied
        wanted = {"next": request.GET.get("next") or reverse("admin:index")}
        return redirect(f"{reverse('accounts:login')}?{urlencode(wanted)}")

    @method_decorator(never_cache)
    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # noqa: ARG002
        """Signs out of the portal as a whole."""
        return redirect("accounts:logout", permanent=False)


class PortalAdminConfig(AdminConfig):
    """Django's admin with our site."""

    default_site = "liaison_portal.admin_site.PortalAdminSite"
