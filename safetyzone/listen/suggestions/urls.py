"""Addresses of suggestions: the team's first, because a zone's name could be any word."""

from django.urls import path

from safetyzone.listen.suggestions.views import public, team
from safetyzone.listen.suggestions.voters import views as voters

app_name = "suggestions"
urlpatterns = [
    path("", team.conversations, name="conversations"),
    path("team/new/", team.start, name="start"),
    path("team/<int:pk>/", team.conversation, name="team"),
    path("team/<int:pk>/turn/", team.turn, name="turn"),
    path("team/<int:pk>/decide/", team.decide_statement, name="decide"),
    path("team/<int:pk>/undo/", team.undo_decision, name="undo"),
    path("team/<int:pk>/translate/", team.translate_statement, name="translate"),
    path("team/<int:pk>/bring/", team.bring, name="team_bring"),
    path("team/<int:pk>/poll/", team.poll_texts, name="poll_texts"),
    path("team/<int:pk>/codes/", team.codes, name="codes"),
    path("team/<int:pk>/codes/turn/", team.turn_codes, name="turn_codes"),
    path("team/<int:pk>/void/", team.void, name="void"),
    path("<slug:slug>/", public.page, name="page"),
    path("<slug:slug>/all/", public.everything, name="all"),
    path("<slug:slug>/vote/", public.vote, name="vote"),
    path("<slug:slug>/suggest/", public.bring, name="bring"),
    path("<slug:slug>/results/", public.results, name="results"),
    path("<slug:slug>/rules/", public.rules, name="rules"),
    path("<slug:slug>/<int:number>/", public.statement, name="statement"),
    path("<slug:slug>/ballot/code/", voters.code, name="code"),
    path("<slug:slug>/ballot/letter/", voters.letter, name="letter"),
    path("<slug:slug>/ballot/letter/<str:token>/", voters.letter_link, name="letter_link"),
    path("<slug:slug>/ballot/phone/", voters.phone, name="phone"),
    path("<slug:slug>/ballot/phone/check/", voters.phone_check, name="phone_check"),
    path("<slug:slug>/ballot/leave/", voters.leave, name="leave"),
]
