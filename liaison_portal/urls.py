"""Addresses of the inner side. The public side has its own table, `public_urls`, under `/p/`."""

from django.contrib import admin
from django.urls import include, path

from liaison_portal import views

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("accounts.urls")),
    path("opinions/", include("opinions.urls")),
    path("meetings/", include("meetings.urls")),
    path("stations/", include("stations.urls")),
    path("deputies/", include("deputies.urls")),
    path("figures/", views.figures, name="figures"),
    path("search/", views.search, name="search"),
    path("healthz", views.healthz, name="healthz"),
    path("admin/", admin.site.urls),
]

handler403 = "liaison_portal.views.permission_denied"
handler404 = "liaison_portal.views.page_not_found"
handler500 = "liaison_portal.views.server_error"
