"""Units have a page, an address of their own, and nothing above themselves twice."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from portal.accounts.models import User
from portal.directory.actions.units import UnitFacts, add_unit
from portal.directory.models import Unit
from portal.directory.rules import Refusal
from portal.refusals import Refused, violated_constraint

pytestmark = pytest.mark.django_db
COUNSELLING = UnitFacts(
    slug="raadgivningen",
    name="Pårørenderådgivningen",
    kind="counselling",
    summary="Seks rådgivere, du kan tale med.",
    phone="00 00 12 34",
    address="Rådhusgade 4, Egekøbing",
    leader_name="Dorthe Ellemann Friis",
)


def test_everybody_can_read_a_units_page(client: Client, administrator: User) -> None:
    centre = add_unit(by=administrator, facts=UnitFacts(slug="center", name="Center for Pårørende", kind="centre"))
    unit = add_unit(by=administrator, facts=COUNSELLING)
    Unit.objects.filter(id=unit.id).update(parent=centre)
    page = client.get(reverse("directory:unit", args=["raadgivningen"])).content.decode()
    for words in ("Pårørenderådgivningen", "tel:00001234", "Dorthe Ellemann Friis", "Center for Pårørende"):
        assert words in page
    with translation.override("nb"):
        assert reverse("directory:unit", args=["center"]) == "/nb/enheter/center/"


def test_a_unit_that_is_closed_or_was_never_there_has_no_page(client: Client, administrator: User) -> None:
    Unit.objects.filter(id=add_unit(by=administrator, facts=COUNSELLING).id).update(is_active=False)
    assert client.get(reverse("directory:unit", args=["raadgivningen"])).status_code == 404
    assert client.get(reverse("directory:unit", args=["nowhere"])).status_code == 404


def test_an_address_belongs_to_one_unit(administrator: User) -> None:
    add_unit(by=administrator, facts=COUNSELLING)
    with pytest.raises(Refused) as refused:
        add_unit(by=administrator, facts=COUNSELLING)
    assert refused.value.reason is Refusal.ADDRESS_TAKEN


def test_the_counselling_unit_is_found() -> None:
    assert Unit.objects.counselling() is None
    add_unit(by=None, facts=UnitFacts(slug="center", name="Center", kind="centre"))
    unit = add_unit(by=None, facts=COUNSELLING)
    assert Unit.objects.counselling() == unit


def test_the_database_refuses_an_unknown_kind_and_a_unit_above_itself() -> None:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        add_unit(by=None, facts=UnitFacts(slug="ship", name="Skib", kind="ship"))
    assert violated_constraint(error.value) == "unit_kind_is_known"
    unit = add_unit(by=None, facts=COUNSELLING)
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        Unit.objects.filter(id=unit.id).update(parent=unit)
    assert violated_constraint(error.value) == "unit_is_not_its_own_parent"
