"""A relative is passed on with their yes; we hear how it went, and they read it themselves."""

from datetime import timedelta

import pytest
from django.urls import reverse

from counselling.actions import referrals
from counselling.actions.cases import open_case
from counselling.actions.referrals import ReferralWish
from counselling.models import Case, FollowUp, Referral
from counselling.rules.notes import NoteRefusal
from counselling.rules.referrals import ReferralRefusal
from portal import clock
from portal.directory.models import Offer
from portal.keys import new_key
from portal.outbox import kinds as outbox_kinds
from portal.outbox.models import OutboxMessage
from portal.outbox.rendering import text_of
from portal.worklist import kinds
from portal.worklist.models import Task
from tests.counselling.test_contacts import refusal
from tests.factories.directory import REFERRABLE, an_offer
from tests.portal.test_constraints import refused_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(relative, counsellor):
    return open_case(by=counsellor, person=relative, worker=counsellor)


@pytest.fixture
def offer(database):
    return an_offer(**REFERRABLE, contact_email="hej@nabo.example")


def passed(by, case, offer=None, key=None, **fields):
    usual = {"outside": "" if offer else "Kirken", "has_consent": True, "told": "phone", "summary": ""}
    wish = ReferralWish(offer=offer, **{**usual, **fields})
    return referrals.pass_on(by=by, case=case, wish=wish, form_key=key or new_key())


def test_a_relative_is_passed_on_and_the_day_to_ask_is_promised(counsellor, case, offer):
    row = passed(counsellor, case, offer, summary="Vil gerne have gåture")
    assert row.response_due_on == clock.today() + timedelta(days=7)
    follow_up = FollowUp.objects.get(case=case)
    assert (follow_up.kind, follow_up.due_on, follow_up.owner) == ("check_referral", row.response_due_on, counsellor)
    task = Task.objects.get(kind="counselling.ring_the_place")
    assert task.assigned_to == counsellor and kinds.url_of(task) == reverse("counselling:case", args=[case.pk])
    assert kinds.sentence_of(task)


def test_pressed_twice_it_is_once(counsellor, case, offer):
    key = new_key()
    assert passed(counsellor, case, offer, key) == passed(counsellor, case, offer, key)
    assert Referral.objects.count() == FollowUp.objects.count() == 1


def test_the_mail_to_the_place_names_nobody_and_nothing(counsellor, case, offer, relative):
    row = passed(counsellor, case, offer, told="email", summary="HEMMELIGT")
    message = OutboxMessage.objects.get(kind="counselling.passed_on")
    assert message.address == "hej@nabo.example"
    for language in ("da", "nb", "en"):
        message.language = language
        text = text_of(message)
        said = f"{text.subject} {text.body}"
        for secret in ("HEMMELIGT", "Rasmus", "Bøgh", counsellor.name, offer.title, "pårørende", "relative"):
            assert secret not in said
    kind = outbox_kinds.get("counselling.passed_on")
    kind.on_failed(message)
    assert Task.objects.get(kind="counselling.ring_the_place").about == row.pk
    assert kind.still_holds(message)
    referrals.note_referral(by=counsellor, referral=row, state="received", version=1)
    assert not kind.still_holds(message)


def test_what_is_missing_is_refused(counsellor, colleague, case, offer):
    assert refusal(lambda: passed(counsellor, case, outside=" ")) == ReferralRefusal.PLACE_MISSING
    assert refusal(lambda: passed(counsellor, case, offer, has_consent=False)) == ReferralRefusal.YES_MISSING
    assert refusal(lambda: passed(counsellor, case, told="email")) == ReferralRefusal.NO_ADDRESS
    assert refusal(lambda: passed(colleague, case, offer)) == NoteRefusal.NOT_YOUR_CASE
    passed(counsellor, case, offer)
    assert refusal(lambda: passed(counsellor, case, offer)) == ReferralRefusal.UNDER_WAY_ALREADY
    Offer.objects.update(is_active=False)
    assert refusal(lambda: passed(counsellor, case, offer)) == ReferralRefusal.OFFER_GONE


def test_an_answer_closes_what_was_promised(counsellor, case, offer):
    row = passed(counsellor, case, offer)

    def note(state, version):
        return referrals.note_referral(by=counsellor, referral=row, state=state, version=version)

    assert refusal(lambda: note("received", 9)) == ReferralRefusal.REFERRAL_STALE
    note("received", 1)
    assert FollowUp.objects.open().exists() and not Task.objects.open().filter(about=row.pk).exists()
    note("first_contact", 2)
    assert not FollowUp.objects.open().exists()
    assert refusal(lambda: note("declined", 3)) == ReferralRefusal.NOT_FROM_THIS


def test_the_relative_reads_how_far_it_has_come(client_for, counsellor, relative, another_relative, case, offer):
    row = passed(counsellor, case, offer, summary="HEMMELIGT")
    html = client_for(relative).get(reverse("front:my_page")).content.decode()
    assert "Vi har formidlet kontakt til" in html and offer.title in html and "Du hører fra dem senest" in html
    assert "HEMMELIGT" not in html and "henvis" not in html.lower()
    assert offer.title not in client_for(another_relative).get(reverse("front:my_page")).content.decode()
    referrals.note_referral(by=counsellor, referral=row, state="withdrawn", version=1)
    assert offer.title not in client_for(relative).get(reverse("front:my_page")).content.decode()


def test_the_case_shows_it_and_takes_the_answer(client_for, counsellor, colleague, case, offer):
    client = client_for(counsellor)
    form = {"offer": str(offer.pk), "told": "phone", "summary": "Kan ringes om aftenen", "has_consent": "on"}
    assert client.post(reverse("counselling:referral_new", args=[case.pk]), form).status_code == 302
    row = Referral.objects.get()
    where = reverse("counselling:case", args=[case.pk])
    html = client.get(where).content.decode()
    assert offer.title in html and "Kan ringes om aftenen" in html
    state = reverse("counselling:referral_state", args=[row.pk])
    assert client_for(colleague).post(state, {"state": "received", "version": "1"}).status_code == 404
    client.post(state, {"state": "declined", "version": "1"})
    assert "De kunne ikke hjælpe" in client.get(where).content.decode()
    stale = client.post(state, {"state": "received", "version": "1"}, follow=True).content.decode()
    assert "Nogen har noteret noget imens" in stale


def test_without_a_yes_the_page_says_so_and_keeps_the_words(client_for, counsellor, case, offer):
    form = {"offer": str(offer.pk), "told": "phone", "summary": "Kan ringes om aftenen"}
    answer = client_for(counsellor).post(reverse("counselling:referral_new", args=[case.pk]), form)
    html = answer.content.decode()
    assert answer.status_code == 409 and "Kan ringes om aftenen" in html and "Spørg den pårørende først" in html


def test_somebody_sent_to_us_gets_a_case_and_in_norway_a_clock(client_for, counsellor, relative, settings):
    settings.COUNTRY = "NO"
    asked = clock.today() - timedelta(days=2)
    form = {"outside": "Fastlegen", "asked_on": asked.isoformat(), "summary": ""}
    answer = client_for(counsellor).post(reverse("counselling:referral_in", args=[relative.pk]), form)
    case = Case.objects.get(person=relative)
    assert answer.status_code == 302 and case.origin == "referral" and case.guidance_asked_on == asked
    task = Task.objects.get(kind="counselling.guidance_due")
    assert task.due_at.date() == asked + timedelta(days=11) and task.assigned_to == counsellor
    assert kinds.url_of(task) and kinds.sentence_of(task)
    html = client_for(counsellor).get(reverse("counselling:case", args=[case.pk])).content.decode()
    assert "Tag stilling til vejledning senest" in html


def test_in_denmark_no_clock_starts_and_an_open_case_goes_on(counsellor, relative, case):
    given = {"by": counsellor, "person": relative, "asked_on": clock.today(), "summary": "", "form_key": new_key()}
    row = referrals.receive_referral(outside="Egen læge", **given)
    assert row.case == case and referrals.receive_referral(outside="Egen læge", **given) == row
    case.refresh_from_db()
    assert case.guidance_asked_on is None and not Task.objects.filter(kind="counselling.guidance_due").exists()
    given["form_key"] = new_key()
    assert refusal(lambda: referrals.receive_referral(outside=" ", **given)) == ReferralRefusal.PLACE_MISSING


def test_the_database_keeps_referrals_whole(counsellor, case, offer):
    row = passed(counsellor, case, offer)
    rows = Referral.objects.filter(pk=row.pk)
    assert refused_by(lambda: rows.update(outside="Kirken")) == "a_referral_names_one_place"
    assert refused_by(lambda: rows.update(consented_at=None)) == "nobody_is_passed_on_without_their_yes"
    assert refused_by(lambda: rows.update(state="declined")) == "a_referral_is_answered_at_a_time"
    assert refused_by(lambda: rows.update(state="x", answered_at=clock.now())) == "referral_state_is_known"
    assert refused_by(lambda: rows.update(direction="x")) == "referral_direction_is_known"
    row.pk, row.form_key = new_key(), new_key()
    row._state.adding = True
    assert refused_by(row.save) == "a_relative_is_passed_on_to_an_offer_once"
