"""The relative's pages as tests walk them."""

from typing import Any

from bs4 import BeautifulSoup, Tag
from django.test import Client

BOOK = "/aftaler/book/"
WHEN = BOOK + "hvornaar/?type=samtale&mode=phone&company=alone&counsellor=any"


def soup_of(response: Any) -> BeautifulSoup:
    """A page as a person sees it (a space that holds a line together is a space)."""
    content = response.content if isinstance(response.content, str) else response.content.decode()
    return BeautifulSoup(content.replace("\N{NO-BREAK SPACE}", " "), "html.parser")


def one(soup: Tag, selector: str) -> Tag:
    """The element that must be there."""
    found = soup.select_one(selector)
    assert found is not None, selector
    return found


def fields_of(form: Tag) -> dict[str, str]:
    """The hidden fields of a form."""
    hidden = {str(field["name"]): str(field["value"]) for field in form.select("input[type=hidden]")}
    hidden.pop("csrfmiddlewaretoken", None)
    return hidden


def first_time(client: Client, page: str = WHEN) -> dict[str, str]:
    """What the button of the first free time sends."""
    return fields_of(one(soup_of(client.get(page)), "form[action$='hold-tiden/']"))


def hold(client: Client, **changes: str) -> Any:
    """Take the first free time of the usual page."""
    return client.post(BOOK + "hold-tiden/", first_time(client) | changes)


def booking_fields(client: Client) -> dict[str, str]:
    """What the button that books sends."""
    form = one(soup_of(client.get(BOOK + "hvem-er-du/")), "form[action$='ja-tak/']")
    return fields_of(form) | {"late_reminder": "on"}


def confirm(client: Client) -> Any:
    """Press the button on the page that asks whether it is right."""
    return client.post(BOOK + "ja-tak/", booking_fields(client))
