"""Addresses of this room."""

from django.urls import path

from deputies.views import duties, files, grouping, mandates, register, roster

app_name = "deputies"
urlpatterns = [
    path("", register.deputy_list, name="deputy_list"),
    path("<int:pk>/", register.deputy_detail, name="deputy_detail"),
    path("<int:pk>/reveal/", register.deputy_reveal, name="deputy_reveal"),
    path("groups/", register.group_list, name="group_list"),
    path("groups/<int:pk>/", register.group_detail, name="group_detail"),
    path("groups/proposals/", grouping.proposal_list, name="proposal_list"),
    path("groups/proposals/<int:pk>/", grouping.proposal_detail, name="proposal_detail"),
    path("groups/proposals/<int:pk>/publish/", grouping.proposal_publish, name="proposal_publish"),
    path("groups/proposals/<int:pk>/discard/", grouping.proposal_discard, name="proposal_discard"),
    path("groups/proposals/<int:pk>/places/<int:region>/", grouping.proposal_place, name="proposal_place"),
    path("groups/proposals/<int:pk>/places/<int:region>/undo/", grouping.proposal_undo, name="proposal_undo"),
    path("groups/proposals/<int:pk>/seats/<int:seat>/move/", grouping.seat_move, name="seat_move"),
    path("mine/duties/", files.my_duties, name="my_duties"),
    path("mine/duties/confirm/", files.my_confirm, name="my_confirm"),
    path("mine/duties/new/", files.my_duty_new, name="my_duty_new"),
    path("settings/", files.setting_edit, name="setting_edit"),
    path("<int:pk>/file/", files.deputy_file, name="deputy_file"),
    path("<int:pk>/duties/new/", duties.duty_new, name="duty_new"),
    path("duties/", duties.duty_list, name="duty_list"),
    path("duties/<int:pk>/", duties.duty_detail, name="duty_detail"),
    path("duties/<int:pk>/confirm/", duties.duty_confirm, name="duty_confirm"),
    path("duties/<int:pk>/object/", duties.duty_object, name="duty_object"),
    path("duties/<int:pk>/take-back/", duties.duty_take_back, name="duty_take_back"),
    path("duties/<int:pk>/look/<int:passed>/", duties.duty_look, name="duty_look"),
    path("duties/<int:pk>/audit/<int:passed>/", duties.duty_audit, name="duty_audit"),
    path("duties/<int:pk>/decide/", duties.duty_decide, name="duty_decide"),
    path("mandates/<int:pk>/", mandates.mandate_detail, name="mandate_detail"),
    path("mandates/<int:pk>/<slug:step>/", mandates.mandate_change, name="mandate_change"),
    path("roster/", roster.roster_import, name="roster_import"),
    path("roster/export/", roster.roster_export, name="roster_export"),
    path("roster/<int:pk>/", roster.roster_check, name="roster_check"),
    path("roster/<int:pk>/columns/", roster.roster_columns, name="roster_columns"),
    path("roster/<int:pk>/sheet/", roster.roster_sheet, name="roster_sheet"),
    path("roster/<int:pk>/people/", roster.roster_people, name="roster_people"),
    path("roster/<int:pk>/marked.xlsx", roster.roster_marked, name="roster_marked"),
    path("roster/<int:pk>/import/", roster.roster_confirm, name="roster_confirm"),
    path("roster/<int:pk>/drop/", roster.roster_drop, name="roster_drop"),
]
