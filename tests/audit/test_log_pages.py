"""The log as the data protection officer reads it."""

import ast
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from portal import clock
from portal.accounts.models import User
from portal.audit.actions import record, record_about
from portal.audit.models import AuditEvent, Search
from portal.audit.words import WORDS
from tests.architecture.sources import code, dotted

pytestmark = pytest.mark.django_db
RECORDS = {"record", "record_read", "record_about"}


def page(client: Client, query: str = "") -> str:
    answer = client.get(reverse("audit:events") + query)
    assert answer.status_code == 200
    return answer.content.decode()


def recorded_names() -> Iterator[str]:
    """Every name of an event in the source, a variable part as a pattern."""
    for source in code():
        for node in source.nodes(ast.Call):
            assert isinstance(node, ast.Call)
            if dotted(node.func).split(".")[-1] not in RECORDS or not node.args:
                continue
            name = node.args[0]
            if isinstance(name, ast.Constant):
                yield re.escape(str(name.value))
            elif isinstance(name, ast.JoinedStr):
                parts = [re.escape(str(p.value)) if isinstance(p, ast.Constant) else r"\w+" for p in name.values]
                yield "".join(str(part) for part in parts)


def test_every_recorded_event_has_words() -> None:
    names = set(recorded_names())
    assert len(names) > 50
    assert [name for name in names if not any(re.fullmatch(name, known) for known in WORDS)] == []


def test_the_log_names_staff_and_never_relatives(
    client_for: Callable[..., Client], dpo: User, counsellor: User, relative: User
) -> None:
    record("counselling.talk_opened", by=counsellor, obj=relative, subject=relative.pk, kind="read")
    record("relatives.phone_changed", by=relative, obj=relative, subject=relative.pk)
    html = page(client_for(dpo))
    assert "En samtale blev åbnet og læst" in html and str(counsellor) in html
    assert "Personen selv" in html
    assert str(relative) not in html and str(relative.email) not in html


def test_reading_the_log_is_itself_in_the_log(client_for: Callable[..., Client], dpo: User, relative: User) -> None:
    page(client_for(dpo), f"?person={relative.email}&kind=read&day=2026-11-03")
    event = AuditEvent.objects.get(action="audit.log_read")
    assert (event.actor, event.kind, event.subject) == (dpo.pk, "read", relative.pk)
    assert (event.object_id, event.reason) == ("2026-11-03", "read")


def test_the_log_is_searched_by_kind_person_and_day(
    client_for: Callable[..., Client], dpo: User, counsellor: User, relative: User, another_relative: User
) -> None:
    record("counselling.talk_opened", by=counsellor, obj=relative, subject=relative.pk, kind="read")
    record("counselling.appointment_moved", by=counsellor, obj=relative, subject=another_relative.pk)
    client, moved, opened = client_for(dpo), "En samtale er flyttet", "En samtale blev åbnet og læst"
    assert opened in (reads := page(client, "?kind=read")) and moved not in reads
    assert moved in (hers := page(client, f"?person={another_relative.pk}")) and opened not in hers
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    assert "Intet i loggen passer." in page(client, f"?day={yesterday}")
    assert moved in page(client, f"?day={clock.today().isoformat()}")


def test_a_day_of_the_log_is_a_day_here_also_when_the_clocks_change(counsellor: User, relative: User) -> None:
    for hours in (21, 22, 46, 47):  # 25 October 2026 begins at 22:00 UTC the evening before and lasts 25 hours
        AuditEvent.objects.create(
            at=datetime(2026, 10, 24, tzinfo=UTC) + timedelta(hours=hours),
            action=f"test.at_{'abcd'[hours % 4]}",
            object_kind="test",
            object_id=str(hours),
        )
    day = datetime(2026, 10, 25, tzinfo=UTC).date()
    assert [event.object_id for event in AuditEvent.objects.matching(Search(day=day))] == ["46", "22"]


def test_the_log_goes_on_where_the_page_ended(client_for: Callable[..., Client], dpo: User, relative: User) -> None:
    for number in range(60):
        record_about("privacy.period_ended", by=None, object_kind="t", object_id=str(number), subject=relative.pk)
    client = client_for(dpo)
    first = page(client, f"?person={relative.pk}")
    assert first.count("<tr>") == 51
    older = re.search(r'href="(\?[^"]*before=\d+)"', first)
    assert older is not None
    second = page(client, older[1].replace("&amp;", "&"))
    assert second.count("<tr>") == 12  # ten older ones, the first look, the heading
    assert "De nyeste" in second


@pytest.mark.parametrize("query", ["?person=nobody@example.com", "?day=2026-02-30", "?kind=secret", "?before=x"])
def test_a_search_that_makes_no_sense_says_so_and_shows_nothing(
    client_for: Callable[..., Client], dpo: User, query: str
) -> None:
    record_about("privacy.period_ended", by=None, object_kind="t", object_id="1")
    html = page(client_for(dpo), query)
    assert "error-summary" in html or "form-error" in html
    assert "Gamle oplysninger" not in html
    assert not AuditEvent.objects.filter(action="audit.log_read").exists()
