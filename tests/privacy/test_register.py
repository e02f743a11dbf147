"""The register lists what is there: each field, each period."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.core.management import call_command

from portal.accounts.models import User
from portal.privacy import registry
from portal.privacy.registry import Classification
from portal.vault.fields import EncryptedField

MODELS = {
    (model._meta.app_label, str(model._meta.model_name)): model
    for model in apps.get_models(include_auto_created=True)
    if not model._meta.proxy and model._meta.managed
}


@pytest.mark.parametrize("key", sorted(MODELS), ids=".".join)
def test_every_field_of_every_table_is_in_the_register(key: tuple[str, str]) -> None:
    unlisted = [field.name for field in MODELS[key]._meta.concrete_fields if registry.field_of(field) is None]
    assert not unlisted, f"list these in {key[0]}'s privacy.py under {MODELS[key].__name__}: {unlisted}"


def test_the_register_lists_no_field_that_is_gone() -> None:
    gone = []
    for app, model, name in registry.listed():
        try:
            MODELS[app, model]._meta.get_field(name)
        except (KeyError, FieldDoesNotExist):
            gone.append(f"{app}.{model}.{name}")
    assert not gone, f"take these out of privacy.py: {gone}"


def test_what_is_sealed_in_the_vault_is_registered_as_more_than_nothing() -> None:
    wrong = [
        str(field)
        for model in MODELS.values()
        for field in model._meta.concrete_fields
        if isinstance(field, EncryptedField)
        and (listed := registry.field_of(field)) is not None
        and listed.classification is Classification.NONE
    ]
    assert not wrong, f"sealed, yet said to be about nobody: {wrong}"


def test_a_table_with_something_to_copy_out_says_whose_its_rows_are() -> None:
    ownerless = {
        f"{app}.{model}"
        for (app, model, _), field in registry.listed().items()
        if field.export and (app, model) in MODELS and not registry.owner_paths(MODELS[app, model])
    }
    assert not ownerless, f"name the path to the person in OWNERS: {sorted(ownerless)}"


@pytest.mark.django_db
@pytest.mark.parametrize("key", sorted(MODELS), ids=".".join)
def test_the_path_to_the_person_leads_to_a_person(key: tuple[str, str], relative: User) -> None:
    for path in registry.owner_paths(MODELS[key]):
        assert not MODELS[key]._base_manager.filter(**{path: relative.pk}).exclude(**{path: relative.pk}).exists()


@pytest.mark.django_db
def test_every_period_can_be_asked_what_is_overdue() -> None:
    said = StringIO()
    call_command("keep_and_delete", "--dry-run", stdout=said)
    assert len(said.getvalue().splitlines()) == len(registry.periods()) >= 2


def test_the_record_of_art_30_is_printed_with_the_deletion_plan() -> None:
    said = StringIO()
    call_command("privacy_register", stdout=said)
    text = said.getvalue()
    assert "| accounts.user | email | ordinary |" in text
    assert "| sessions.ended | 0 |" in text
