"""A code told on the phone gives somebody their own account: once, in time, and to one."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from counselling.actions import claims
from counselling.actions.cases import open_case
from counselling.models import Case, ClaimCode
from counselling.rules.claims import CLAIM_LIFE, SPOKEN_LETTERS, ClaimRefusal
from counselling.rules.contacts import ContactRefusal
from portal import clock
from portal.accounts.models import Role, User
from portal.audit.models import AuditEvent
from portal.refusals import Refused
from portal.worklist import kinds
from portal.worklist.models import Task
from tests.counselling.test_contacts import refusal
from tests.factories.people import make_person
from tests.factories.talks import make_talk

pytestmark = pytest.mark.django_db


@pytest.fixture
def written_down(database: None) -> User:
    """Somebody a counsellor wrote down on the phone."""
    return User.objects.create_user(None, name="Rasmus Bøgh")


def a_code(by, person):
    return claims.make_claim_code(by=by, person=person)[1]


def test_the_relative_takes_over_what_was_written_down(
    client_for, counsellor, relative, written_down, talk_type, mette
):
    talk, case = make_talk(written_down, talk_type), open_case(by=counsellor, person=written_down, worker=counsellor)
    code = a_code(counsellor, written_down)
    typed = f" {code.lower().replace(' ', '-')} "
    answer = client_for(relative).post(reverse("counselling:claim"), {"code": typed}, follow=True)
    assert "Velkommen" in answer.content.decode()
    talk.refresh_from_db()
    case.refresh_from_db()
    assert talk.booked_by == relative == case.person
    assert AuditEvent.objects.filter(action="counselling.claim_code_used", subject=written_down.pk).exists()


def test_a_code_is_easily_read_aloud_and_kept_only_as_a_hash(counsellor, written_down):
    code = a_code(counsellor, written_down)
    assert len(code.replace(" ", "")) == 8 and set(code) <= {*SPOKEN_LETTERS, " "}
    row = ClaimCode.objects.get()
    assert code.replace(" ", "") not in row.code_hash and row.expires_at - row.made_at == CLAIM_LIFE


def test_the_page_spells_the_code_once(client_for, counsellor, written_down):
    html = client_for(counsellor).post(reverse("counselling:person_code", args=[written_down.pk])).content.decode()
    assert "virker én gang" in html and html.count(" for ") >= 8
    assert re.search(r'big-phone">[A-Z]{4} [A-Z]{4}<', html), "the letters themselves"
    page = client_for(counsellor).get(reverse("counselling:person", args=[written_down.pk])).content.decode()
    assert "En ny erstatter den" in page


def test_a_code_works_once_and_the_same_press_twice_is_one(counsellor, relative, another_relative, written_down):
    code = a_code(counsellor, written_down)
    assert claims.claim(by=relative, code=code) == claims.claim(by=relative, code=code) == relative
    assert refusal(lambda: claims.claim(by=another_relative, code=code)) == ClaimRefusal.CLAIM_USED


def test_a_new_code_replaces_the_old_one(counsellor, relative, written_down):
    old, new = a_code(counsellor, written_down), a_code(counsellor, written_down)
    assert refusal(lambda: claims.claim(by=relative, code=old)) == ClaimRefusal.CLAIM_OVER
    assert claims.claim(by=relative, code=new) == relative


def test_a_code_ends_after_14_days(at, counsellor, relative, written_down):
    now = at(clock.now())
    code = a_code(counsellor, written_down)
    at(now + CLAIM_LIFE)
    assert refusal(lambda: claims.claim(by=relative, code=code)) == ClaimRefusal.CLAIM_OVER


def test_an_unknown_code_opens_nothing_and_tries_are_counted(client_for, relative):
    client, where = client_for(relative), reverse("counselling:claim")
    assert refusal(lambda: claims.claim(by=relative, code="AAAA AAAA")) == ClaimRefusal.CLAIM_UNKNOWN
    assert client.post(where, {"code": "AAAA"}).status_code == 422
    statuses = [client.post(where, {"code": "AAAA AAAA"}).status_code for _try in range(6)]
    assert statuses == [409, 409, 409, 409, 409, 429]


def test_who_signs_in_needs_no_code_and_whoever_is_barred_makes_none(client_for, counsellor, relative, written_down):
    assert refusal(lambda: a_code(counsellor, relative)) == ClaimRefusal.HAS_ACCOUNT
    answer = client_for(counsellor).post(reverse("counselling:person_code", args=[relative.pk]), follow=True)
    assert "logger allerede ind selv" in answer.content.decode()
    written_down.conflicts.create(worker=counsellor, noted_at=clock.now())
    assert refusal(lambda: a_code(counsellor, written_down)) == ContactRefusal.CALLER_BARRED


def test_two_open_cases_are_left_to_staff_and_the_code_stays_good(counsellor, colleague, relative, written_down):
    mine = open_case(by=counsellor, person=relative, worker=colleague)
    open_case(by=counsellor, person=written_down, worker=counsellor)
    code = a_code(counsellor, written_down)
    for _press in range(2):
        assert refusal(lambda: claims.claim(by=relative, code=code)) == ClaimRefusal.CLAIM_NEEDS_US
    task = Task.objects.get(kind="counselling.merge_wanted")
    assert task.assigned_to == counsellor
    assert kinds.url_of(task) == reverse("counselling:person_join", args=[relative.pk, written_down.pk])
    assert "Læg dem sammen" in kinds.sentence_of(task)
    assert ClaimCode.objects.get().used_at is None and Case.objects.open().get(person=relative) == mine


def test_a_merge_by_staff_ends_the_code(counsellor, relative, another_relative, written_down):
    code = a_code(counsellor, written_down)
    claims.merge_people(by=counsellor, keep=relative, gone=written_down, choices={})
    assert refusal(lambda: claims.claim(by=another_relative, code=code)) == ClaimRefusal.CLAIM_OVER


def test_two_who_write_one_code_at_once_get_one_account_between_them(committed_db, threads):
    worker, person = make_person("Mette", Role.COUNSELLOR), User.objects.create_user(None, name="Kaj")
    claimers = [make_person(f"Relative {number}") for number in range(6)]
    code = a_code(worker, person)
    open_case(by=worker, person=person, worker=worker)
    outcomes = threads(6, lambda number: claims.claim(by=claimers[number], code=code))
    won = [one for one in outcomes if isinstance(one, User)]
    lost = [one.reason for one in outcomes if isinstance(one, Refused)]
    assert len(won) == 1 and lost == [ClaimRefusal.CLAIM_USED] * 5
    assert Case.objects.get().person == won[0]
    assert ClaimCode.objects.get().used_at - clock.now() < timedelta(minutes=1)
