"""Who comes to an evening a partner holds: first names for whom the agreement lets see them, 404 for all others."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from groups.actions.co_organisers import end_membership
from groups.actions.together import go_on_alone, read_who_comes
from groups.models import Attendee, CoOrganiser, CoOrganiserMember, Event, Occurrence, SeatPool, Together
from groups.rules.co_organisers import LIST_STAYS, PartnerRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.refusals import Refused
from tests.factories.database import as_superuser
from tests.factories.evenings import make_pool, sign_up
from tests.factories.partners import make_member, make_partner, make_partner_draft, sign_in_strongly
from tests.factories.partners import make_together as put_together
from tests.factories.people import make_person, sign_in

pytestmark = pytest.mark.django_db
NAME = "Alzheimergruppen Åhånd"


def refused(work: Callable[[], Any]) -> Any:
    with pytest.raises(Refused) as error:
        work()
    return error.value.reason


@pytest.fixture
def partner(organiser: User) -> CoOrganiser:
    return make_partner(organiser, name=NAME, data_role="processor")


@pytest.fixture
def writer(relative: User, partner: CoOrganiser) -> User:
    make_member(partner, relative)
    return relative


@pytest.fixture
def pool(organiser: User, partner: CoOrganiser) -> SeatPool:
    """An evening of the municipality's that the partner holds with us."""
    made = make_pool(organiser, 12)
    put_together(made.occurrence.event, partner)
    return made


def list_of(pool: SeatPool) -> str:
    return reverse("groups:partner_who_comes", args=[pool.occurrence_id])


def test_who_holds_the_evening_sees_first_names_how_many_and_that_somebody_has_a_need(
    writer: User, pool: SeatPool, another_relative: User
) -> None:
    User.objects.filter(pk=another_relative.pk).update(name="Rasmus Holm Friis")
    row = sign_up(pool, another_relative, 2)
    guest = sign_up(pool, None)
    Attendee.objects.filter(registration=row, number=0).update(has_needs=True)
    page = sign_in_strongly(writer).get(list_of(pool)).content.decode()
    assert "Rasmus F." in page and "2 personer" in page and "Behov" in page
    for hidden in ("Holm", "Friis", another_relative.email or "", guest.guest_email or "@gaest", "Gæst 1"):
        assert hidden not in page
    assert BeautifulSoup(page, "html.parser").title.get_text().strip().startswith("Hvem kommer")  # type: ignore[union-attr]


def test_who_is_waiting_or_at_home_is_a_number_without_a_name(writer: User, organiser: User, pool: SeatPool) -> None:
    SeatPool.objects.filter(pk=pool.pk).update(capacity=1)
    online = SeatPool.objects.create(occurrence=pool.occurrence, channel="online", capacity=5)
    for name, seats in (("Ida Ross", pool), ("Venter Vestergaard", pool), ("Hjemme Hansen", online)):
        sign_up(seats, make_person(name))
    page = sign_in_strongly(writer).get(list_of(pool)).content.decode()
    assert "Ida R." in page and "Venter" not in page and "Hjemme" not in page
    assert "venter på en plads" in page and "er med hjemmefra" in page


def test_the_reading_is_noted_for_each_on_the_list_before_it_is_shown_and_they_can_read_that(
    writer: User, pool: SeatPool, another_relative: User
) -> None:
    sign_up(pool, another_relative)
    sign_up(pool, None)
    sign_in_strongly(writer).get(list_of(pool))
    rows = AuditEvent.objects.filter(action="groups.partner_list_read")
    assert {row.subject for row in rows} == {None, another_relative.pk}
    assert all(row.actor == writer.pk and row.object_id == str(pool.occurrence_id) for row in rows)
    looks = sign_in_strongly(another_relative).get(reverse("relatives:looks")).content.decode()
    assert "En forening, der holdt en aften sammen med os, så, at du kom" in looks


def test_without_a_log_the_list_is_503_and_shows_nobody(
    committed_db: None, organiser: User, relative: User, another_relative: User
) -> None:
    held = make_partner(organiser, data_role="processor")
    make_member(held, relative)
    pool = make_pool(organiser, 3)
    put_together(pool.occurrence.event, held)
    sign_up(pool, another_relative)
    client = sign_in_strongly(relative)
    client.raise_request_exception = False
    with as_superuser() as boss:
        boss.execute("REVOKE INSERT ON audit_auditevent FROM portal_app")
        try:
            answer = client.get(list_of(pool))
        finally:
            boss.execute("GRANT INSERT ON audit_auditevent TO portal_app")
    assert answer.status_code == 503
    assert another_relative.name.split()[0] not in answer.content.decode()


def test_a_code_by_mail_is_not_enough_to_see_names(writer: User, pool: SeatPool, another_relative: User) -> None:
    sign_up(pool, another_relative)
    page = sign_in(writer).get(list_of(pool))
    assert page.status_code == 200 and "Lav en adgangsnøgle" in page.content.decode()
    assert another_relative.name.split()[0] not in page.content.decode()
    assert not AuditEvent.objects.filter(action="groups.partner_list_read").exists()


@pytest.mark.parametrize("role", ["none", "controller"])
def test_a_partner_that_is_no_processor_has_no_such_page(
    writer: User, partner: CoOrganiser, pool: SeatPool, role: str
) -> None:
    CoOrganiser.objects.update(data_role=role)
    nothing_to_see(writer, pool)


def nothing_to_see(user: User, pool: SeatPool) -> None:
    """No page, no way to it, the action refuses too, and nothing is noted as read."""
    client, reads = sign_in_strongly(user), AuditEvent.objects.filter(action="groups.partner_list_read")
    before = reads.count()
    assert client.get(list_of(pool)).status_code == 404
    assert list_of(pool) not in client.get(reverse("groups:partner_home")).content.decode()
    assert refused(lambda: read_who_comes(by=user, date=pool.occurrence)) == PartnerRefusal.NOT_YOURS_TO_SEE
    assert reads.count() == before


def seen(user: User, pool: SeatPool) -> None:
    """The page opens, and the way to it stands on the first one."""
    client = sign_in_strongly(user)
    assert client.get(list_of(pool)).status_code == 200
    assert list_of(pool) in client.get(reverse("groups:partner_home")).content.decode()


def test_another_partner_sees_nobody(pool: SeatPool, organiser: User, another_relative: User, writer: User) -> None:
    rival = make_partner(organiser, name="Den anden", data_role="processor")
    make_member(rival, another_relative)
    nothing_to_see(another_relative, pool)
    seen(writer, pool)


def test_no_other_evening_is_open_to_them(writer: User, pool: SeatPool, organiser: User) -> None:
    other = make_pool(organiser, 3)
    nothing_to_see(writer, other)


def test_somebody_who_left_or_was_only_invited_sees_nobody(writer: User, pool: SeatPool, organiser: User) -> None:
    end_membership(by=organiser, member=CoOrganiserMember.objects.get(user=writer))
    nothing_to_see(writer, pool)


def test_the_list_ends_with_the_agreement_whose_last_day_counts(writer: User, pool: SeatPool) -> None:
    CoOrganiser.objects.update(until=clock.today())
    seen(writer, pool)
    CoOrganiser.objects.update(until=clock.today() - timedelta(days=1))
    nothing_to_see(writer, pool)


def test_an_agreement_that_begins_later_opens_nothing_yet(writer: User, pool: SeatPool) -> None:
    CoOrganiser.objects.update(agreed_on=clock.today() + timedelta(days=1))
    nothing_to_see(writer, pool)


def test_the_list_closes_three_days_after_the_evening(writer: User, pool: SeatPool, at: Any) -> None:
    ends = pool.occurrence.ends_at
    at(ends + LIST_STAYS - timedelta(minutes=1))
    seen(writer, pool)
    at(ends + LIST_STAYS)
    nothing_to_see(writer, pool)


def test_going_on_without_the_partner_closes_the_list_at_once(writer: User, pool: SeatPool, organiser: User) -> None:
    seen(writer, pool)
    go_on_alone(by=organiser, event=pool.occurrence.event, row=Together.objects.get().pk)
    assert sign_in_strongly(writer).get(list_of(pool)).status_code == 404


@pytest.mark.parametrize("publication", ["draft", "in_review", "archived"])
def test_what_is_not_out_has_no_list(writer: User, pool: SeatPool, publication: str) -> None:
    Event.objects.update(publication=publication)
    nothing_to_see(writer, pool)


def test_a_date_that_is_called_off_has_no_list(writer: User, pool: SeatPool) -> None:
    Occurrence.objects.update(status="cancelled")
    nothing_to_see(writer, pool)


def test_a_discreet_title_is_said_only_in_a_session_opened_with_more_than_a_code_and_never_in_the_tab(
    writer: User, partner: CoOrganiser, organiser: User
) -> None:
    pool = make_pool(organiser, 5, title="Når nogen drikker", sensitivity="discreet", discreet_title="Temaaften")
    put_together(pool.occurrence.event, partner)
    own = make_partner_draft(writer, partner, title="Når nogen drikker for meget")
    Event.objects.filter(pk=own.pk).update(sensitivity="discreet", discreet_title="Aften", summary="Om at drikke.")
    pages = [reverse("groups:partner_home"), list_of(pool), reverse("groups:partner_draft", args=[own.pk])]
    for path in pages:
        plain = sign_in(writer).get(path).content.decode()
        assert "drik" not in plain.lower(), path
        full = sign_in_strongly(writer).get(path).content.decode()
        assert "Når nogen drikker" in full, path
        assert "drik" not in BeautifulSoup(full, "html.parser").title.get_text()  # type: ignore[union-attr]


def test_who_signs_up_is_told_that_the_partner_sees_them(pool: SeatPool, organiser: User) -> None:
    def page() -> str:
        where = [pool.occurrence.event.slug, pool.pk]
        return Client().get(reverse("groups:sign_up", args=where)).content.decode()

    assert f"{NAME} ser dit fornavn" in page()
    Event.objects.update(sensitivity="discreet", discreet_title="Temaaften")
    assert NAME not in page() and "ser dit fornavn" in page()
    CoOrganiser.objects.update(data_role="none")
    assert "ser dit fornavn" not in page()
