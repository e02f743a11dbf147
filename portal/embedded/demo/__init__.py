"""Egekøbing, a municipality that does not exist: people, places and talks, dated from today."""

from portal.accounts.models import DemoPerson


def sign_ins() -> list[str]:
    """One line per person of the demonstration, as `make run` prints them."""
    people = DemoPerson.objects.select_related("user").order_by("place")
    return [f"{person.says}: {person.user.name} <{person.user.email}>" for person in people]
