"""The public side alone, for the machine outside: `PORTAL_SIDE=public` makes this the root of all addresses."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView

from liaison_portal import public_views
from liaison_portal.views import health

urlpatterns = [
    path("", login_not_required(RedirectView.as_view(pattern_name="public:start"))),
    path("p/", include("liaison_portal.public_urls")),
    path("healthz", health.healthz, name="healthz"),
    path("robots.txt", public_views.robots, name="robots"),
]

handler403 = "liaison_portal.views.errors.permission_denied"
handler404 = "liaison_portal.views.errors.page_not_found"
handler500 = "liaison_portal.views.errors.server_error"
