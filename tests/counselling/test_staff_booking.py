"""Booking for somebody on the phone, and what the staff's forms say no to."""

from datetime import timedelta

import pytest
from django.urls import reverse

from counselling.forms.staff_refusals import REFUSAL_TEXT
from counselling.models import Appointment, MeetingType
from counselling.rules.talks import Refusal
from portal import clock
from portal.accounts.models import User
from tests.factories.talks import fresh_key, make_talk, next_weekday

pytestmark = pytest.mark.django_db


@pytest.fixture
def mettes(client_for, counsellor, mette, talk_type):
    """Mette, signed in."""
    return client_for(counsellor)


def value(start, resource):
    return f"{start.isoformat()}|{resource.pk}"


def text(answer, status):
    assert answer.status_code == status, answer.content[:500]
    return answer.content.decode()


def test_every_refusal_has_words_for_staff():
    assert set(REFUSAL_TEXT) == set(Refusal) and all(str(words) for words in REFUSAL_TEXT.values())


def test_a_known_person_is_found_by_the_whole_address_only(mettes, relative):
    who = reverse("counselling:book_for")
    assert "Rasmus" in text(mettes.post(who, {"known_by": relative.email.upper()}), 200)
    assert "Rasmus" not in text(mettes.post(who, {"known_by": relative.email[1:]}), 200)
    assert "hele e-mailadressen" in text(mettes.post(who, {"known_by": "Rasmus"}), 422)


def test_a_new_person_needs_a_name_a_number_and_what_the_channel_writes_to(mettes):
    new, given = reverse("counselling:book_for_new"), {"form_key": fresh_key(), "language": "da"}
    assert "Skriv, hvad personen vil kaldes." in text(mettes.post(new, given), 422)
    given |= {"name": "Poul Åge", "phone": "20 30 40 50"}
    assert "Skriv adressen" in text(mettes.post(new, given | {"channel": "letter"}), 422)
    assert "Skriv e-mailadressen" in text(mettes.post(new, given | {"channel": "email"}), 422)
    shared = given | {"channel": "sms", "shared_phone": "on"}
    assert "En delt telefon får ingen sms" in text(mettes.post(new, shared), 422)
    assert mettes.post(new, given | {"channel": "sms"}).status_code == 302
    assert mettes.post(new, given | {"channel": "sms"}).status_code == 302
    assert User.objects.filter(name="Poul Åge").count() == 1


def test_an_address_that_is_known_is_said_at_its_field(mettes, relative):
    given = {"form_key": fresh_key(), "language": "da", "name": "En anden", "phone": "20304050", "channel": "email"}
    html = text(mettes.post(reverse("counselling:book_for_new"), given | {"email": relative.email}), 422)
    assert "Der er allerede en person med den e-mail." in html


def test_a_lost_time_is_409_with_the_nearest_and_the_choices_kept(mettes, relative, another_relative, talk_type, mette):
    taken = make_talk(another_relative, talk_type)
    address = reverse("counselling:book_for_time", args=[relative.pk]) + "?type=samtale&mode=phone&counsellor=any"
    answer = mettes.post(address, {"time": value(taken.starts_at, mette), "form_key": fresh_key()})
    html = text(answer, 409)
    assert "Tiden blev taget for et øjeblik siden." in html and 'id="near-3"' in html
    assert "type=samtale&amp;mode=phone&amp;counsellor=any" in html


def test_a_double_press_books_once_and_lands_on_the_talk(mettes, relative, mette):
    address = reverse("counselling:book_for_time", args=[relative.pk])
    given = {"time": value(next_weekday(), mette), "form_key": fresh_key()}
    first, second = (mettes.post(address, given) for _press in range(2))
    made = Appointment.objects.get()
    assert first["Location"] == second["Location"] == reverse("counselling:talk", args=[made.pk])


def test_a_type_that_is_not_held_that_way_says_how_it_is(mettes, relative):
    address = reverse("counselling:book_for_time", args=[relative.pk])
    html = text(mettes.get(address, {"type": "samtale", "mode": "home_visit", "counsellor": "any"}), 200)
    assert "Samtale med en rådgiver kan være: telefon, video, fremmøde." in html


def test_no_time_chosen_says_so(mettes, relative):
    answer = mettes.post(reverse("counselling:book_for_time", args=[relative.pk]), {"form_key": fresh_key()})
    assert "Vælg en tid." in text(answer, 422)


def test_moving_to_a_taken_time_is_409_and_the_talk_stays(mettes, relative, another_relative, talk_type, mette):
    talk = make_talk(relative, talk_type)
    other = make_talk(another_relative, talk_type, starts_at=next_weekday(at_hour=13))
    given = {"time": value(other.starts_at, mette), "version": 1}
    html = text(mettes.post(reverse("counselling:talk_move", args=[talk.pk]), given), 409)
    assert "Tiden blev taget for et øjeblik siden." in html
    talk.refresh_from_db()
    assert talk.status == "booked"


def test_a_video_link_must_be_encrypted_and_whole(mettes, relative, talk_type):
    talk = make_talk(relative, talk_type, mode="video")
    address = reverse("counselling:talk_video_link", args=[talk.pk])
    assert "Det er ikke en webadresse." in text(mettes.post(address, {"version": 1, "video_link": "hej hej"}), 422)
    plain = mettes.post(address, {"version": 1, "video_link": "http://video.example/1"})
    assert "Linket skal begynde med https://." in text(plain, 422)
    assert mettes.post(address, {"version": 1, "video_link": "https://video.example/1"}).status_code == 302


def test_a_form_never_leads_out_of_the_house(mettes, relative, talk_type):
    talk = make_talk(relative, talk_type)
    address = reverse("counselling:talk_video_link", args=[talk.pk])
    for evil in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"):
        answer = mettes.post(address, {"version": 1, "video_link": "", "next": evil})
        assert answer["Location"] == reverse("counselling:talk", args=[talk.pk])


def test_a_meeting_type_changed_by_somebody_else_is_shown_as_it_is_now(client_for, team_lead, talk_type):
    MeetingType.objects.update(version=5, name_da="Nyt navn")
    client, address = client_for(team_lead), reverse("counselling:meeting_type", args=[talk_type.pk])
    form = client.get(address).context["form"]
    shown = {name: form.initial.get(name, field.initial) for name, field in form.fields.items()}
    given = {name: "" if value is None else value for name, value in shown.items()}
    html = text(client.post(address, given | {"version": 4}), 409)
    assert "Nogen har ændret det imens." in html and "Nyt navn" in html
    assert client.post(address, given | {"version": 5, "min_notice_phone_hours": "1,5"}).status_code == 302
    assert MeetingType.objects.get().min_notice_phone_minutes == 90


def test_the_phone_is_given_for_whole_days_ahead(client_for, team_lead, counsellor):
    client, address, today = client_for(team_lead), reverse("counselling:phone_duty"), clock.today()
    days = {"first": today.isoformat(), "last": (today - timedelta(days=1)).isoformat()}
    assert "Den sidste dag kan ikke ligge før den første." in text(
        client.post(address, {"person": str(counsellor.pk), **days}), 422
    )
    days["last"] = (today + timedelta(days=4)).isoformat()
    assert client.post(address, {"person": str(counsellor.pk), **days}).status_code == 302
    taken = text(client.post(address, {"person": str(team_lead.pk), **days}), 422)
    assert "En anden har telefonen de dage." in taken
