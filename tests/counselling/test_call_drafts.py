"""What is typed of a call is never lost: kept sealed for who typed it, taken up again, gone once the call is noted."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from counselling.actions import drafts
from counselling.models import CallDraft, Contact
from counselling.rules.notes import NoteRefusal
from portal import clock
from portal.accounts.models import User
from portal.privacy.registry import periods
from portal.refusals import Refused
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db
CALL = {"minutes": "25", "topic": "grief", "outcome": "informed", "when": "yesterday", "known_by": "20 30 40 50"}
NOTE = "Hun græder. <b>Ring</b> igen"


def keep(client: Client, note: str, seen: int = 0, **more: Any) -> Any:
    given = {**CALL, "note": note, "draft_seen": str(seen), **more}
    return client.post(reverse("counselling:call_draft"), given)


def page(client: Client) -> str:
    return client.get(reverse("counselling:log_call")).content.decode()


def log(client: Client, **more: Any) -> Any:
    return client.post(reverse("counselling:log_call"), {**CALL, "known_by": "", "save": "1", **more})


def test_what_was_typed_stands_there_after_signing_in_again(counsellor: User) -> None:
    before = sign_in(counsellor)
    assert keep(before, NOTE).json() == {"version": 1}
    before.logout()
    html = page(sign_in(counsellor))
    assert "Hun græder. &lt;b&gt;Ring&lt;/b&gt; igen" in html and 'value="25"' in html and "20 30 40 50" in html
    assert "Det her er din kladde" in html


def test_nobody_else_sees_it_and_the_database_holds_no_word(counsellor: User, team_lead: User) -> None:
    keep(sign_in(counsellor), NOTE)
    assert "Hun græder" not in page(sign_in(team_lead))
    with connection.cursor() as cursor:
        cursor.execute("SELECT d::text FROM counselling_calldraft d")
        (stored,) = cursor.fetchone()
    assert not [word for word in ("græder", "20 30 40 50", "grief") if word in stored]


def test_two_windows_are_asked_whose_words_to_keep(counsellor: User) -> None:
    one = sign_in(counsellor)
    keep(one, "Det første")
    assert keep(one, "Det andet", seen=0).status_code == 409
    assert keep(one, "Det andet", seen=0).json()["text"] == "Det første"
    refused = log(one, note="Det andet", draft_seen="0")
    html = refused.content.decode()
    assert refused.status_code == 409 and "Det første" in html and "Det andet" in html
    assert not Contact.objects.exists()
    assert one.post(
        reverse("counselling:log_call"), {**CALL, "note": "Det andet", "draft_seen": "1", "do": "draft"}
    ).url
    assert "Det andet" in page(one)


def test_the_draft_goes_when_the_call_is_noted_and_when_its_author_says_so(counsellor: User) -> None:
    client = sign_in(counsellor)
    keep(client, NOTE)
    assert log(client, note=NOTE, draft_seen="1").status_code == 302
    assert Contact.objects.get().note == NOTE and not CallDraft.objects.exists()
    keep(client, "Et andet opkald")
    client.post(reverse("counselling:log_call"), {"do": "drop"})
    assert not CallDraft.objects.exists()


def test_a_call_that_is_refused_keeps_its_draft(counsellor: User) -> None:
    client = sign_in(counsellor)
    keep(client, NOTE)
    assert log(client, note=NOTE, draft_seen="1", minutes="0").status_code == 422
    assert CallDraft.objects.get().text == NOTE


def test_a_colleague_has_one_draft_whatever_two_windows_begin(counsellor: User) -> None:
    keep(sign_in(counsellor), NOTE)
    with pytest.raises(IntegrityError, match="one_draft_of_a_call_for_each_colleague"), transaction.atomic():
        CallDraft.objects.create(author=counsellor, changed_at=clock.now())
    with pytest.raises(Refused) as error:
        drafts.store(CallDraft(author=counsellor, changed_at=clock.now()))
    assert error.value.reason == NoteRefusal.DRAFT_NEWER


def test_a_draft_nobody_touched_for_a_month_goes(counsellor: User) -> None:
    keep(sign_in(counsellor), NOTE)
    (period,) = [one for one in periods() if one.name == "counselling.call_drafts"]
    before = clock.now() - period.keep
    assert not period.overdue(before).exists()
    CallDraft.objects.update(changed_at=clock.now() - timedelta(days=31))
    assert period.overdue(before).count() == 1
