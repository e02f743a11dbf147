"""What counselling tells the registries, by noun: tasks, menus, chores, what blocks a leaver or a change of a week."""

from counselling.registering import (
    absences,
    cases,
    contacts,
    door,
    handovers,
    journal,
    keeping,
    merging,
    notes,
    numbers,
    open_data,
    referrals,
    relations,
    stopping,
    systems,
    talks,
    visits,
    waiting,
)


def register_all() -> None:
    """Called once from apps.py."""
    talks.register()
    notes.register()
    journal.register()
    cases.register()
    relations.register()
    keeping.register()
    systems.register()
    contacts.register()
    handovers.register()
    waiting.register()
    numbers.register()
    open_data.register()
    merging.register()
    referrals.register()
    stopping.register()
    visits.register()
    absences.register()
    door.register()
