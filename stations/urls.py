"""Addresses of this room."""

from django.urls import path

from stations.views import correcting, feedback, mine, papers, posts, receptions, rota, stations, visits

app_name = "stations"
urlpatterns = [
    path("", stations.station_list, name="station_list"),
    path("<int:pk>/", stations.station_detail, name="station_detail"),
    path("<int:pk>/edit/", stations.station_edit, name="station_edit"),
    path("<int:pk>/staff/", posts.staff_add, name="staff_add"),
    path("staff/<int:pk>/end/", posts.staff_end, name="staff_end"),
    path("staff/<int:pk>/succeed/", posts.staff_succeed, name="staff_succeed"),
    path("<int:pk>/natures/", posts.nature_list, name="nature_list"),
    path("<int:pk>/natures/add/", posts.nature_add, name="nature_add"),
    path("natures/<int:pk>/end/", posts.nature_end, name="nature_end"),
    path("receptions/", receptions.reception_list, name="reception_list"),
    path("receptions/new/", receptions.reception_new, name="reception_new"),
    path("receptions/export/", papers.reception_export, name="reception_export"),
    path("receptions/blank/<int:pk>/", papers.reception_blank, name="reception_blank"),
    path("receptions/blank/<int:pk>/form.docx", papers.blank_docx, name="blank_docx"),
    path("receptions/<int:pk>/", receptions.reception_detail, name="reception_detail"),
    path("receptions/<int:pk>/correct/", correcting.reception_correct, name="reception_correct"),
    path("receptions/<int:pk>/photo/", receptions.reception_photo, name="reception_photo"),
    path("receptions/<int:pk>/visits/new/", receptions.visit_add, name="visit_add"),
    path("receptions/visits/<int:pk>/", visits.visit_detail, name="visit_detail"),
    path("receptions/visits/<int:pk>/print/", papers.visit_print, name="visit_print"),
    path("receptions/visits/<int:pk>/form.docx", papers.visit_docx, name="visit_docx"),
    path("receptions/visits/<int:pk>/slip/", papers.visit_slip, name="visit_slip"),
    path("receptions/visits/<int:pk>/scan/", visits.visit_scan, name="visit_scan"),
    path("receptions/visits/<int:pk>/reveal/", visits.visit_reveal, name="visit_reveal"),
    path("receptions/visits/of/<int:pk>/", visits.opinion_visit, name="opinion_visit"),
    path("files/<int:pk>/", visits.attachment, name="attachment"),
    path("rota/", rota.rota, name="rota"),
    path("rota/<int:pk>/deputies/", rota.slot_assign, name="slot_assign"),
    path("rota/<int:pk>/cancel/", rota.slot_cancel, name="slot_cancel"),
    path("feedback/", feedback.feedback_list, name="feedback_list"),
    path("feedback/<int:pk>/", feedback.feedback_detail, name="feedback_detail"),
    path("feedback/<int:pk>/settle/", feedback.feedback_settle, name="feedback_settle"),
    path("feedback/<int:pk>/report/", feedback.feedback_report, name="feedback_report"),
    path("feedback/<int:pk>/give/", feedback.feedback_give, name="feedback_give"),
    path("feedback/<int:pk>/rate/<int:rating>/", feedback.feedback_rate, name="feedback_rate"),
    path("mine/", mine.my_station, name="my_station"),
    path("mine/<int:pk>/confirm/", mine.duty_confirm, name="duty_confirm"),
]
