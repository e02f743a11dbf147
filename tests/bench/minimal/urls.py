"""One view with the constraint, one without (the control), and a sign of life."""

from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path

MAKE_TABLES = """
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE TABLE IF NOT EXISTS bench_kept (id bigserial PRIMARY KEY, counsellor int NOT NULL, period tstzrange NOT NULL,
    EXCLUDE USING gist (counsellor WITH =, period WITH &&));
CREATE TABLE IF NOT EXISTS bench_loose (id bigserial PRIMARY KEY, counsellor int NOT NULL, period tstzrange NOT NULL);
GRANT SELECT, INSERT, DELETE ON bench_kept, bench_loose TO portal_app;
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


urlpatterns = [path("healthz", alive), path("book", book), path("control", book_without_constraint)]
