"""Django-appointment, the peer, in an environment of its own: free times of one and of twenty counsellors.

Run by peer.py with the peer's own interpreter. Its page asks one day and one person at a time; a relative who wants to
see four weeks therefore asks 28 times. Asked in process, without a web server: in its favour. Prints JSON.
"""

import datetime as dt
import json
import os
import random
import statistics
import time

import django
from django.conf import settings
from psycopg.conninfo import conninfo_to_dict

PARTS = conninfo_to_dict(os.environ["PEER_DATABASE_URL"])
settings.configure(
    SECRET_KEY="bench-only",
    ALLOWED_HOSTS=["testserver"],
    USE_TZ=True,
    TIME_ZONE="Europe/Copenhagen",
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": PARTS["dbname"],
            "USER": PARTS["user"],
            "HOST": PARTS["host"],
        }
    },
    INSTALLED_APPS=[
        "django.contrib.admin",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "django.contrib.staticfiles",
        "phonenumber_field",
        "appointment",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
    ROOT_URLCONF="appointment.urls",
    STATIC_URL="/static/",
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
)
django.setup()

from appointment.models import Appointment, AppointmentRequest, Service, StaffMember, WorkingHours  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

COUNSELLORS, WEEKS, RUNS = 20, 8, 3
TODAY = dt.datetime.now(dt.UTC).date()
AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
BEGINNINGS = (dt.time(9), dt.time(9, 45), dt.time(10, 30), dt.time(12, 30), dt.time(13, 15), dt.time(14))


def seed() -> tuple[Service, list[StaffMember]]:
    """Twenty people who work 9-15.30 on weekdays, 70 % of eight weeks booked."""
    service = Service.objects.create(name="Talk", duration=dt.timedelta(minutes=45), price=0)
    people = []
    for number in range(COUNSELLORS):
        user = get_user_model().objects.create_user(f"c{number}", f"c{number}@bench.example", first_name=f"C{number}")
        person = StaffMember.objects.create(user=user, slot_duration=15, appointment_buffer_time=0)
        person.services_offered.add(service)
        for day in range(1, 6):
            WorkingHours.objects.create(
                staff_member=person, day_of_week=day, start_time=dt.time(9), end_time=dt.time(15, 30)
            )
        people.append(person)
    dice = random.Random(1)
    days = [TODAY + dt.timedelta(days=offset) for offset in range(1, WEEKS * 7)]
    requests = [
        AppointmentRequest(
            date=day,
            start_time=begins,
            end_time=(dt.datetime.combine(day, begins) + service.duration).time(),
            service=service,
            staff_member=person,
            id_request=f"{person.pk}-{day}-{begins}",
        )
        for person in people
        for day in days
        if day.isoweekday() < 6
        for begins in BEGINNINGS
        if dice.random() < 0.7
    ]
    made = AppointmentRequest.objects.bulk_create(requests)
    client = get_user_model().objects.create_user("client", "client@bench.example")
    Appointment.objects.bulk_create(
        Appointment(client=client, appointment_request=one, id_request=one.id_request) for one in made
    )
    return service, people


def ask(client: Client, service: Service, people: list[StaffMember], weeks: int) -> None:
    """The free times of these people for so many weeks."""
    for person in people:
        for offset in range(1, weeks * 7 + 1):
            day = (TODAY + dt.timedelta(days=offset)).isoformat()
            values = {"selected_date": day, "staff_member": person.pk, "service_id": service.pk}
            answer = client.get("/ajax/available_slots/", values, **AJAX)
            if answer.status_code != 200:
                raise RuntimeError(f"The peer answered {answer.status_code}.")


def main() -> None:
    """Migrate, seed, measure, print."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)  # the wheel ships no migrations
    service, people = seed()
    client = Client()
    found = {}
    for name, who, weeks in (("1x4", people[:1], 4), ("20x8", people, WEEKS)):
        seconds = []
        for _ in range(RUNS):
            begun = time.perf_counter()
            ask(client, service, who, weeks)
            seconds.append(time.perf_counter() - begun)
        found[f"{name}_ms"] = statistics.median(seconds) * 1000
    with CaptureQueriesContext(connection) as captured:
        ask(client, service, people[:1], 4)
    found["queries_1x4"] = len(captured)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
