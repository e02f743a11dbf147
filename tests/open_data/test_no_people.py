"""Nobody is in it: every text column that is not named here is filled with a canary, and no answer holds one."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import DatabaseError, models, transaction
from django.test import Client

from groups.models import Event, EventImage, OnlineAccess, Speaker
from portal.accounts import limits
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.vault.fields import EncryptedTextField
from tests.architecture.test_registrations import OURS
from tests.factories.evenings import make_pool, sign_up
from tests.factories.talks import make_counsellor, make_talk, make_type

pytestmark = pytest.mark.django_db
WORD = "kanariefugl"
# What the interface says of what is public; all other columns hold a canary.
SAID = {
    "groups.Venue": "name street postcode town",
    "groups.Campaign": "title slug",
    "groups.EventImage": "alt digest",
    "groups.Event": "slug title discreet_title summary body easy_read host",
    "counselling.MeetingType": "slug name_da name_nb name_en summary_da summary_nb summary_en",
}
MEANT_FOR_MACHINES = {"zone", "language"}  # nothing works with a bird in them
OF_DISCREET = ("title", "summary", "body", "easy_read", "host")
OF_HIDDEN = (*OF_DISCREET, "slug", "discreet_title")
MUST_BE_SOWN = {
    "groups.Speaker.name",
    "groups.Speaker.email",
    "groups.Event.contact_name",
    "groups.Event.contact_phone",
    "groups.Event.contact_email",
    "groups.Occurrence.status_says",
    "groups.OnlineAccess.address",
    "groups.Registration.guest_name",
    "groups.Registration.guest_email",
    "groups.Attendee.first_name",
    "groups.Venue.arrival",
    "accounts.User.name",
    "accounts.User.email",
    "calendar.Resource.name",
    "counselling.CounsellorProfile.name",
    "counselling.CounsellorProfile.about_da",
}


@pytest.fixture
def world(organiser: User, relative: User, counsellor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Open, discreet and hidden evenings with speakers, links and sign-ups; a counsellor with a talk."""
    monkeypatch.setitem(limits.RATES, "open_data", "1000000/m/ip")
    kinds: list[dict[str, Any]] = [
        {"title": "Aften", "summary": "Om hukommelse", "attendance": "hybrid", "slug": "aaben"},
        {"sensitivity": "discreet", "discreet_title": "Temaaften", "slug": "diskret"},
        {"sensitivity": "closed", "discreet_title": "Gruppe", "slug": "lukket"},
        {"audience": "staff", "slug": "ansatte"},
        {"publication": "draft", "published_at": None, "slug": "kladde"},
    ]
    for kind in kinds:
        pool = make_pool(organiser, 3, contact_name="Lone", contact_phone="00 00 10 20", **kind)
        Speaker.objects.create(event=pool.occurrence.event, name="Lisbeth", email="l@b.example")
        OnlineAccess.objects.create(occurrence=pool.occurrence, address="https://moede.example/x")
        EventImage.objects.create(
            event=pool.occurrence.event, content=b"x", width=1, height=1, alt="Et bord", digest=uuid4().hex * 2
        )
        if kind["slug"] == "aaben":
            sign_up(pool, relative)
            sign_up(pool, None)
    make_counsellor(counsellor)
    make_talk(relative, make_type())


def columns(model: type[models.Model]) -> "Iterator[models.Field[Any, Any]]":
    """Its text that could be about somebody: not keys, choices, lists or links."""
    said = SAID.get(model._meta.label, "").split()
    for field in model._meta.concrete_fields:
        is_text = isinstance(field, models.CharField | models.TextField | EncryptedTextField)
        is_free = not (field.choices or field.primary_key or field.is_relation or isinstance(field, ArrayField))
        if is_text and is_free and field.name not in {*said, *MEANT_FOR_MACHINES}:
            yield field


def sow(rows: "models.QuerySet[Any]", name: str) -> bool:
    """A canary into one column of all these rows, as far as its constraints let it."""
    field, sown = rows.model._meta.get_field(name), False
    for row in rows:
        setattr(row, name, f"{WORD}{row.pk!s:.4}"[: getattr(field, "max_length", None)])
        try:
            with transaction.atomic():
                row.save(update_fields=[name])
                sown = True
        except DatabaseError:
            continue
    return sown


def sow_all() -> set[str]:
    """Every column that takes it, by name."""
    sown = set()
    for model in apps.get_models():
        if model._meta.app_config not in OURS or model is AuditEvent:
            continue
        for field in columns(model):
            if sow(model._default_manager.all(), field.name):
                sown.add(f"{model._meta.label}.{field.name}")
    for name in OF_DISCREET:
        sow(Event.objects.filter(slug="diskret"), name)
    for name in OF_HIDDEN[:-2]:
        sow(Event.objects.filter(slug__in=["lukket", "ansatte", "kladde"]), name)
    sow(Event.objects.filter(slug="lukket"), "discreet_title")
    return sown


def answers() -> Iterator[tuple[str, str]]:
    """Every address of the interface, those of hidden events among them."""
    slugs = ("aaben", "diskret", "lukket", "ansatte", "kladde")
    paths = ["", "openapi.json", "meeting-types", "events", f"events?words={WORD}", "events?kind=theme_evening"]
    paths += [f"events/{slug}" for slug in slugs]
    paths += [f"meeting-types/samtale/free-days?mode={mode}&days=28" for mode in ("phone", "video", "in_person")]
    for path in paths:
        answer = Client().get(f"/api/v1/{path}")
        yield path, answer.content.decode() + str(dict(answer.headers))


def test_no_answer_holds_anything_of_a_column_that_is_not_meant_for_everybody(world: None) -> None:
    sown = sow_all()
    assert sorted(MUST_BE_SOWN - sown) == []
    assert len(sown) > len(MUST_BE_SOWN)
    told = dict(answers())
    assert '"Aften"' in told["events"] and '"Temaaften"' in told["events"] and '"free_times"' in str(told)
    assert not {path for path, words in told.items() if WORD in words.replace(f"words={WORD}", "")}


def test_the_canary_is_heard_where_a_column_is_said(world: None) -> None:
    sow(Event.objects.filter(slug="aaben"), "summary")
    assert WORD in dict(answers())["events"]


def test_columns_that_are_said_exist() -> None:
    for label, names in SAID.items():
        assert set(names.split()) <= {field.name for field in apps.get_model(label)._meta.concrete_fields}
