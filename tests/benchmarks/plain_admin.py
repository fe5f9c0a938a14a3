"""Django's own changelists of the tables that the pages show: what one gets without writing a page."""

from django.contrib import admin
from django.urls import include, path

from opinions.models import Assignment, AssignmentList, Matter, Opinion, Undertaking
from stations.models import Reception

PAGE = 30


class Site(admin.AdminSite):
    def has_permission(self, request):
        return request.user.is_authenticated


class Plain(admin.ModelAdmin):
    """As many rows a page as ours, foreign keys joined, search by substring: admin at its best."""

    list_per_page = PAGE
    list_select_related = True

    def has_view_permission(self, request, obj=None):
        return True

    has_module_permission = has_view_permission

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    has_delete_permission = has_change_permission


class OpinionAdmin(Plain):
    list_display = ("original", "contributor", "occasion", "topic", "unit", "region", "category", "status", "heard_on")
    search_fields = ("original", "summary")
    list_filter = ("status", "channel")
    list_select_related = ("contributor", "occasion", "topic", "unit", "region", "category")


class UndertakingAdmin(Plain):
    list_display = ("assignment", "unit", "role", "status", "clock_on", "due_on")
    list_filter = ("status", "role")
    list_select_related = ("assignment", "unit")


site = Site(name="plain")
site.register(Opinion, OpinionAdmin)
site.register(Undertaking, UndertakingAdmin)
for model, columns in (
    (Matter, ("title", "unit", "category", "destination")),
    (AssignmentList, ("title", "number", "status", "issued_on")),
    (Assignment, ("list", "order", "title")),
    (Reception, ("station", "held_on", "recorder")),
):
    site.register(model, type(f"{model.__name__}Plain", (Plain,), {"list_display": columns}))

urlpatterns = [path("plain/", site.urls), path("", include("liaison_portal.urls"))]
handler404 = "liaison_portal.views.errors.page_not_found"
handler500 = "liaison_portal.views.errors.server_error"
