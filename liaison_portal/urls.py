"""Addresses of the inner side. The public side stands under `/p/` unless it is switched off."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from liaison_portal import public_views
from liaison_portal.views import figures, health, home, search

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("", include("accounts.urls")),
    path("enter/", include("deputies.enter_urls")),
    path("opinions/", include("opinions.urls")),
    path("meetings/", include("meetings.urls")),
    path("stations/", include("stations.urls")),
    path("deputies/", include("deputies.urls")),
    path("figures/", figures.figures, name="figures"),
    path("search/", search.search, name="search"),
    path("healthz", health.healthz, name="healthz"),
    path("robots.txt", public_views.robots, name="robots"),
    path("admin/", admin.site.urls),
]
if settings.PORTAL_PUBLIC_SIDE:
    urlpatterns.append(path("p/", include("liaison_portal.public_urls")))

handler403 = "liaison_portal.views.errors.permission_denied"
handler404 = "liaison_portal.views.errors.page_not_found"
handler500 = "liaison_portal.views.errors.server_error"
