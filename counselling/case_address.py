"""Where a case is looked at."""

from uuid import UUID

from django.urls import NoReverseMatch, reverse


def case_address(case_id: UUID) -> str:
    """The case's page."""
    try:
        return reverse("counselling:case", args=[case_id])
    except NoReverseMatch:
        return reverse("counselling:handovers")
