"""Whatever happens to a sealed text: its page says that it can't be shown, somebody is told, nothing is overwritten."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from counselling.models import Appointment
from portal import clock
from portal.accounts.models import User
from portal.vault import keyring
from portal.worklist import kinds
from portal.worklist.models import Task

pytestmark = pytest.mark.django_db
SECRET, OTHERS = "Hun græder om natten", "Noget helt andet"


@pytest.fixture(autouse=True)
def keys(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """A keyring of the test's own, made before anything is sealed."""
    settings.VAULT_KEYRING_FILE = tmp_path / "keyring.json"
    keyring.make(settings.VAULT_KEYRING_FILE)
    yield settings.VAULT_KEYRING_FILE


@pytest.fixture
def answer(keys: Path, talk: Appointment) -> Any:
    """What the relative answered before the talk; and another text beside it."""
    talk.answers.create(number=2, text=OTHERS, changed_at=talk.created_at)
    return talk.answers.create(number=1, text=SECRET, changed_at=talk.created_at)


def raw(answer: Any) -> bytes:
    """The bytes as they stand."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT text FROM {answer._meta.db_table} WHERE id = %s", [answer.pk])
        return bytes(cursor.fetchone()[0])


def put(answer: Any, value: bytes) -> None:
    """Write bytes past the application."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {answer._meta.db_table} SET text = %s WHERE id = %s", [value, answer.pk])


def swap_rows(answer: Any, keys: Path) -> None:
    put(answer, raw(answer.appointment.answers.get(number=2)))


def flip_a_bit(answer: Any, keys: Path) -> None:
    sealed = bytearray(raw(answer))
    sealed[-3] ^= 1
    put(answer, bytes(sealed))


def inject_plaintext(answer: Any, keys: Path) -> None:
    put(answer, b"Alt er fint, siger hun selv.")


def lose_the_key(answer: Any, keys: Path) -> None:
    content = json.loads(keys.read_text())
    lost = content["current"]
    new = keyring.add_key(keys)
    content = json.loads(keys.read_text())
    del content["keys"][lost]
    keyring.write(keys, {**content, "current": new})


def lose_the_file(answer: Any, keys: Path) -> None:
    keys.rename(keys.with_suffix(".gone"))


DAMAGES = [swap_rows, flip_a_bit, inject_plaintext, lose_the_key, lose_the_file]


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_was_damaged_is_never_shown_never_overwritten_and_told(
    damage: Callable[[Any, Path], None],
    answer: Any,
    keys: Path,
    talk: Appointment,
    counsellor: User,
    relative: User,
    administrator: User,
    client_for: Callable[..., Client],
) -> None:
    damage(answer, keys)
    before = raw(answer)
    staff, own = client_for(counsellor), client_for(relative)
    for client in (staff, own):
        client.raise_request_exception = False
    read = staff.get(reverse("counselling:talk", args=[talk.pk]))
    asked = own.get(reverse("counselling:questions", args=[talk.pk]))
    for page in (read, asked):
        said = page.content.decode()
        assert page.status_code in {200, 503}
        assert SECRET not in said and "siger hun selv" not in said and before.hex() not in said
    assert asked.status_code == 503 and asked["Retry-After"], "a form that would write over it is not offered"
    own.post(reverse("counselling:questions", args=[talk.pk]), {"answer_1": "Nyt svar", "answer_2": ""})
    assert raw(answer) == before, "not overwritten"
    assert own.get(reverse("front:front")).status_code == 200
    assert staff.get(reverse("counselling:calls")).status_code == 200, "the rest works"
    if damage is lose_the_file:  # a task is sealed too: then the readiness names the keys
        assert json.loads(staff.get("/readyz").content)["checks"]["keys"] == "failing"
        return
    tasks = Task.objects.filter(kind="oversight.unreadable", key__contains=answer._meta.db_table)
    assert tasks.count() == 1, "told once a day, however often it is met"
    assert tasks[0] in Task.objects.visible_to(administrator)
    assert tasks[0].key.endswith(clock.today().isoformat()) and "kan ikke vises" in kinds.sentence_of(tasks[0])


def test_a_text_that_opens_tells_nobody(
    answer: Any, talk: Appointment, counsellor: User, client_for: Callable[..., Client]
) -> None:
    html = client_for(counsellor).get(reverse("counselling:talk", args=[talk.pk])).content.decode()
    assert SECRET in html
    assert not Task.objects.filter(kind="oversight.unreadable").exists()
