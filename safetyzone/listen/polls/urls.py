"""Addresses of the pages on which a poll is run."""

from django.urls import path

from safetyzone.listen.polls.views import drafts, interviews, papers, questionnaires, samples, waves

app_name = "polls"
urlpatterns = [
    path("", waves.waves, name="waves"),
    path("new/", waves.new, name="new"),
    path("questionnaires/", questionnaires.questionnaires, name="questionnaires"),
    path("questionnaires/import/", questionnaires.import_questionnaire, name="import_questionnaire"),
    path("questionnaires/<int:pk>/", questionnaires.questionnaire, name="questionnaire"),
    path("questionnaires/<int:pk>/original/", questionnaires.original, name="original"),
    path("questionnaires/<int:pk>/workbook.xlsx", questionnaires.as_workbook, name="workbook"),
    path("<int:pk>/", waves.wave, name="wave"),
    path("<int:pk>/margins/", waves.margins, name="margins"),
    path("<int:pk>/quotas/", waves.quotas, name="quotas"),
    path("<int:pk>/open/", waves.turn_open, name="open"),
    path("<int:pk>/close/", waves.turn_closed, name="close"),
    path("<int:pk>/change/", drafts.change, name="change"),
    path("<int:pk>/communities/", drafts.communities, name="communities"),
    path("<int:pk>/delete/", drafts.delete, name="delete"),
    path("<int:pk>/replacement/", samples.replacement, name="replacement"),
    path("<int:pk>/sample/", samples.sample, name="sample"),
    path("<int:pk>/draw/", samples.draw, name="draw"),
    path("<int:pk>/letters.pdf", samples.letters, name="letters"),
    path("<int:pk>/poster.pdf", samples.poster, name="poster"),
    path("<int:pk>/interview/", interviews.interview, name="interview"),
    path("<int:pk>/papers/", papers.papers, name="papers"),
    path("<int:pk>/papers/sheets.pdf", papers.blank_sheets, name="blank_sheets"),
    path("<int:pk>/papers/<int:number>/", papers.sheet, name="sheet"),
    path("<int:pk>/papers/<int:number>/ready/", papers.sheet_ready, name="sheet_ready"),
]
