"""The log as the data protection officer reads it."""

import ast
import csv
import io
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from portal import clock
from portal.accounts.models import User
from portal.audit.actions import anchoring, record, record_about, sealing
from portal.audit.export import harmless
from portal.audit.models import AuditEvent, Search
from portal.audit.words import WORDS
from tests.architecture.sources import code, dotted
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
RECORDS = {"record", "record_read", "record_about"}


def page(client: Client, query: str = "") -> str:
    answer = client.get(reverse("audit:events") + query)
    assert answer.status_code == 200
    return answer.content.decode()


def shown(client: Client, query: str = "") -> str:
    """The lines of a page, without the questions above them."""
    return page(client, query).partition("<tbody>")[2]


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
    page(client_for(dpo), f"?person={relative.email}&kind=read&first=2026-11-03&last=2026-11-04")
    event = AuditEvent.objects.get(action="audit.log_read")
    assert (event.actor, event.kind, event.subject) == (dpo.pk, "read", relative.pk)
    assert (event.object_id, event.reason) == ("2026-11-03/2026-11-04", "read")


def test_the_log_is_searched_by_kind_person_and_day(
    client_for: Callable[..., Client], dpo: User, counsellor: User, relative: User, another_relative: User
) -> None:
    record("counselling.talk_opened", by=counsellor, obj=relative, subject=relative.pk, kind="read")
    record("counselling.appointment_moved", by=counsellor, obj=relative, subject=another_relative.pk)
    client, moved, opened = client_for(dpo), "En samtale er flyttet", "En samtale blev åbnet og læst"
    assert opened in (reads := shown(client, "?kind=read")) and moved not in reads
    assert moved in (hers := shown(client, f"?person={another_relative.pk}")) and opened not in hers
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    assert "Intet i loggen passer." in page(client, f"?last={yesterday}")
    assert moved in (hers := shown(client, f"?who={counsellor.email}&action=counselling.appointment_moved"))
    assert opened not in hers and shown(client, f"?who={relative.email}") == ""
    assert moved in shown(client, f"?first={clock.today().isoformat()}")


def test_a_day_of_the_log_is_a_day_here_also_when_the_clocks_change(counsellor: User, relative: User) -> None:
    for hours in (21, 22, 46, 47):  # 25 October 2026 begins at 22:00 UTC the evening before and lasts 25 hours
        AuditEvent.objects.create(
            at=datetime(2026, 10, 24, tzinfo=UTC) + timedelta(hours=hours),
            action=f"test.at_{'abcd'[hours % 4]}",
            object_kind="test",
            object_id=str(hours),
        )
    day = datetime(2026, 10, 25, tzinfo=UTC).date()
    assert [event.object_id for event in AuditEvent.objects.matching(Search(first=day, last=day))] == ["46", "22"]


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


@pytest.mark.parametrize(
    "query",
    [
        "?person=nobody@example.com",
        "?first=2026-02-30",
        "?first=2026-11-03&last=2026-11-02",
        "?who=nobody@example.com",
        "?action=x",
        "?kind=secret",
        "?before=x",
    ],
)
def test_a_search_that_makes_no_sense_says_so_and_shows_nothing(
    client_for: Callable[..., Client], dpo: User, query: str
) -> None:
    record_about("privacy.period_ended", by=None, object_kind="t", object_id="1")
    html = page(client_for(dpo), query)
    assert "error-summary" in html or "form-error" in html
    assert "<tbody>" not in html
    assert not AuditEvent.objects.filter(action="audit.log_read").exists()


def test_the_page_says_how_the_chain_stands(client_for: Callable[..., Client], dpo: User, settings, tmp_path) -> None:
    settings.AUDIT_ANCHOR_FILE = tmp_path / "anchors.txt"
    client = client_for(dpo)
    before = page(client)
    assert "Intet er forseglet endnu." in before and "Endnu ikke kontrolleret." in before
    sealing.seal()
    anchoring.anchor()
    anchoring.verify()
    after = page(client)
    assert "Seneste segl: nummer 1" in after and "Sidst kontrolleret:" in after and "Sidst skrevet ned" in after
    assert "ikke, som den var" not in after
    settings.AUDIT_ANCHOR_FILE.write_text(f"2026-11-02T08:00:00+00:00 99 {'0' * 64}\n")
    anchoring.verify()
    assert "Loggen er ikke, som den var." in page(client)


def export(client: Client, query: str = "", reason: str = "Aktindsigt til en borger") -> list[list[str]]:
    answer = client.post(reverse("audit:export") + query, {"reason": reason})
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/csv"), answer.content.decode()
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_the_file_of_the_log_is_marked_and_recorded_and_runs_no_formula(
    client_for: Callable[..., Client], dpo: User, relative: User
) -> None:
    spy = make_person("=HYPERLINK(1) Krogh", "counsellor")
    record("counselling.talk_opened", by=spy, obj=relative, subject=relative.pk, reason="＋1 af hensyn til hende")
    record("counselling.talk_opened", by=spy, obj=relative, subject=spy.pk)
    rows = export(client_for(dpo), f"?person={relative.email}", "@SUM af det hele, tak")
    assert rows[0][0] == f"Taget fra loggen af {dpo}" and rows[0][2] == "'@SUM af det hele, tak"
    assert len(rows) == 4, "watermark, heading, the line, and the file itself"
    assert rows[3][1] == "'=HYPERLINK(1) Krogh" and rows[3][5] == "'＋1 af hensyn til hende"
    event = AuditEvent.objects.get(action="audit.log_exported")
    assert (event.actor, event.subject, event.reason) == (dpo.pk, relative.pk, "@SUM af det hele, tak")


def test_the_file_needs_a_reason_a_search_that_makes_sense_and_a_fresh_proof(
    client_for: Callable[..., Client], dpo: User, at: Callable[[datetime], datetime]
) -> None:
    at(clock.now())
    client, page_of = client_for(dpo), reverse("audit:export")
    for query, reason in (("", "kort"), ("?first=2026-02-30", "En helt god grund")):
        answer = client.post(page_of + query, {"reason": reason})
        assert answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    assert not AuditEvent.objects.filter(action="audit.log_exported").exists()
    at(clock.now() + timedelta(minutes=6))
    assert client.get(page_of).status_code == 200
    answer = client.post(page_of, {"reason": "En helt god grund"})
    assert answer.status_code == 302 and "next=" in answer["Location"]
    assert not AuditEvent.objects.filter(action="audit.log_exported").exists()


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", " ="])
def test_no_cell_is_a_formula(first: str) -> None:
    assert harmless(f"{first}1+1") == f"'{first}1+1" and harmless(f"a{first}1") == f"a{first}1"
