"""Every form on every page, filled with nonsense and sent: no answer is a 5xx."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import transaction
from django.urls import reverse

from tests.architecture import url_table
from tests.architecture.url_table import Visitors
from tests.fuzz.nasty import INPUTS_PER_FORM, body

LOOKS = ("anonymous", "relative", "counsellor", "team_lead", "organiser", "administrator")
UUID_IN_ADDRESS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


@dataclass(frozen=True)
class PageForm:
    """A form as a page shows it."""

    action: str
    values: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """The same on every run: keys are left out."""
        fields = ",".join(self.shape[1])
        return f"{UUID_IN_ADDRESS.sub('…', self.action)}?{fields}"

    @property
    def shape(self) -> tuple[str, tuple[str, ...]]:
        return self.action, tuple(sorted({name for name, _ in self.values}))


def forms_of(html: bytes, url: str) -> Iterator[PageForm]:
    """The POST forms of a page."""
    for form in BeautifulSoup(html, "html.parser").find_all("form"):
        assert isinstance(form, Tag)
        if str(form.get("method", "get")).lower() == "post":
            fields = [field for field in form.find_all(["input", "textarea", "select", "button"]) if field.get("name")]
            values = tuple((str(field["name"]), str(field.get("value", ""))) for field in fields)
            yield PageForm(str(form.get("action") or url), values)


def is_page(answer: Any) -> bool:
    """Whether an answer is a page that may hold forms: not a file, a picture or a feed."""
    return answer.status_code == 200 and not answer.streaming and answer["Content-Type"].startswith("text/html")


@pytest.mark.django_db
@pytest.mark.parametrize("app", sorted({name.split(":")[0] for name in url_table.rows()}))
def test_no_form_of_any_page_breaks(app: str, visitors: Visitors) -> None:
    seen: set[object] = set()
    broken = []
    for row in url_table.rows().values():
        if row.name.split(":")[0] != app:
            continue
        with transaction.atomic():
            made = row.made_for(visitors.people)
            url = reverse(row.name, kwargs={**row.args, **made})
            for role in LOOKS:
                page = visitors.clients[role].get(url)
                for form in forms_of(page.content, url) if is_page(page) else ():
                    if form.shape not in seen and form.action != reverse("account_logout"):
                        seen.add(form.shape)
                        broken += sent(form, role, visitors)
            transaction.set_rollback(True)
    assert not broken, "\n".join(broken)


def sent(form: PageForm, role: str, visitors: Visitors) -> list[str]:
    """Send the form full of nonsense; which seeds broke it."""
    client, broken = visitors.clients[role], []
    for number in range(INPUTS_PER_FORM):
        seed = f"{form.name}/{number}"
        content = body([name for name, _ in form.values], dict(form.values), seed)
        with transaction.atomic():
            answer = client.post(form.action, content, content_type="application/x-www-form-urlencoded")
            transaction.set_rollback(True)
        if answer.status_code >= 500:
            broken.append(f"{form.action} as {role}, seed {seed!r}: {answer.status_code}")
    return broken
