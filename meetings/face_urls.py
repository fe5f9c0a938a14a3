"""Addresses of the face-to-face sittings, below those of the room."""

from django.urls import path

from meetings.views import face_people, face_reports, face_texts, faces

urlpatterns = [
    path("", faces.face_this_year, name="face_this_year"),
    path("new/", faces.face_create, name="face_create"),
    path("<int:pk>/", faces.face_series, name="face_series"),
    path("<int:pk>/report/", face_reports.face_report_new, name="face_report_new"),
    path("sittings/<int:pk>/edit/", faces.face_edit, name="face_edit"),
    path("sittings/<int:pk>/people/", face_people.face_people, name="face_people"),
    path("sittings/<int:pk>/people/deputies/", face_people.face_invite, name="face_invite"),
    path("sittings/<int:pk>/people/citizens/", face_people.face_invite_citizen, name="face_invite_citizen"),
    path("sittings/<int:pk>/people/send/", face_people.face_send, name="face_send"),
    path("sittings/<int:pk>/people/seat/", face_people.face_seat_all, name="face_seat_all"),
    path("asked/<int:pk>/", face_people.face_answer, name="face_answer"),
    path("asked/<int:pk>/note/", face_people.face_note_answer, name="face_note_answer"),
    path("asked/<int:pk>/seat/", face_people.face_seat, name="face_seat"),
    path("asked/<int:pk>/remove/", face_people.face_uninvite, name="face_uninvite"),
    path("reports/<int:pk>/", face_reports.face_report, name="face_report"),
    path("reports/<int:pk>/edit/", face_reports.face_report_edit, name="face_report_edit"),
    path("reports/<int:pk>/texts/", face_texts.face_report_texts, name="face_report_texts"),
    path("reports/<int:pk>/submit/", face_reports.face_report_submit, name="face_report_submit"),
    path("reports/<int:pk>/check/", face_reports.face_report_check, name="face_report_check"),
    path("reports/<int:pk>/return/", face_reports.face_report_return, name="face_report_return"),
    path("reports/<int:pk>/send/", face_reports.face_report_send, name="face_report_send"),
    path("reports/<int:pk>/report.docx", face_reports.face_report_docx, name="face_report_docx"),
]
