"""One view with the constraint, one without (the control), and a sign of life."""

from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path

MAKE_TABLES = """
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE TABLE IF NOT EXISTS bench_kept (id bigserial PRIMARY KEY, counsellor int NOT NULL, period tstzrange NOT NULL,
    EXCLUDE USING gist (counsellor WITH =, period WITH &&));
CREATE TABLE IF NOT EXISTS bench_loose (id bigserial PRIMARY KEY, counsellor int NOT NULL, period tstzrange NOT NULL);
CREATE TABLE IF NOT EXISTS bench_pool (id int PRIMARY KEY, capacity int NOT NULL, taken int NOT NULL DEFAULT 0,
    CHECK (taken <= capacity));
CREATE TABLE IF NOT EXISTS bench_signed_up (id bigserial PRIMARY KEY, pool int NOT NULL, person text NOT NULL,
    state text NOT NULL, queued_at timestamptz NOT NULL DEFAULT now(), UNIQUE (pool, person));
CREATE TABLE IF NOT EXISTS bench_message (id bigserial PRIMARY KEY, key text NOT NULL UNIQUE, text text NOT NULL);
GRANT SELECT, INSERT, DELETE ON bench_kept, bench_loose, bench_signed_up, bench_message TO portal_app;
GRANT SELECT, INSERT, UPDATE ON bench_pool TO portal_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO portal_app;
"""
INSERT = "INSERT INTO {} (counsellor, period) VALUES (%s, tstzrange(%s, %s::timestamptz + interval '45 min'))"


def alive(request: HttpRequest) -> HttpResponse:
    """A sign of life."""
    return HttpResponse("ok")


def book(request: HttpRequest) -> HttpResponse:
    """One INSERT; the constraint refuses the second one."""
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
    path("control", book_without_constraint),
    path("sign-up", sign_up),
]
