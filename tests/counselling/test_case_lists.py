"""Lists of cases, the work lists, and the search: what stands on them, for whom, at what cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from counselling import work_lists
from counselling.actions import booking, case_search, cases, keeping, notes, participants
from counselling.actions.participants import ParticipantWish
from counselling.actions.second_lock import opened_to_search
from counselling.case_choices import AssignmentRole
from counselling.case_lists import Chosen, chosen_cases, folded
from counselling.models import Case, CaseAssignment, FollowUp, Note
from counselling.models.assignments import from_now_on
from portal import clock
from portal.accounts.models import Role, User
from portal.audit.models import AuditEvent
from portal.calendar.models import ClosingDay
from tests.factories.people import make_person
from tests.factories.talks import make_talk, next_weekday
from tests.factories.waiting import make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def mettes(client_for, counsellor):
    """Mette, signed in."""
    return client_for(counsellor)


def page(client, name, *args, status=200, **query):
    answer = client.get(reverse(f"counselling:{name}", args=args), query)
    assert answer.status_code == status, answer.content[:500]
    return answer.content.decode()


def open_for(name, worker, **given):
    case = cases.open_case(
        by=worker, person=make_person(name, email=f"p{User.objects.count()}@borger.example"), worker=worker
    )
    Case.objects.filter(pk=case.pk).update(**given)
    return case


def due(case, worker, days=0, **given):
    on = clock.today() + timedelta(days=days)
    return FollowUp.objects.create(case=case, owner=worker, due_on=on, created_at=clock.now(), **given)


def names(cases_found):
    return [str(case.person) for case in cases_found]


def test_a_list_of_cases_is_narrowed_by_topic_phase_status_and_name(counsellor):
    open_for("Åse Bruun", counsellor, topics=["grief"])
    open_for("Karl O'Hara", counsellor, topics=["dementia", "grief"], phase="ending")
    resting = open_for("Bodil Ægidius", counsellor, status="paused")

    def found(**chosen):
        return names(chosen_cases(counsellor, Chosen(sort="name", **chosen), clock.now()))

    assert found(topic="grief") == ["Karl O'Hara", "Åse Bruun"]
    assert found(topic="grief", phase="ending") == ["Karl O'Hara"]
    assert found(status="paused") == [str(resting.person)]
    assert found(text="aase") == found(text="ÅSE b") == ["Åse Bruun"]
    assert found(text="o’hara") == ["Karl O'Hara"]
    assert found(text="ÆGID") == ["Bodil Ægidius"]
    assert found(text="100%") == []


def test_what_comes_first_is_what_is_due_first(counsellor):
    late, later, never = (open_for(name, counsellor) for name in ("Sen", "Senere", "Aldrig"))
    due(later, counsellor, 4)
    due(late, counsellor, -3)
    assert names(chosen_cases(counsellor, Chosen(), clock.now())) == ["Sen", "Senere", "Aldrig"]
    assert {never.pk} < {late.pk, later.pk, never.pk}


def test_a_team_lead_sees_the_teams_cases_and_a_counsellor_only_their_own(client_for, mettes, colleague, team_lead):
    open_for("Åse Bruun", colleague)
    assert "Åse Bruun" not in page(mettes, "cases", scope="team")
    assert "Åse Bruun" in page(client_for(team_lead), "cases")
    assert AuditEvent.objects.filter(action="counselling.cases_listed", kind="read").count() == 2


def test_nonsense_in_the_address_shows_the_usual_list(mettes, counsellor):
    open_for("Åse Bruun", counsellor)
    for query in ({"sort": "<x>"}, {"topic": "x"}, {"page": "-4"}, {"page": "٣"}, {"status": "dreamt", "phase": "x"}):
        answer = mettes.get(reverse("counselling:cases"), query)
        assert (answer.status_code, "Åse Bruun" in answer.content.decode()) == (200, True)
    assert "Ingen forløb passer" in page(mettes, "cases", q="zzz")


def test_follow_ups_stand_on_their_day_and_after_it_until_they_are_done(mettes, counsellor):
    case = open_for("Åse Bruun", counsellor)
    promised = due(case, counsellor)
    late = due(open_for("Karl Degn", counsellor), counsellor, -2, kind="notification")
    assert "Åse Bruun" in page(mettes, "work_list", "due")
    overdue = page(mettes, "work_list", "overdue")
    assert "Karl Degn" in overdue and "Har en frist i loven" in overdue and "Åse Bruun" not in overdue
    FollowUp.objects.filter(pk__in=[promised.pk, late.pk]).update(done_at=clock.now())
    assert "Der er ikke noget." in page(mettes, "work_list", "due")


def test_follow_ups_of_a_case_that_went_to_somebody_else_are_no_longer_mine(counsellor, colleague, team_lead):
    case = open_for("Åse Bruun", counsellor)
    due(case, counsellor)
    cases.assign_case(by=team_lead, case=case, worker=colleague, reason="allocated")
    numbers = {name: number for name, _list, number in work_lists.counted(counsellor)}
    assert numbers["due"] == 0
    assert {name: number for name, _list, number in work_lists.counted(team_lead)}["due"] == 1


def test_the_menu_counts_what_is_urgent(mettes, counsellor):
    case = open_for("Åse Bruun", counsellor)
    due(case, counsellor)
    due(case, counsellor, -1)
    assert '<span class="count">2</span>' in page(mettes, "cases")


def test_the_unassigned_are_for_who_gives_them_out(client_for, mettes, team_lead, counsellor):
    cases.open_case(by=team_lead, person=make_person("Åse Bruun"))
    assert "Åse Bruun" in page(client_for(team_lead), "work_list", "unassigned")
    page(mettes, "work_list", "unassigned", status=404)
    page(mettes, "work_list", "nonsense", status=404)


def test_lists_with_a_page_of_their_own_lead_there(mettes):
    for name, leads_to in (("unresolved", "counselling:unresolved"), ("tasks", "worklist:tasks")):
        answer = mettes.get(reverse("counselling:work_list", args=[name]))
        assert answer.url == reverse(leads_to)


def test_new_is_what_others_did_in_my_cases_since_the_last_working_day(
    client_for, at, relative, counsellor, talk_type, mette
):
    friday = at(next_weekday(14, at_hour=9) + timedelta(days=(4 - next_weekday(14).weekday()) % 7))
    assert clock.today().isoweekday() == 5
    cases.open_case(by=counsellor, person=relative, worker=counsellor)
    talk = make_talk(relative, talk_type)
    at(friday + timedelta(hours=1))
    keeping.answer_intake(by=relative, appointment=talk, texts={1: "Min mor på 84"})
    booking.book_for_someone(
        by=counsellor,
        person=relative,
        wish=booking.Wish(meeting_type=talk_type, mode="phone", counsellor_id=mette.pk, is_staff=True),
        starts_at=next_weekday(7, at_hour=13),
        form_key=booking.new_key(),
    )
    at(friday + timedelta(days=3))  # Monday
    html = page(client_for(counsellor), "work_list", "new")
    assert "svarede på spørgsmålene" in html and "Min mor" not in html
    assert html.count("En samtale blev booket") == 1, "what I booked myself is no news"
    at(friday + timedelta(days=4))  # Tuesday: Friday's news is old
    assert "Intet nyt" in page(client_for(counsellor), "work_list", "new")
    ClosingDay.objects.create(on=clock.today() - timedelta(days=1), reason="Lukket")
    assert "svarede på spørgsmålene" in page(client_for(counsellor), "work_list", "new")


def test_search_finds_in_names_and_in_the_sealed_names_of_who_takes_part(counsellor, colleague):
    case = open_for("Rasmus O'Connor-Bøgh", counsellor)
    wish = ParticipantWish(first_name="Åse", relation="sibling", email="", consents=True, sees_notes=False)
    participants.add_participant(by=counsellor, case=case, wish=wish)
    open_for("Åse Fremmed", colleague)
    closed = open_for("Åse Gammel", counsellor)
    cases.close_case(by=counsellor, case=closed, version=1, reason="finished")

    def found(text):
        return [(hit.case.pk, hit.where) for hit in case_search.search_cases(by=counsellor, text=text).hits]

    assert found("o’connor") == found("BØGH ras") == [(case.pk, "name")]
    assert found("aase") == found("åse") == [(case.pk, "participant")]
    assert found("fremmed") == found("gammel") == []


def test_search_finds_in_sealed_notes_of_own_open_cases_only(mettes, counsellor, colleague):
    case, closed, strange = (open_for(f"Nummer {letter}", counsellor) for letter in "ABC")
    notes.write_note(by=counsellor, case=case, text="Hun bor på Ærøvej hos O’Connor.\nTræt efter nætterne.")
    notes.write_note(by=counsellor, case=case, text="Ringede til kommunen.")
    notes.write_note(by=counsellor, case=closed, text="Ærøvej var før.")
    cases.close_case(by=counsellor, case=closed, version=1, reason="finished")
    notes.write_note(by=counsellor, case=strange, text="Ærøvej igen.")
    CaseAssignment.objects.filter(case=strange).update(worker=colleague)

    def found(text):
        return [(hit.case.pk, hit.where) for hit in case_search.search_cases(by=counsellor, text=text).hits]

    assert found("ærøvej") == found("o'connor TRÆT") == [(case.pk, "note")]
    assert found("ærøvej kommunen") == [], "every word in the same note"
    html = page(mettes, "case_search", q="ærøvej")
    assert "I en note" in html and "Træt efter" not in html and "er gennemsøgt" not in html
    assert {event.subject for event in AuditEvent.objects.filter(action="counselling.case_found")} == {case.person_id}


def test_a_search_goes_through_the_newest_notes_and_says_so_when_there_are_more(mettes, counsellor, monkeypatch):
    case = open_for("Åse Bruun", counsellor)
    for text in ("ældst", "mellem", "nyest"):
        notes.write_note(by=counsellor, case=case, text=text)
    monkeypatch.setattr(case_search, "MOST_NOTES", 2)
    assert case_search.search_cases(by=counsellor, text="mellem").hits
    assert "Kun de nyeste 2 noter er gennemsøgt" in page(mettes, "case_search", q="ældst")


def test_what_is_opened_to_search_shows_named_cases_only_and_changes_nothing(counsellor):
    case, other = open_for("Åse Bruun", counsellor), open_for("Karl Degn", counsellor)
    for one in (case, other):
        notes.write_note(by=counsellor, case=one, text="Ord")
    with opened_to_search([case.pk]):
        assert [note.case_id for note in Note.objects.all()] == [case.pk]
        assert Note.objects.update(version=9) == 0
    assert not Note.objects.all().exists()
    with opened_to_search([]):
        assert not Note.objects.all().exists()


def test_a_search_is_recorded_for_each_person_found_and_says_what_to_do_when_nobody_is(mettes, counsellor):
    case = open_for("Åse Bruun", counsellor)
    open_for("Karl Degn", counsellor)
    assert "1 forløb fundet" in page(mettes, "case_search", q="bruun")
    assert AuditEvent.objects.get(action="counselling.case_found").subject == case.person_id
    nothing = page(mettes, "case_search", q="<b>zzz")
    assert (
        "Ingen af dine åbne forløb har" in nothing and "Prøv en anden stavemåde" in nothing and "<b>zzz" not in nothing
    )
    page(mettes, "case_search", q="x", status=422)


def test_words_are_compared_however_they_are_written():
    assert folded("  Aase  O’CONNOR-Bøgh ") == "åse o'connor-bøgh"


def fill(count, worker):
    now = clock.now()
    people = [User(email=f"fyld{i}@borger.example", name=f"Fyld {i:04d}") for i in range(count)]
    User.objects.bulk_create(people)
    made = [Case(person=one, origin="call", opened_at=now) for one in people]
    Case.objects.bulk_create(made)
    given = {"worker": worker, "role": AssignmentRole.PRIMARY, "valid": from_now_on(now)}
    CaseAssignment.objects.bulk_create(CaseAssignment(case=case, **given) for case in made[: count - 60])
    FollowUp.objects.bulk_create(
        FollowUp(case=case, owner=worker, due_on=clock.today() - timedelta(days=i % 3), created_at=now)
        for i, case in enumerate(made)
    )


def test_three_thousand_cases_cost_as_many_queries_as_three(
    client_for, counsellor, team_lead, municipality_is_remembered
):
    fill(63, counsellor)
    looks = [
        (counsellor, reverse("counselling:cases") + "?q=fyld&sort=quiet"),
        (team_lead, reverse("counselling:cases") + "?sort=name"),
        (counsellor, reverse("counselling:case_search") + "?q=0001"),
        *((team_lead, reverse("counselling:work_list", args=[name])) for name in ("overdue", "due", "unassigned")),
        (counsellor, reverse("counselling:work_list", args=["new"])),
    ]

    def costs():
        counts = []
        for who, path in looks:
            client = client_for(User.objects.get(pk=who.pk))
            client.get(path)  # the municipality and the session's clock are read once in a while
            with CaptureQueriesContext(connection) as captured:
                assert client.get(path).status_code == 200
            counts.append(sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE")) for query in captured))
        return counts

    few = costs()
    User.objects.filter(email__startswith="fyld").update(email=None)
    fill(3000, counsellor)
    assert costs() == few
    assert max(few) <= 12, few


def test_a_substitute_sees_the_case_among_their_own_only_while_it_lasts(counsellor, colleague, at):
    now = at(clock.now())
    case = open_for("Åse Bruun", counsellor)
    period = from_now_on(now, now + timedelta(days=3))
    CaseAssignment.objects.create(case=case, worker=colleague, role="substitute", valid=period)
    assert names(chosen_cases(colleague, Chosen(), clock.now())) == ["Åse Bruun"]
    at(now + timedelta(days=3))
    assert not chosen_cases(colleague, Chosen(), clock.now())
    assert Role.COUNSELLOR in colleague.roles


def test_the_waiting_list_is_a_work_list_of_those_who_wait_for_me_or_anybody(
    client_for, counsellor, relative, another_relative, talk_type, mette, jonas
):
    mine = make_place(relative, talk_type, counsellor=mette)
    make_place(another_relative, talk_type, counsellor=jonas)
    html = page(client_for(counsellor), "work_list", "waiting")
    assert reverse("counselling:queue_entry", args=[mine.pk]) in html and str(another_relative) not in html
    counts = {name: number for name, _list, number in work_lists.counted(counsellor)}
    assert counts["waiting"] == 1
