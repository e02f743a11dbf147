"""Addresses of notes, follow-ups and ready-made sentences."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from counselling.views import conversation, drafts, follow_ups, note_new, notes, snippets, written_down

urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "mine/written-down/"), written_down.written_down, name="written_down"),
    path(pgettext_lazy("url", "talk/<uuid:pk>/conversation/"), conversation.conversation, name="conversation"),
    path(pgettext_lazy("url", "talk/<uuid:pk>/draft/"), drafts.draft, name="draft"),
    path(pgettext_lazy("url", "case-notes/<uuid:case_id>/"), notes.case_notes, name="case_notes"),
    path(pgettext_lazy("url", "case-notes/<uuid:case_id>/new/"), note_new.note_new, name="note_new"),
    path(pgettext_lazy("url", "case-notes/<uuid:case_id>/draft/"), note_new.note_draft, name="note_draft"),
    path(pgettext_lazy("url", "case-notes/<uuid:case_id>/<uuid:pk>/"), notes.note_change, name="note_change"),
    path(pgettext_lazy("url", "case-notes/<uuid:case_id>/<uuid:pk>/add/"), notes.note_add, name="note_add"),
    path(pgettext_lazy("url", "case-notes/<uuid:case_id>/<uuid:pk>/release/"), notes.note_release, name="note_release"),
    path(
        pgettext_lazy("url", "case-notes/<uuid:case_id>/<uuid:pk>/withdraw/"), notes.note_withdraw, name="note_withdraw"
    ),
    path(pgettext_lazy("url", "follow-ups/"), follow_ups.follow_ups, name="follow_ups"),
    path(pgettext_lazy("url", "follow-ups/<uuid:pk>/"), follow_ups.follow_up, name="follow_up"),
    path(pgettext_lazy("url", "follow-ups/new/<uuid:case_id>/"), follow_ups.follow_up_new, name="follow_up_new"),
    path(pgettext_lazy("url", "sentences/"), snippets.snippets, name="snippets"),
    path(pgettext_lazy("url", "sentences/<uuid:pk>/"), snippets.snippet, name="snippet"),
    path(pgettext_lazy("url", "sentences/<uuid:pk>/gone/"), snippets.snippet_drop, name="snippet_drop"),
]
