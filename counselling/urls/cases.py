"""Addresses of cases and work lists."""

from collections.abc import Mapping
from typing import Any

from django.urls import URLPattern, URLResolver, path, register_converter
from django.utils.translation import pgettext_lazy

from counselling import work_lists
from counselling.views import case_acts, cases, lists, participants
from portal.design.addresses import SpokenPart


class ListWord(SpokenPart):
    """The word of a work list, as whoever registered it says."""

    def words(self) -> Mapping[str, Any]:
        """Each list's name with its word."""
        return work_lists.words()


register_converter(ListWord, "work_list")

urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "cases/"), cases.cases, name="cases"),
    path(pgettext_lazy("url", "cases/search/"), cases.case_search, name="case_search"),
    path(pgettext_lazy("url", "cases/new/"), case_acts.case_new, name="case_new"),
    path(pgettext_lazy("url", "cases/new/<uuid:pk>/"), case_acts.case_new_for, name="case_new_for"),
    path(pgettext_lazy("url", "cases/<uuid:pk>/"), cases.case, name="case"),
    path(pgettext_lazy("url", "cases/<uuid:pk>/change/"), case_acts.case_change, name="case_change"),
    path(pgettext_lazy("url", "cases/<uuid:pk>/rest/"), case_acts.case_pause, name="case_pause"),
    path(pgettext_lazy("url", "cases/<uuid:pk>/go-on/"), case_acts.case_resume, name="case_resume"),
    path(pgettext_lazy("url", "cases/<uuid:pk>/close/"), case_acts.case_close, name="case_close"),
    path(pgettext_lazy("url", "cases/<uuid:pk>/open-again/"), case_acts.case_reopen, name="case_reopen"),
    path(pgettext_lazy("url", "cases/<uuid:pk>/give/"), case_acts.case_assign, name="case_assign"),
    path(
        pgettext_lazy("url", "cases/<uuid:pk>/worker/<uuid:part>/end/"),
        case_acts.case_worker_end,
        name="case_worker_end",
    ),
    path(pgettext_lazy("url", "cases/<uuid:pk>/takes-part/"), participants.participant_new, name="participant_new"),
    path(
        pgettext_lazy("url", "cases/<uuid:pk>/takes-part/<uuid:participant>/"),
        participants.participant,
        name="participant",
    ),
    path(pgettext_lazy("url", "talk/<uuid:pk>/case/"), case_acts.case_from_talk, name="case_from_talk"),
    path(pgettext_lazy("url", "calls/<uuid:pk>/case/"), case_acts.case_from_call, name="case_from_call"),
    path(pgettext_lazy("url", "lists/"), lists.work_list, name="work_lists"),
    path(pgettext_lazy("url", "lists/<work_list:name>/"), lists.work_list, name="work_list"),
]
