"""Visitors who book over HTTP while things break, a ledger of what each was told, and the checker that compares."""

import http.client
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse

from tests.faults.house import House

VISITORS = 24
PATIENCE = 120.0  # seconds a visitor goes on pressing
PAUSE = 0.25
THINKS = 0.4
A_SECOND = VISITORS / (THINKS / 2) / 2  # times a crowd can want: two visitors want each
KEY = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
HOLD_FIELD = re.compile(rf'name="hold" value="({KEY})"'.encode())
MINE = re.compile(KEY)

FOUND = "SELECT hold_ref::text, id::text FROM counselling_appointment"
DOUBLE = """
SELECT count(*) FROM calendar_occupancy a JOIN calendar_occupancy b
  ON a.resource_id = b.resource_id AND a.id < b.id AND a.period && b.period
WHERE a.state IN ('held', 'firm') AND b.state IN ('held', 'firm')
"""
SILENT = """
SELECT count(*) FROM counselling_appointment
WHERE NOT EXISTS (SELECT 1 FROM outbox_outboxmessage WHERE about = counselling_appointment.id)
"""
TIMELESS = """
SELECT count(*) FROM counselling_appointment talk
WHERE NOT EXISTS (SELECT 1 FROM calendar_occupancy WHERE held_for_id = talk.id AND state = 'firm'
                  AND resource_id = talk.counsellor_id AND lower(period) = talk.starts_at)
"""


class Unanswered(Exception):
    """The line broke before an answer came: whether it was done, nobody told."""


@dataclass
class Answer:
    """What came back."""

    status: int
    body: bytes
    headers: http.client.HTTPMessage

    @property
    def location(self) -> str:
        """Where it sends the browser."""
        return self.headers.get("Location") or ""


class Browser:
    """One person's browser: its cookies, and a line that is opened again when it broke."""

    def __init__(self, port: int, cookies: Mapping[str, str]) -> None:
        self.port, self.cookies = port, dict(cookies)
        self.line: http.client.HTTPConnection | None = None

    def get(self, path: str) -> Answer:
        """One page."""
        return self.ask("GET", path)

    def post(self, path: str, values: Mapping[str, str]) -> Answer:
        """One form."""
        return self.ask("POST", path, urlencode({**values, "csrfmiddlewaretoken": self.cookies["csrf"]}))

    def ask(self, method: str, path: str, body: str | None = None) -> Answer:
        """Send and read, without any second try."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if self.line is None:
            self.line = http.client.HTTPConnection("localhost", self.port, timeout=30)
        try:
            self.line.request(method, path, body, headers)
            response = self.line.getresponse()
            content = response.read()
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise Unanswered from error
        for value in response.headers.get_all("Set-Cookie") or []:
            name, _, rest = value.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return Answer(response.status, content, response.headers)

    def close(self) -> None:
        """Hang up."""
        if self.line is not None:
            self.line.close()
            self.line = None


@dataclass
class Ledger:
    """What the visitors were told."""

    told: dict[str, str] = field(default_factory=dict)  # hold → the receipt's address
    moments: list[float] = field(default_factory=list)  # when each of those was told
    answers: Counter[int] = field(default_factory=Counter)
    unanswered: int = 0
    again: int = 0  # the confirming form sent once more after no answer or a 503
    back: int = 0  # the form of a booked time sent once more, as the back button does
    slowest: float = 0.0  # seconds until any answer
    strange: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def heard(self, answer: Answer | None, path: str, seconds: float) -> None:
        """Note any answer; one that should never be is kept in words."""
        with self.lock:
            self.slowest = max(self.slowest, seconds)
            if answer is None:
                self.unanswered += 1
                return
            self.answers[answer.status] += 1
            fine = answer.status < 400 or answer.status == 409
            if not fine and not (answer.status == 503 and answer.headers.get("Retry-After")):
                self.strange.append(f"{answer.status} {path} {answer.body[:300]!r}")

    def booked(self, hold: str, location: str) -> None:
        """A visitor was sent to a receipt; always the same one for the same hold."""
        with self.lock:
            if self.told.setdefault(hold, location) != location:
                self.strange.append(f"{hold} got two receipts")
            self.moments.append(time.monotonic())

    def has_told_after(self, moment: float) -> bool:
        """Whether a booking was acknowledged since."""
        with self.lock:
            return any(told > moment for told in self.moments)

    def first_told_after(self, moment: float) -> float:
        """How many seconds after a moment the next booking was acknowledged."""
        return min((told for told in self.moments if told > moment), default=float("inf")) - moment


class Visitor:
    """A relative who books one time after another, patiently, and sometimes presses twice."""

    def __init__(self, browser: Browser, ledger: Ledger, seed: int) -> None:
        self.browser, self.ledger, self.chance = browser, ledger, random.Random(seed)

    def until_answered(
        self, path: str, ask: Callable[[], Answer], on_repeat: Callable[[], None] = lambda: None
    ) -> Answer:
        """Ask again after a broken line or a 503, as a person does with the button."""
        gives_up_at = time.monotonic() + PATIENCE
        while True:
            asked = time.monotonic()
            try:
                answer = ask()
            except Unanswered:
                answer = None
            self.ledger.heard(answer, path, time.monotonic() - asked)
            if answer is not None and answer.status != 503:
                return answer
            if time.monotonic() > gives_up_at:
                raise AssertionError(f"{path}: no answer within {PATIENCE:.0f} s")
            on_repeat()
            time.sleep(PAUSE)

    def hold(self, time_value: str) -> str:
        """Keep a time; the hold, or nothing when somebody else has it."""
        path, browser = reverse("counselling:hold_time"), self.browser
        values = {"type": "samtale", "mode": "phone", "company": "alone", "time": time_value}
        values["counsellor"] = time_value.partition("|")[2]
        if self.until_answered(path, lambda: browser.post(path, values)).status != 302:
            return ""
        return self.held()

    def held(self) -> str:
        """What the page "is it right?" holds; nothing before somebody is signed in."""
        path, browser = reverse("counselling:held"), self.browser
        found = HOLD_FIELD.search(self.until_answered(path, lambda: browser.get(path)).body)
        return found[1].decode() if found else ""

    def confirm(self, hold: str) -> str:
        """Book what is held; the receipt's address, or nothing."""
        path, browser = reverse("counselling:confirm"), self.browser

        def repeated() -> None:
            with self.ledger.lock:
                self.ledger.again += 1

        answer = self.until_answered(path, lambda: browser.post(path, {"hold": hold}), repeated)
        if answer.status == 302 and (found := MINE.search(answer.location)):
            assert answer.location == reverse("counselling:receipt", args=[found[0]])
            self.ledger.booked(hold, answer.location)
            return answer.location
        with self.ledger.lock:
            self.ledger.strange.append(f"the held time was not booked: {answer.status} {answer.location}")
        return ""

    def book(self, time_value: str) -> None:
        """The whole way; every third one presses the button of the booked time again."""
        hold = self.hold(time_value)
        if hold and self.confirm(hold) and self.chance.random() < 0.33:
            self.confirm(hold)
            with self.ledger.lock:
                self.ledger.back += 1


@contextmanager
def booking_crowd(house: House, seconds: float) -> Iterator[Ledger]:
    """Twenty-four book while the body runs (about so long), two of them each time; all end what they have begun."""
    ledger, ending = Ledger(), threading.Event()
    wanted = [value for value in house.take_times(int(seconds * A_SECOND)) for _twice in range(2)]
    wanted.reverse()

    def visit(number: int) -> None:
        browser = Browser(house.port, house.relatives[number])
        visitor = Visitor(browser, ledger, number)
        try:
            while not ending.is_set():
                visitor.book(wanted.pop())
                time.sleep(visitor.chance.uniform(0, THINKS))
        except AssertionError as error:
            with ledger.lock:
                ledger.strange.append(str(error))
        finally:
            browser.close()

    with ThreadPoolExecutor(VISITORS) as pool:
        visits = [pool.submit(visit, number) for number in range(VISITORS)]
        try:
            yield ledger
        finally:
            ending.set()
        for one in visits:
            one.result()


@dataclass(frozen=True)
class Verdict:
    """Ledger and database compared."""

    told: int
    found: int
    lost: int = 0
    untold: int = 0
    double: int = 0
    silent: int = 0
    timeless: int = 0

    def words(self) -> str:
        """One line for the record."""
        return (
            f"told {self.told}, found {self.found}, lost {self.lost}, booked but never told {self.untold}, "
            f"double {self.double}, without messages {self.silent}, without their time {self.timeless}"
        )


def talks(house: House) -> int:
    """How many there are."""
    return len(house.ask(FOUND))


def compare(house: House, ledger: Ledger, before: int) -> Verdict:
    """What was told against what is there; `before` talks were there already."""
    found = dict(house.ask(FOUND))
    lost = [hold for hold, receipt in ledger.told.items() if found.get(hold) != MINE.search(receipt)[0]]  # type: ignore[index]
    count = len(found) - before
    numbers = [int(house.ask(statement)[0][0]) for statement in (DOUBLE, SILENT, TIMELESS)]
    return Verdict(len(ledger.told), count, len(lost), count - len(ledger.told) + len(lost), *numbers)
