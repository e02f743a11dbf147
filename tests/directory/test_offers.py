"""Offers are written, checked, withdrawn and shown again; what nobody could read or reach is refused."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from portal import clock
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.directory.actions import offers as actions
from portal.directory.choices import CHECK_EVERY, last_good_day
from portal.directory.models import Offer, Unit
from portal.directory.rules import Refusal
from portal.refusals import Refused
from tests.factories.directory import REFERRABLE, an_offer, an_organisation, facts_of

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 3, 12, 0)


def recorded() -> list[str]:
    return list(AuditEvent.objects.order_by("id").values_list("action", flat=True))


def test_an_offer_is_added_with_an_address_made_from_its_title(planner: User, at: Any) -> None:
    at(NOON)
    offer = actions.add_offer(by=planner, facts=facts_of(title_da="Når mor eller far er syg"))
    assert (offer.slug, offer.last_checked_on, offer.is_active) == (
        "naar-mor-eller-far-er-syg",
        date(2026, 11, 3),
        True,
    )
    assert recorded() == ["directory.offer_added"]


def test_the_same_title_twice_gets_an_address_of_its_own(planner: User) -> None:
    slugs = [actions.add_offer(by=planner, facts=facts_of()).slug for _ in range(3)]
    assert slugs == ["gaavennerne", "gaavennerne-2", "gaavennerne-3"]
    signs = actions.add_offer(by=planner, facts=facts_of(title_da="…", summary_da="Uden bogstaver."))
    assert signs.slug == "offer"


def test_a_change_counts_as_a_check_and_keeps_the_address(team_lead: User, at: Any) -> None:
    at(NOON)
    offer = an_offer(last_checked_on=date(2026, 1, 1))
    changed = actions.change_offer(by=team_lead, offer_id=offer.pk, facts=facts_of(title_da="Turvenner"), version=1)
    assert (changed.title_da, changed.slug, changed.version) == ("Turvenner", "gaavennerne", 2)
    assert changed.last_checked_on == date(2026, 11, 3) and recorded() == ["directory.offer_changed"]


def test_an_answer_time_is_forgotten_when_the_offer_no_longer_takes_referrals(team_lead: User) -> None:
    offer = an_offer(**REFERRABLE)
    changed = actions.change_offer(by=team_lead, offer_id=offer.pk, facts=facts_of(response_days=7), version=1)
    assert changed.response_days is None


def test_saying_it_is_still_right_only_moves_the_day(team_lead: User, at: Any) -> None:
    at(NOON)
    offer = an_offer(last_checked_on=date(2026, 1, 1))
    assert offer.is_unchecked
    checked = actions.check_offer(by=team_lead, offer_id=offer.pk, version=1)
    assert (checked.last_checked_on, checked.is_unchecked) == (date(2026, 11, 3), False)
    assert recorded() == ["directory.offer_checked"]


def test_a_withdrawn_offer_is_hidden_until_it_is_shown_again(team_lead: User, relative: User) -> None:
    offer = an_offer()
    actions.withdraw_offer(by=team_lead, offer_id=offer.pk, version=1)
    assert not Offer.objects.published().exists() and not Offer.objects.visible_to(relative).exists()
    assert Offer.objects.visible_to(team_lead).get() == offer == Offer.objects.withdrawn().get()
    actions.restore_offer(by=team_lead, offer_id=offer.pk, version=2)
    assert Offer.objects.visible_to(relative).named("gaavennerne") == offer
    assert recorded() == ["directory.offer_withdrawn", "directory.offer_restored"]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"title_da": "", "summary_da": ""}, Refusal.NOT_TOLD),
        ({"summary_da": ""}, Refusal.HALF_TOLD),
        ({"title_nb": "Turvenner"}, Refusal.HALF_TOLD),
        ({"way_in": "referral"}, Refusal.MUST_TAKE_REFERRALS),
        ({**REFERRABLE, "response_days": None}, Refusal.NO_TIME_TO_ANSWER),
        ({**REFERRABLE, "response_days": 0}, Refusal.NO_TIME_TO_ANSWER),
        ({**REFERRABLE, "response_days": 366}, Refusal.NO_TIME_TO_ANSWER),
        ({**REFERRABLE, "contact_phone": ""}, Refusal.NOBODY_TO_REFER_TO),
    ],
)
def test_what_nobody_could_read_or_reach_is_neither_added_nor_saved(
    planner: User, fields: dict[str, Any], reason: Refusal
) -> None:
    offer = an_offer()
    with pytest.raises(Refused) as refused:
        actions.add_offer(by=planner, facts=facts_of(**fields))
    assert refused.value.reason is reason
    with pytest.raises(Refused) as refused:
        actions.change_offer(by=planner, offer_id=offer.pk, facts=facts_of(**fields), version=1)
    assert refused.value.reason is reason and Offer.objects.get() == offer and recorded() == []


@pytest.mark.parametrize("name", ["change_offer", "check_offer", "withdraw_offer", "restore_offer"])
def test_an_older_page_changes_nothing(planner: User, name: str) -> None:
    offer = an_offer(version=3)
    given = {"facts": facts_of()} if name == "change_offer" else {}
    with pytest.raises(Refused) as refused:
        getattr(actions, name)(by=planner, offer_id=offer.pk, version=2, **given)
    assert refused.value.reason is Refusal.STALE


def test_an_offer_is_withdrawn_once_and_only_a_shown_one_is_checked(planner: User) -> None:
    withdrawn, shown = an_offer(is_active=False), an_offer("shown")
    for action in (actions.withdraw_offer, actions.check_offer):
        with pytest.raises(Refused) as refused:
            action(by=planner, offer_id=withdrawn.pk, version=1)
        assert refused.value.reason is Refusal.WITHDRAWN
    with pytest.raises(Refused) as refused:
        actions.restore_offer(by=planner, offer_id=shown.pk, version=1)
    assert refused.value.reason is Refusal.NOT_WITHDRAWN


def test_no_offer_is_shown_under_an_organisation_out_of_use(planner: User) -> None:
    closed = an_organisation("Koret", is_active=False)
    shown, hidden = an_offer(), an_offer("kor", organisation=closed, is_active=False)
    attempts = (
        lambda: actions.add_offer(by=planner, facts=facts_of(closed)),
        lambda: actions.change_offer(by=planner, offer_id=shown.pk, facts=facts_of(closed), version=1),
        lambda: actions.restore_offer(by=planner, offer_id=hidden.pk, version=1),
    )
    for attempt in attempts:
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.reason is Refusal.ORGANISATION_OUT_OF_USE


def test_a_withdrawn_offer_can_be_corrected_while_its_organisation_rests(planner: User) -> None:
    closed = an_organisation("Koret", is_active=False)
    hidden = an_offer("kor", organisation=closed, is_active=False)
    changed = actions.change_offer(by=planner, offer_id=hidden.pk, facts=facts_of(closed), version=1)
    assert changed.version == 2


def test_only_published_offers_that_take_them_get_referrals(planner: User) -> None:
    taking = an_offer("a", **REFERRABLE)
    an_offer("b")
    an_offer("c", is_active=False, **REFERRABLE)
    an_offer("d", organisation=an_organisation("Koret", is_active=False), **REFERRABLE)
    assert list(Offer.objects.taking_referrals()) == [taking]


def test_half_a_year_without_a_look_is_too_long(at: Any) -> None:
    at(NOON)
    today = clock.today()
    forgotten = an_offer("a", last_checked_on=today - CHECK_EVERY - timedelta(days=1))
    just = an_offer("b", last_checked_on=today - CHECK_EVERY)
    an_offer("c", last_checked_on=today - timedelta(days=400), is_active=False)
    assert list(Offer.objects.not_checked_since(last_good_day(today))) == [forgotten]
    assert forgotten.is_unchecked and not just.is_unchecked


def test_a_search_finds_every_word_wherever_it_stands() -> None:
    place = Unit.objects.create(slug="kilden", name="Huset Kilden", kind="facility")
    walk = an_offer("a", contact_name="Ellen Mosegaard", title_en="Walks", summary_en="An hour off.")
    rest = an_offer("b", title_da="En uge væk", organisation=an_organisation("Egekøbing Kommune"), unit=place)
    found = {
        text: set(Offer.objects.matching(text))
        for text in ("ellen", "kommune UGE", "walks", "kilden", "ellen uge", "100%", "")
    }
    assert found == {
        "ellen": {walk},
        "kommune UGE": {rest},
        "walks": {walk},
        "kilden": {rest},
        "ellen uge": set(),
        "100%": set(),
        "": {walk, rest},
    }


def test_an_offer_speaks_the_page_language_or_the_first_one_it_has() -> None:
    offer = an_offer(title_da="", summary_da="", title_nb="Turvenner", summary_nb="Gå tur.")
    both = an_offer("b", title_en="Walks", summary_en="An hour off.")
    with translation.override("en"):
        assert (offer.language, offer.title, offer.summary, str(offer)) == ("nb", "Turvenner", "Gå tur.", "Turvenner")
        assert (both.language, both.title) == ("en", "Walks")
    with translation.override("nb"):
        assert (both.language, both.title) == ("da", "Gåvennerne")


def test_the_list_is_in_the_order_of_the_words_not_of_the_addresses() -> None:
    an_offer("a", title_da="Samtale")
    an_offer("z", title_da="Afløsning")
    assert [offer.slug for offer in Offer.objects.for_list()] == ["z", "a"]
