"""Organisations have names of their own, and stay in use while they offer something."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.directory.actions import organisations as actions
from portal.directory.actions.offers import add_offer
from portal.directory.actions.organisations import OrganisationFacts
from portal.directory.models import Offer, Organisation
from portal.directory.rules import Refusal
from portal.refusals import Refused, violated_constraint
from tests.factories.directory import REFERRABLE, an_offer, an_organisation, facts_of

FACTS = OrganisationFacts(name="Nabohånden", kind="association", phone="00 00 31 55")


@pytest.mark.django_db
def test_an_organisation_is_added_changed_rested_and_used_again(planner: User) -> None:
    row = actions.add_organisation(by=planner, facts=FACTS)
    actions.change_organisation(by=planner, organisation_id=row.pk, facts=replace(FACTS, phone="00 00 1"), version=1)
    actions.withdraw_organisation(by=planner, organisation_id=row.pk, version=2)
    assert not Organisation.objects.active().exists()
    actions.restore_organisation(by=planner, organisation_id=row.pk, version=3)
    now = Organisation.objects.active().get()
    assert (now.phone, now.version, str(now)) == ("00 00 1", 4, "Nabohånden")
    told = [
        name.removeprefix("directory.organisation_") for name in AuditEvent.objects.values_list("action", flat=True)
    ]
    assert sorted(told) == ["added", "changed", "restored", "withdrawn"]


@pytest.mark.django_db
def test_a_name_belongs_to_one_organisation_whatever_its_letters(planner: User) -> None:
    other = an_organisation("Koret")
    an_organisation()
    same = replace(FACTS, name="NABOHÅNDEN")
    for attempt in (
        lambda: actions.add_organisation(by=planner, facts=same),
        lambda: actions.change_organisation(by=planner, organisation_id=other.pk, facts=same, version=1),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.reason is Refusal.NAME_TAKEN
    with pytest.raises(Refused) as refused:
        actions.add_organisation(by=planner, facts=replace(FACTS, name=""))
    assert refused.value.reason is Refusal.NAMELESS


@pytest.mark.django_db
def test_an_organisation_with_shown_offers_stays_in_use(planner: User) -> None:
    offer = an_offer()
    with pytest.raises(Refused) as refused:
        actions.withdraw_organisation(by=planner, organisation_id=offer.organisation_id, version=1)
    assert refused.value.reason is Refusal.STILL_OFFERS
    Offer.objects.filter(pk=offer.pk).update(is_active=False)
    actions.withdraw_organisation(by=planner, organisation_id=offer.organisation_id, version=1)


@pytest.mark.django_db
def test_an_organisation_is_rested_once_used_again_once_and_never_from_an_older_page(planner: User) -> None:
    used, resting = an_organisation(), an_organisation("Koret", is_active=False)
    cases: tuple[tuple[Callable[..., Any], Organisation, int, Refusal], ...] = (
        (actions.withdraw_organisation, resting, 1, Refusal.WITHDRAWN),
        (actions.restore_organisation, used, 1, Refusal.NOT_WITHDRAWN),
        (actions.withdraw_organisation, used, 0, Refusal.STALE),
        (actions.restore_organisation, resting, 2, Refusal.STALE),
    )
    for action, row, version, reason in cases:
        with pytest.raises(Refused) as refused:
            action(by=planner, organisation_id=row.pk, version=version)
        assert refused.value.reason is reason


@pytest.mark.django_db
def test_the_list_counts_the_shown_offers_and_puts_the_resting_last() -> None:
    an_organisation("Aftenkoret", is_active=False)
    an_offer("a")
    an_offer("b", is_active=False)
    an_organisation("Zebra")
    listed = [(row.name, row.shown_offers) for row in Organisation.objects.for_list()]
    assert listed == [("Nabohånden", 1), ("Zebra", 0), ("Aftenkoret", 0)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"title_da": "", "summary_da": ""}, "an_offer_is_told_in_some_language"),
        ({"summary_da": "", "title_en": "A", "summary_en": "B"}, "an_offer_has_title_and_text_in_the_same_languages"),
        ({"title_nb": "Turvenner"}, "an_offer_has_title_and_text_in_the_same_languages"),
        ({"way_in": "window", **REFERRABLE}, "offer_way_in_is_known"),
        ({"way_in": "referral"}, "an_offer_by_referral_takes_referrals"),
        ({**REFERRABLE, "response_days": None}, "an_offer_that_takes_referrals_says_when_it_answers"),
        ({**REFERRABLE, "response_days": 366}, "an_offer_that_takes_referrals_says_when_it_answers"),
        ({"response_days": 3}, "an_offer_that_takes_referrals_says_when_it_answers"),
        ({**REFERRABLE, "contact_phone": ""}, "an_offer_that_takes_referrals_can_be_reached"),
    ],
)
def test_the_database_refuses_an_offer_nobody_could_read_or_reach(fields: dict[str, Any], name: str) -> None:
    an_organisation()
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        an_offer(**fields)
    assert violated_constraint(error.value) == name


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"name": "nabohånden", "kind": "private"}, "an_organisation_has_a_name_of_its_own"),
        ({"name": "", "kind": "private"}, "an_organisation_has_a_name"),
        ({"name": "Koret", "kind": "choir"}, "organisation_kind_is_known"),
    ],
)
def test_the_database_refuses_an_organisation_that_is_nobody(fields: dict[str, str], name: str) -> None:
    an_organisation()
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        Organisation.objects.create(**fields)
    assert violated_constraint(error.value) == name


def test_an_organisation_never_rests_under_an_offer_added_at_the_same_moment(
    committed_db: None, planner: User, threads: Callable[..., Any]
) -> None:
    rows = [an_organisation(f"Forening {number}") for number in range(4)]

    def work(number: int) -> str:
        row = rows[number // 2]
        try:
            if number % 2:
                add_offer(by=planner, facts=facts_of(row, title_da=f"Tilbud {number}"))
            else:
                actions.withdraw_organisation(by=planner, organisation_id=row.pk, version=1)
        except Refused as refused:
            return str(refused.reason.value)
        return "done"

    met = threads(8, work)
    assert met.count("done") == 4 and set(met) <= {"done", Refusal.STILL_OFFERS, Refusal.ORGANISATION_OUT_OF_USE}
    assert not Offer.objects.filter(is_active=True, organisation__is_active=False).exists()
