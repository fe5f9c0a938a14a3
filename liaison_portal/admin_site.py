"""The catalogues under /admin/: Django's admin behind our own sign-in."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache


class PickView(AutocompleteJsonView):
    """Looks rows up for a field; a catalogue may let itself be picked from without being opened."""

    def has_perm(self, request: HttpRequest, obj: Any = None) -> bool:
        may_pick = getattr(self.model_admin, "may_pick", None)
        return may_pick(request) if may_pick else super().has_perm(request, obj=obj)

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        result = super().serialize_result(obj, to_field_name)
        label = getattr(self.model_admin, "pick_label", None)
        return {**result, "text": label(obj)} if label else result


class PortalAdminSite(AdminSite):
    """Catalogues for those whose grants keep any; there is no second sign-in form."""

    site_title = "目录维护"
    site_header = "人大代表联络工作平台：目录维护"
    index_title = "您维护的目录"
    enable_nav_sidebar = False

    @method_decorator([never_cache, login_not_required])
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # noqa: ARG002
        """Our sign-in page instead of Django's; whoever is signed in already has no right here."""
        if request.user.is_authenticated:
            if self.has_permission(request):
                return redirect("admin:index")
            raise PermissionDenied
        wanted = {"next": request.GET.get("next") or reverse("admin:index")}
        return redirect(f"{reverse('accounts:login')}?{urlencode(wanted)}")

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:  # noqa: ARG002
        """Signing out is the portal's own page; its form stands in the head of every admin page."""
        return HttpResponseNotAllowed([])

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:  # noqa: ARG002
        """The password is changed on the portal's own page."""
        return redirect("accounts:password_change")

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return PickView.as_view(admin_site=self)(request)


class PortalAdminConfig(AdminConfig):
    """Django's admin with our site."""

    default_site = "liaison_portal.admin_site.PortalAdminSite"
