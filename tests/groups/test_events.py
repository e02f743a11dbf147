"""An event from an idea to the archive: who may write, who may publish, what must be in place first."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from groups import rich_text
from groups.actions import events, seats
from groups.actions.speakers import add_speaker, remove_speaker
from groups.actions.venues import add_venue, change_venue
from groups.checking import lines_of
from groups.models import Event, EventImage, SeatPool, Speaker
from groups.rules.events import EventRefusal, Gap, gaps_in, slug_of
from groups.rules.venues import VenueRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.refusals import Refused
from tests.factories.evenings import make_draft, second_organiser, sign_up

pytestmark = pytest.mark.django_db


def refused(work: Callable[[], Any]) -> Refused:
    with pytest.raises(Refused) as error:
        work()
    return error.value


@pytest.fixture
def draft(organiser: User) -> Event:
    """Everything in place, written by the organiser, not out yet."""
    return make_draft(organiser)


def fresh(event: Event) -> Event:
    return Event.objects.get(pk=event.pk)


def test_a_new_event_is_a_draft_and_pressing_twice_is_once(organiser: User) -> None:
    key = uuid4()
    made = [events.start_event(by=organiser, title="Sov bedre", kind="after_work", form_key=key) for _press in range(2)]
    assert made[0].pk == made[1].pk and made[0].publication == "draft"
    assert made[0].slug.startswith("sov-bedre-")
    assert set(gaps_in(lines_of(made[0], clock.now()))) == {
        Gap.SUMMARY, Gap.DATE, Gap.DATE_AHEAD, Gap.PLACE, Gap.SEATS, Gap.CONTACT,
    }  # fmt: skip


def test_a_copy_has_the_words_and_speakers_and_no_dates_or_people(draft: Event, organiser: User) -> None:
    add_speaker(by=organiser, event=draft, name="Lisbeth", title="Psykolog")
    EventImage.objects.create(event=draft, content=b"x", width=1, height=1, alt="En sal", digest="d")
    copy = events.copy_event(by=organiser, event=fresh(draft), form_key=uuid4())
    assert events.copy_event(by=organiser, event=fresh(draft), form_key=copy.pk).pk == copy.pk
    assert (copy.title, copy.publication, copy.slug != draft.slug) == (draft.title, "draft", True)
    assert [one.name for one in copy.speakers.all()] == ["Lisbeth"]
    assert EventImage.objects.get(event=copy).alt == "En sal"
    assert not copy.occurrences.exists() and draft.speakers.count() == 1


def test_who_wrote_it_does_not_publish_it_and_a_colleague_does(draft: Event, organiser: User) -> None:
    alone = refused(lambda: events.publish_event(by=organiser, event=draft, version=draft.version))
    assert alone.reason == EventRefusal.NEEDS_A_READER
    row = events.submit_event(by=organiser, event=draft, version=draft.version)
    assert row.publication == "in_review"
    own = refused(lambda: events.publish_event(by=organiser, event=row, version=row.version))
    assert own.reason == EventRefusal.NEEDS_A_READER
    colleague = second_organiser()
    assert list(Event.objects.to_read_for(colleague)) == [row] and not Event.objects.to_read_for(organiser).exists()
    out = events.publish_event(by=colleague, event=row, version=row.version)
    assert out.publication == "published" and out.published_at is not None and out.changed_by is None
    assert AuditEvent.objects.filter(action="groups.event_published", actor=colleague.pk).count() == 1
    twice = refused(lambda: events.publish_event(by=colleague, event=out, version=out.version))
    assert twice.reason == EventRefusal.NEEDS_A_READER


def test_a_lead_or_planner_publishes_alone(draft: Event, team_lead: User, planner: User) -> None:
    assert events.publish_event(by=team_lead, event=draft, version=draft.version).publication == "published"
    words = {"summary": "Nye ord."}
    row = events.change_event(by=planner, event=draft, version=fresh(draft).version, values=words)
    assert row.changed_by is None, "nothing is left to read"


def test_what_is_changed_after_publishing_stands_at_once_and_waits_for_a_reader(
    draft: Event, organiser: User, team_lead: User
) -> None:
    out = events.publish_event(by=team_lead, event=draft, version=draft.version)
    row = events.change_event(by=organiser, event=out, version=out.version, values={"summary": "Rettet."})
    colleague = second_organiser()
    assert list(Event.objects.to_read_for(colleague)) == [row]
    own = refused(lambda: events.approve_words(by=organiser, event=row, version=row.version))
    assert own.reason == EventRefusal.NEEDS_A_READER
    read = events.approve_words(by=colleague, event=row, version=row.version)
    nothing = refused(lambda: events.approve_words(by=colleague, event=read, version=read.version))
    assert nothing.reason == EventRefusal.NOTHING_TO_READ


def test_publishing_with_gaps_says_which(draft: Event, team_lead: User) -> None:
    draft.contact_name, draft.summary = "", ""
    draft.save()
    SeatPool.objects.all().delete()
    error = refused(lambda: events.publish_event(by=team_lead, event=draft, version=draft.version))
    assert error.reason == EventRefusal.HAS_GAPS
    assert error.details["gaps"] == [Gap.SUMMARY, Gap.SEATS, Gap.CONTACT]
    asked = refused(lambda: events.submit_event(by=team_lead, event=draft, version=draft.version))
    assert asked.reason == EventRefusal.HAS_GAPS


@pytest.mark.parametrize(
    ("values", "gap"),
    [
        ({"attendance": "online"}, Gap.ONLINE_LINK),
        ({"attendance": "hybrid"}, Gap.SEATS),
        ({"registration_closes_at": timedelta(days=-1)}, Gap.WINDOW),
    ],
)
def test_each_way_to_take_part_asks_for_its_own(draft: Event, values: dict[str, Any], gap: Gap) -> None:
    for name, value in values.items():
        setattr(draft, name, clock.now() + value if isinstance(value, timedelta) else value)
    assert gap in gaps_in(lines_of(draft, clock.now()))


def test_a_place_nobody_has_looked_at_is_a_gap(draft: Event) -> None:
    date = draft.occurrences.get()
    assert date.venue is not None
    date.venue.step_free = "unknown"
    date.venue.save()
    assert gaps_in(lines_of(draft, clock.now())) == [Gap.ACCESS]
    with clock.shifted_by(timedelta(days=30)):
        assert Gap.DATE_AHEAD in gaps_in(lines_of(draft, clock.now()))


def test_it_is_published_at_its_moment_exactly_once(draft: Event, team_lead: User) -> None:
    now = clock.now()
    past = refused(lambda: events.publish_event(by=team_lead, event=draft, version=draft.version, at=now))
    assert past.reason == EventRefusal.MOMENT_IS_PAST
    at = now + timedelta(hours=3)
    row = events.publish_event(by=team_lead, event=draft, version=draft.version, at=at)
    assert row.publication == "scheduled" and events.publish_due() == 0
    with clock.shifted_by(timedelta(hours=4)):
        assert (events.publish_due(), events.publish_due()) == (1, 0)
    row = fresh(draft)
    assert (row.publication, row.published_at) == ("published", at)
    assert AuditEvent.objects.filter(action="groups.event_published").count() == 1


def test_what_has_got_gaps_meanwhile_is_held_back_at_its_moment(draft: Event, team_lead: User) -> None:
    events.publish_event(by=team_lead, event=draft, version=draft.version, at=clock.now() + timedelta(hours=1))
    draft.occurrences.all().update(status="cancelled")
    with clock.shifted_by(timedelta(hours=2)):
        assert events.publish_due() == 0
    assert fresh(draft).publication == "in_review"


def test_it_goes_back_or_away_only_while_nobody_is_signed_up(draft: Event, team_lead: User, relative: User) -> None:
    out = events.publish_event(by=team_lead, event=draft, version=draft.version)
    mine = sign_up(SeatPool.objects.get(), relative)
    for action in (events.back_to_draft, events.archive_event):
        error = refused(lambda action=action: action(by=team_lead, event=out, version=out.version))  # type: ignore[misc]
        assert error.reason == EventRefusal.HAS_SIGN_UPS
    seats.cancel_sign_up(by=relative, registration=mine)
    row = events.back_to_draft(by=team_lead, event=out, version=out.version)
    assert (row.publication, row.published_at) == ("draft", None)
    away = events.archive_event(by=team_lead, event=row, version=row.version)
    again = refused(lambda: events.publish_event(by=team_lead, event=away, version=away.version))
    assert again.reason == EventRefusal.EVENT_NOT_FROM_HERE
    assert not Event.objects.published(clock.now()).exists()


def test_it_is_put_away_at_its_moment_once_nobody_waits_for_it(draft: Event, team_lead: User, relative: User) -> None:
    out = events.publish_event(by=team_lead, event=draft, version=draft.version)
    Event.objects.filter(pk=out.pk).update(unpublish_at=clock.now())
    mine = sign_up(SeatPool.objects.get(), relative)
    assert events.publish_due() == 0 and fresh(out).publication == "published"
    seats.cancel_sign_up(by=relative, registration=mine)
    assert (events.publish_due(), fresh(out).publication) == (1, "archived")


def test_two_editors_the_second_is_told(draft: Event, organiser: User) -> None:
    seen = draft.version
    events.change_event(by=organiser, event=draft, version=seen, values={"summary": "Først."})
    late = refused(
        lambda: events.change_event(by=second_organiser(), event=draft, version=seen, values={"summary": "Sidst."})
    )
    assert late.reason == EventRefusal.EVENT_STALE and fresh(draft).summary == "Først."


def test_a_discreet_event_needs_its_other_title_and_loses_its_telling_address(draft: Event, organiser: User) -> None:
    bare = {"sensitivity": "discreet", "discreet_title": ""}
    error = refused(lambda: events.change_event(by=organiser, event=draft, version=draft.version, values=bare))
    assert error.reason == EventRefusal.DISCREET_TITLE_MISSING
    row = events.change_event(
        by=organiser, event=draft, version=draft.version, values={**bare, "discreet_title": "Et arrangement"}
    )
    assert "hukommelsen" not in row.slug and str(row) == "Et arrangement"
    assert slug_of("Når én drikker", is_open=True, key="k") == "naar-en-drikker-k"
    assert slug_of("日本", is_open=True, key="k") == "arrangement-k"


def test_a_window_that_closes_before_it_opens_is_refused(draft: Event, organiser: User) -> None:
    now = clock.now()
    window = {"registration_opens_at": now, "registration_closes_at": now - timedelta(days=1)}
    error = refused(lambda: events.change_event(by=organiser, event=draft, version=draft.version, values=window))
    assert error.reason == EventRefusal.WINDOW_BACKWARDS


def test_a_name_stands_once_on_the_programme_and_comes_off_again(draft: Event, organiser: User) -> None:
    speaker = add_speaker(by=organiser, event=draft, name="Peder", email="peder@gaest.example")
    error = refused(lambda: add_speaker(by=organiser, event=draft, name="Peder"))
    assert error.reason == EventRefusal.SPEAKER_NAMED_TWICE
    remove_speaker(by=organiser, speaker=speaker)
    assert not Speaker.objects.exists()


def test_a_place_has_a_name_of_its_own_and_a_stale_page_changes_nothing(organiser: User) -> None:
    where = {"street": "Torvet 1", "postcode": "0000", "town": "Egekøbing"}
    hall = add_venue(by=organiser, values={"name": "Hallen", **where})
    error = refused(lambda: add_venue(by=organiser, values={"name": "Hallen", **where}))
    assert error.reason == VenueRefusal.VENUE_NAME_TAKEN
    row = change_venue(by=organiser, venue=hall, version=1, values={"lift": "yes"})
    assert (row.lift, row.version) == ("yes", 2)
    stale = refused(lambda: change_venue(by=organiser, venue=hall, version=1, values={"lift": "no"}))
    assert stale.reason == VenueRefusal.VENUE_STALE


def test_text_is_typed_as_in_a_mail_and_keeps_nothing_that_runs(draft: Event, organiser: User) -> None:
    typed = "Vi ses.\n\n## Program\n\nDet sker:\n- kaffe & kage\n- oplæg <3\n\nFarvel"
    row = events.change_event(by=organiser, event=draft, version=draft.version, values={"body": typed})
    assert "<h3>Program</h3>" in row.body and "<li>kaffe &amp; kage</li>" in row.body
    assert rich_text.from_typed(rich_text.to_typed(row.body)) == row.body
    nasty = '<p onclick="x()">Hej <b>du</b><script>alert(1)</script><a href="javascript:x">her</a></p>'
    assert rich_text.from_typed(nasty) == '<p>Hej du<a rel="noopener noreferrer">her</a></p>'
