"""What the way to the records system tells the registries: its list among the work lists."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from counselling.journal_lists import unfiled_counted
from counselling.work_lists import WorkList
from counselling.work_lists import register as register_list


def register() -> None:
    """Called once from apps.py."""
    register_list(
        "unfiled",
        WorkList(
            _("Not journalised"),
            pgettext_lazy("url", "not-journalised"),
            75,
            unfiled_counted,
            url_name="counselling:unfiled",
        ),
    )
