"""Who should carry a case: language, continuity, load, whose turn; and how full somebody is."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from counselling.actions import cases
from counselling.actions.allocation import allocate_case
from counselling.allocating import choices_for, with_language
from counselling.models import Case, CounsellorProfile
from counselling.rules.allocation import Candidate, Need, Why, propose
from counselling.rules.handovers import HandoverRefusal
from portal import clock
from portal.calendar.models import Absence
from portal.refusals import Refused
from tests.factories.people import make_person
from tests.factories.talks import make_talk, make_type, next_weekday

PERSON = uuid4()


def somebody(name, **fields):
    fields.setdefault("languages", frozenset({"da"}))
    fields.setdefault("load", Decimal(5))
    fields.setdefault("capacity", Decimal(20))
    fields.setdefault("last_given_at", datetime(2026, 1, 1, tzinfo=UTC))
    return Candidate(worker_id=uuid4(), name=name, **fields)


def names(proposals):
    return [one.candidate.name for one in proposals]


def test_who_speaks_the_language_comes_before_who_has_room_or_knows_the_person():
    need = Need(person_id=PERSON, language="ar")
    arabic = somebody("Arabisk", languages=frozenset({"da", "ar"}), load=Decimal(15))
    known = somebody("Kender", met=frozenset({PERSON}), load=Decimal(0))
    found = propose(need, [known, arabic])
    assert names(found) == ["Arabisk", "Kender"]
    assert Why.SPEAKS in found[0].reasons and {Why.SILENT, Why.KNOWS, Why.ROOM} <= set(found[1].reasons)


def test_then_continuity_then_load_then_whose_turn_it_is():
    need = Need(person_id=PERSON, language="da")
    known = somebody("Kender", met=frozenset({PERSON}), load=Decimal(12))
    light = somebody("Let", load=Decimal(1))
    lately = somebody("Lige fået", last_given_at=datetime(2026, 3, 1, tzinfo=UTC))
    never = somebody("Aldrig", last_given_at=None)
    found = propose(need, [lately, never, light, known])
    assert names(found) == ["Kender", "Let", "Aldrig", "Lige fået"]
    assert Why.TURN in found[2].reasons and Why.TURN not in found[3].reasons


def test_load_is_measured_against_capacity_and_the_full_come_last():
    need = Need(person_id=PERSON, language="da", weight=Decimal(2))
    half = somebody("Halv tid", load=Decimal(5), capacity=Decimal(10))
    whole = somebody("Fuld tid", load=Decimal(8), capacity=Decimal(25))
    full = somebody("Fyldt", met=frozenset({PERSON}), load=Decimal(20), capacity=Decimal(21))
    away = somebody("Væk", capacity=Decimal(0))
    found = propose(need, [away, full, half, whole])
    assert names(found) == ["Fuld tid", "Halv tid", "Fyldt", "Væk"]
    assert Why.FULL in found[2].reasons and found[2].is_full and found[3].percent is None


def test_whoever_has_a_conflict_is_never_proposed():
    need = Need(person_id=PERSON, language="da")
    assert propose(need, [somebody("Nabo", barred=frozenset({PERSON}))]) == []


@pytest.mark.django_db
def test_load_is_open_cases_and_first_talks_against_ceiling_share_and_presence(
    relative, another_relative, counsellor, mette, talk_type
):
    CounsellorProfile.objects.filter(resource=mette).update(ceiling=20, fte="0.5")
    cases.open_case(by=counsellor, person=relative, worker=counsellor)  # 1.5
    make_talk(another_relative, talk_type)  # a first talk, 1
    make_talk(relative, make_type("anden"), starts_at=next_weekday(at_hour=13))  # somebody with a case: counted already
    now = clock.now()
    row = CounsellorProfile.objects.working().with_load(now).get()
    assert (row.carried, row.first_talks, row.load) == (Decimal("1.5"), Decimal(1), Decimal("2.5"))
    assert row.presence == 1 and row.capacity == 10
    Absence.objects.create(resource=mette, period=(now - timedelta(days=3), now + timedelta(days=14)))
    Absence.objects.create(resource=mette, period=(now + timedelta(days=1), now + timedelta(days=2)))
    away = CounsellorProfile.objects.working().with_load(now).get()
    assert round(away.presence, 2) == Decimal("0.5") and round(away.capacity, 2) == 5


@pytest.mark.django_db
def test_the_lead_gives_to_the_first_or_says_why_not(relative, team_lead, counsellor, colleague, mette, jonas):
    cases.open_case(by=counsellor, person=make_person("Bodil"), worker=counsellor)
    case = cases.open_case(by=team_lead, person=relative)
    give = {"by": team_lead, "case": case, "version": case.version}
    with pytest.raises(Refused) as error:
        allocate_case(worker=counsellor, why="", **give)
    assert error.value.reason == HandoverRefusal.OVERRIDE_WITHOUT_REASON
    assert allocate_case(worker=colleague, why="", **give).reason == "allocated"


@pytest.mark.django_db
def test_another_than_the_first_is_given_the_case_with_the_reason_kept(relative, team_lead, counsellor, mette, jonas):
    cases.open_case(by=counsellor, person=make_person("Bodil"), worker=counsellor)
    case = cases.open_case(by=team_lead, person=relative)
    given = allocate_case(by=team_lead, case=case, worker=counsellor, why="override_field", version=case.version)
    assert given.reason == "override_field"


@pytest.mark.django_db
def test_the_page_shows_the_reasons_and_gives_the_case(client_for, relative, team_lead, colleague, mette, jonas):
    case = cases.open_case(by=team_lead, person=relative)
    client = client_for(team_lead)
    html = client.get(reverse("counselling:allocation")).content.decode()
    assert "Jonas Hviid Toft" in html and "mest plads" in html
    sent = {"worker": colleague.pk, "version": case.version, "why": "override_wished"}
    assert client.post(reverse("counselling:allocate", args=[case.pk]), sent).status_code == 302
    assert "Alle forløb har en rådgiver" in client.get(reverse("counselling:allocation")).content.decode()


@pytest.mark.django_db
def test_the_lead_sets_ceiling_and_share(client_for, team_lead, mette):
    url = reverse("counselling:capacity", args=[mette.counsellor_profile.pk])
    assert client_for(team_lead).post(url, {"ceiling": "18,5", "fte": "0,8"}).status_code == 302
    row = CounsellorProfile.objects.get(resource=mette)
    assert (row.ceiling, row.fte) == (Decimal("18.5"), Decimal("0.8"))


def test_who_knows_the_subject_comes_before_who_has_room_but_not_before_who_knows_the_person():
    need = Need(person_id=PERSON, language="da", topics=frozenset({"dementia", "grief"}))
    known = somebody("Kender", met=frozenset({PERSON}), load=Decimal(12))
    both = somebody("Begge", topics=frozenset({"grief", "dementia"}), load=Decimal(15))
    one = somebody("Ét", topics=frozenset({"grief", "work"}), load=Decimal(14))
    light = somebody("Let", topics=frozenset({"work"}), load=Decimal(0))
    full = somebody("Fyldt", topics=frozenset({"grief", "dementia"}), load=Decimal(20))
    found = propose(need, [light, full, one, both, known])
    assert names(found) == ["Kender", "Begge", "Ét", "Let", "Fyldt"]
    assert [Why.TOPIC in proposal.reasons for proposal in found] == [False, True, True, False, True]
    assert found[1].topics == {"dementia", "grief"} and found[2].topics == {"grief"}


@pytest.mark.django_db
def test_what_a_counsellor_knows_well_is_said_by_the_lead_and_proposed_with_its_reason(
    team_lead, counsellor, colleague, relative, client_for, mette, jonas
):
    case = cases.open_case(by=team_lead, person=relative)
    Case.objects.filter(pk=case.pk).update(topics=["dementia", "other"])
    lead = client_for(team_lead)
    profile = CounsellorProfile.objects.get(resource=jonas)
    page = reverse("counselling:capacity", args=[profile.pk])
    typed = {"ceiling": "25", "fte": "1", "topics": ["dementia", "grief"]}
    assert lead.post(page, {**typed, "topics": ["other"]}).status_code == 422, "nobody knows something else well"
    assert lead.post(page, typed).status_code == 302
    profile.refresh_from_db()
    assert profile.topics == ["dementia", "grief"]
    assert lead.get(page).content.decode().count("checked") == 2
    first = choices_for(list(with_language(Case.objects.filter(pk=case.pk))), clock.now())[case.pk][0]
    assert first.user == jonas.user and "ved meget om: Demens" in first.words and "Sorg" not in first.words
    assert "ved meget om: Demens" in lead.get(reverse("counselling:allocation")).content.decode()
    assert client_for(counsellor).post(page, typed).status_code == 403
