"""Addresses of this room."""

from django.urls import path

from meetings.views import files, people, plan, record, sittings

app_name = "meetings"
urlpatterns = [
    path("", plan.meeting_list, name="meeting_list"),
    path("new/", plan.meeting_create, name="meeting_create"),
    path("<int:pk>/", plan.meeting_detail, name="meeting_detail"),
    path("<int:pk>/edit/", plan.meeting_edit, name="meeting_edit"),
    path("<int:pk>/agenda/new/", plan.agenda_item_add, name="agenda_item_add"),
    path("<int:pk>/sittings/new/", sittings.sitting_create, name="sitting_create"),
    path("agenda/<int:pk>/edit/", plan.agenda_item_edit, name="agenda_item_edit"),
    path("agenda/<int:pk>/remove/", plan.agenda_item_remove, name="agenda_item_remove"),
    path("agenda/<int:pk>/draft/", plan.draft_add, name="draft_add"),
    path("agenda/<int:pk>/articles/", plan.draft_detail, name="draft_detail"),
    path("sittings/new/", sittings.forum_create, name="forum_create"),
    path("sittings/<int:pk>/", sittings.sitting_detail, name="sitting_detail"),
    path("sittings/<int:pk>/edit/", sittings.sitting_edit, name="sitting_edit"),
    path("sittings/<int:pk>/start/", sittings.sitting_start, name="sitting_start"),
    path("sittings/<int:pk>/end/", sittings.sitting_end, name="sitting_end"),
    path("sittings/<int:pk>/resume/", sittings.sitting_resume, name="sitting_resume"),
    path("sittings/<int:pk>/people/", people.participant_list, name="participant_list"),
    path("sittings/<int:pk>/people/new/", people.participant_add, name="participant_add"),
    path("people/<int:pk>/edit/", people.participant_edit, name="participant_edit"),
    path("people/<int:pk>/remove/", people.participant_remove, name="participant_remove"),
    path("sittings/<int:pk>/import/", files.sitting_import, name="sitting_import"),
    path("sittings/<int:pk>/import/confirm/", files.sitting_import_confirm, name="sitting_import_confirm"),
    path("sittings/<int:pk>/import/template.xlsx", files.import_template, name="import_template"),
    path("sittings/<int:pk>/record.xlsx", files.sitting_export, name="sitting_export"),
    path("sittings/<int:pk>/capture/", record.sitting_capture, name="sitting_capture"),
    path("sittings/<int:pk>/rows/", record.sitting_rows, name="sitting_rows"),
    path("sittings/<int:pk>/rows/save/", record.sitting_row_save, name="sitting_row_save"),
    path("sittings/<int:pk>/rows/<uuid:key>/edit/", record.sitting_row_edit, name="sitting_row_edit"),
    path("sittings/<int:pk>/rows/<uuid:key>/delete/", record.sitting_row_delete, name="sitting_row_delete"),
    path("sittings/<int:pk>/rows/people/", record.latecomer_add, name="latecomer_add"),
]
