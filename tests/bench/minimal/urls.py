"""The least Django views for a booking and a sign-up, as most people write them and with a bare cursor.

And a booking without the constraint (the control), and a sign of life.
"""

from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.urls import path
from psycopg.types.range import TimestamptzRange

from tests.bench.minimal.models import Kept, Message, Pool, SignedUp

INSERT = "INSERT INTO {} (counsellor, period) VALUES (%s, tstzrange(%s, %s::timestamptz + interval '45 min'))"


def alive(request: HttpRequest) -> HttpResponse:
    """A sign of life."""
    return HttpResponse("ok")


def book(request: HttpRequest) -> HttpResponse:
    """One INSERT; the constraint refuses the second one."""
    start = datetime.fromisoformat(request.POST["start"])
    try:
        with transaction.atomic():
            period = TimestamptzRange(start, start + timedelta(minutes=45))
            Kept.objects.create(counsellor=int(request.POST["counsellor"]), period=period)
    except IntegrityError:
        return HttpResponse(status=409)
    return HttpResponse(status=302, headers={"Location": "/done"})


def book_bare(request: HttpRequest) -> HttpResponse:
    """The same without Django's models."""
    values = [request.POST["counsellor"], request.POST["start"], request.POST["start"]]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(INSERT.format("bench_kept"), values)
    except IntegrityError:
        return HttpResponse(status=409)
    return HttpResponse(status=302, headers={"Location": "/done"})


def book_without_constraint(request: HttpRequest) -> HttpResponse:
    """The control: look first, then insert, as most schedulers do."""
    counsellor, start = request.POST["counsellor"], request.POST["start"]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM bench_loose WHERE counsellor = %s"
            " AND period && tstzrange(%s, %s::timestamptz + interval '45 min')",
            [counsellor, start, start],
        )
        if cursor.fetchone():
            return HttpResponse(status=409)
        cursor.execute(INSERT.format("bench_loose"), [counsellor, start, start])
    return HttpResponse(status=302, headers={"Location": "/done"})


def sign_up(request: HttpRequest) -> HttpResponse:
    """A seat by a conditional UPDATE, else a row that waits; and the message that says so."""
    pool, person = int(request.POST["pool"]), request.POST["person"]
    with transaction.atomic():
        has_seat = Pool.objects.filter(pk=pool, taken__lt=F("capacity")).update(taken=F("taken") + 1)
        state = "confirmed" if has_seat else "waiting"
        SignedUp.objects.create(pool=pool, person=person, state=state)
        Message.objects.create(key=f"{pool}/{person}", text=state)
    return HttpResponse(status=302, headers={"Location": "/done"})


def sign_up_bare(request: HttpRequest) -> HttpResponse:
    """The same without Django's models."""
    pool, person = request.POST["pool"], request.POST["person"]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE bench_pool SET taken = taken + 1 WHERE id = %s AND taken < capacity", [pool])
        state = "confirmed" if cursor.rowcount else "waiting"
        cursor.execute("INSERT INTO bench_signed_up (pool, person, state) VALUES (%s, %s, %s)", [pool, person, state])
        cursor.execute("INSERT INTO bench_message (key, text) VALUES (%s, %s)", [f"{pool}/{person}", state])
    return HttpResponse(status=302, headers={"Location": "/done"})


urlpatterns = [
    path("healthz", alive),
    path("book", book),
    path("book-bare", book_bare),
    path("control", book_without_constraint),
    path("sign-up", sign_up),
    path("sign-up-bare", sign_up_bare),
]
