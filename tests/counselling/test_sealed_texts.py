"""A call's note and a referral's summary are texts, never NULL; what was NULL before is an empty text now."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import IntegrityError, connections, transaction

from counselling.models import Case, Contact, Hold, Referral
from counselling.models.holds import CountedHold
from portal import clock
from portal.accounts.models import User
from portal.keys import new_key

NOT_NULL = ("counselling_contact", "note"), ("counselling_referral", "summary")
repair = import_module("counselling.migrations.0030_texts_nobody_cleared").seal_empty_texts


def a_call(by, **fields):
    now = clock.now()
    return Contact(by=by, at=now, minutes=5, form_key=new_key(), created_at=now, **fields)


@pytest.mark.django_db
def test_a_text_is_never_null(counsellor, relative):
    with pytest.raises(IntegrityError), transaction.atomic():
        a_call(counsellor, note=None).save()
    case = Case.objects.create(person=relative, origin="call", opened_at=clock.now())
    row = Referral(case=case, direction="in", outside="Fastlegen", state="received", sent_at=clock.now())
    row.form_key, row.summary = new_key(), None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    call = a_call(counsellor)
    call.save()
    assert Contact.objects.get(pk=call.pk).note == ""


def test_what_was_null_becomes_an_empty_text_sealed_for_its_own_row(committed_db):
    """The migration's own function, as the owner who runs it, on rows from before: all of it is rolled back."""
    with transaction.atomic(using="owner"):
        with connections["owner"].cursor() as cursor:
            for table, column in NOT_NULL:
                cursor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} DROP NOT NULL")
        by = User.objects.using("owner").create(email="for@gammel.example", name="Fra før")
        old, kept = a_call(by, note=None), a_call(by, note="Ringer igen")
        old.save(using="owner")
        kept.save(using="owner")
        case = Case(person=by, origin="call", opened_at=clock.now())
        case.save(using="owner")
        sent = Referral(case=case, direction="in", outside="Fastlegen", state="received", sent_at=clock.now())
        sent.form_key, sent.summary = new_key(), None
        sent.answered_at = None
        sent.save(using="owner")
        repair(apps, SimpleNamespace(connection=connections["owner"]))
        texts = {row.pk: row.note for row in Contact.objects.using("owner")}
        assert texts == {old.pk: "", kept.pk: "Ringer igen"}
        assert Referral.objects.using("owner").get().summary == ""
        transaction.set_rollback(True, using="owner")


def test_a_hold_that_nobody_counted_for_is_a_mistake():
    with pytest.raises(KeyError):
        CountedHold.of(Hold())
