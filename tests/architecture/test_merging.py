"""Two records that are one person: whoever knows something about people says where it goes."""

from django.apps import apps
from django.db.models import ForeignKey

from portal.accounts import merging
from portal.accounts.models import User
from tests.architecture.test_registrations import OURS

APPS = {config.label for config in OURS}


def links() -> set[str]:
    """Every link of ours to a person that does not only say who did something."""
    return {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in APPS
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is User and field.name not in merging.ACTED
    }


def test_every_link_to_a_person_has_an_answer_for_when_two_are_one() -> None:
    missing = sorted(links() - merging.answered())
    assert not missing, f"say in the app's merging part whether these move, are handled or stay: {missing}"


def test_no_answer_is_about_a_link_that_is_gone() -> None:
    assert not sorted(merging.answered() - links())


def test_a_link_is_answered_once() -> None:
    all_of_them = [link for part in merging.parts() for link in (*part.moves, *part.handled, *part.stays)]
    assert len(all_of_them) == len(set(all_of_them))
