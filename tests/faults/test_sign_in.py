"""Valkey is dead and no Celery runs: codes arrive, people sign in and book, staff see their day."""

import re
import secrets
import time
from collections.abc import Callable
from contextlib import closing

from django.urls import reverse

from tests.faults.conftest import until
from tests.faults.crowd import Browser, Ledger, Verdict, Visitor, compare, talks
from tests.faults.house import House

Note = Callable[[str], None]
WITHIN = 10
CODE = re.compile(r"\b\d{6}\b")
CODE_ID = re.compile(rb'name="code_id" value="([0-9a-f-]{36})"')


def code_in_mail(house: House, address: str) -> str:
    """The six digits the person reads in the mailbox."""
    body = house.sink.to(address)[0].get_body(("plain",))
    assert body is not None
    found = CODE.search(body.get_content())
    assert found
    return found[0]


def come_in(house: House, browser: Browser, address: str) -> tuple[float, float]:
    """Ask for a code, read the mail, write the code: the seconds until the page answered and until the mail was there.

    Afterwards the browser is signed in and on the way back to the held time.
    """
    back, began = reverse("counselling:held"), time.monotonic()
    asked = browser.post(reverse("account_login"), {"email": address, "next": back})
    answered = time.monotonic() - began
    until(lambda: house.sink.to(address), WITHIN)
    arrived = time.monotonic() - began
    found = CODE_ID.search(browser.get(asked.location).body)
    assert found
    values = {"code": code_in_mail(house, address), "code_id": found[1].decode(), "next": back}
    signed_in = browser.post(reverse("account_confirm_login_code"), values)
    assert (signed_in.status, signed_in.location) == (302, back)
    return answered, arrived


def test_codes_arrive_and_people_book_with_valkey_dead(house: House, figures: Note) -> None:
    """The web server, the plain loop and a mail server are all that is needed."""
    before, ledger, taken = talks(house), Ledger(), []
    with house.away(house.valkey):
        for number, chosen in enumerate(house.take_times(5)):
            with closing(Browser(house.port, {"csrf": secrets.token_hex(16)})) as browser:
                visitor = Visitor(browser, ledger, 0)
                visitor.hold(chosen)
                taken.append(come_in(house, browser, f"ny{number}@borger.example"))
                assert visitor.confirm(visitor.held())
        with closing(Browser(house.port, house.counsellor)) as staff:
            assert staff.get(reverse("counselling:day")).status == 200
    verdict, answered, arrived = compare(house, ledger, before), *map(max, zip(*taken, strict=True))
    figures(
        f"Valkey dead: {len(taken)} codes arrived, the slowest after {arrived:.1f} s (allowed {WITHIN}), asking for "
        f"one took at most {answered:.2f} s; their owners booked: {verdict.words()}"
    )
    assert not ledger.strange, ledger.strange
    assert arrived <= WITHIN
    assert verdict == Verdict(told=5, found=5)
