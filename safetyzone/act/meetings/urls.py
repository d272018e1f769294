"""Addresses of meetings."""

from django.urls import path

from safetyzone.act.meetings import views

app_name = "meetings"
urlpatterns = [
    path("", views.meetings, name="meetings"),
    path("of/<slug:slug>/", views.zone, name="zone"),
    path("of/<slug:slug>/call/", views.call, name="call"),
    path("<int:pk>/", views.meeting, name="meeting"),
    path("<int:pk>/move/", views.move, name="move"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
    path("<int:pk>/agenda/", views.agenda, name="agenda"),
    path("<int:pk>/letters/", views.send, name="send"),
    path("<int:pk>/items/", views.add, name="add"),
    path("<int:pk>/items/<int:item>/", views.item, name="item"),
    path("<int:pk>/items/<int:item>/remove/", views.remove, name="remove"),
    path("<int:pk>/items/<int:item>/ask/", views.ask, name="ask"),
    path("<int:pk>/items/<int:item>/decide/", views.decide, name="decide"),
    path("<int:pk>/open/", views.open_it, name="open"),
    path("<int:pk>/attendance/", views.attendance, name="attendance"),
    path("<int:pk>/close/", views.close, name="close"),
    path("<int:pk>/agenda.pdf", views.agenda_paper, name="agenda_pdf"),
    path("<int:pk>/minutes.pdf", views.minutes_paper, name="minutes_pdf"),
]
