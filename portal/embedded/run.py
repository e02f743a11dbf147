"""`make run`: servers, database, demo, web, workers, and the address to open, under one supervisor."""

import contextlib
import functools
import http.client
import importlib
import os
import signal
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

from portal.embedded import manage, servers
from portal.embedded.environment import (
    DATABASE,
    CannotRun,
    Plan,
    check_database,
    check_port,
    check_room,
    clean_up_sockets,
    make_plan,
    own_the_folder,
    port_from,
    private_folder,
    sentence,
)
from portal.embedded.heartbeats import Heartbeats
from portal.embedded.supervisor import Service, Supervisor, run_once, say, stop_leftovers

ROOT = Path(__file__).resolve().parent.parent.parent
WEB_SECONDS = 60
ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # where to knock  # noqa: S104  # nosec B104
PYTHON = [sys.executable, "-W", "ignore"]
MANAGE = [*PYTHON, str(ROOT / "manage.py")]


def register_in(var: Path) -> Path:
    """Where the supervisor writes down what it started."""
    return var / "run" / "processes.json"


def server_services(plan: Plan) -> list[Service]:
    """PostgreSQL and Valkey, where they are ours."""
    services = []
    if plan.sockets:
        log = plan.data.parent / "postgres.log"
        command = servers.postgres_command(plan.data, plan.sockets)
        forget = functools.partial(servers.forget_a_dead_servers_lock, plan.data)
        services.append(Service("postgres", command, plan.environment, signal.SIGINT, log, forget))
    if plan.valkey:
        log = plan.valkey.folder / "valkey.log"
        services.append(Service("valkey", plan.valkey.command(), plan.environment, log=log))
    return services


def web_service(plan: Plan) -> Service:
    """Granian with the WSGI application."""
    environment = plan.environment
    command = [*PYTHON, "-m", "granian", "--interface", "wsgi", "portal.wsgi:application", "--no-ws"]
    command += ["--host", environment.get("BIND_HOST", "127.0.0.1"), "--port", str(plan.port)]
    command += ["--workers", environment.get("WEB_WORKERS", "2"), "--log-level", "warning"]
    command += ["--blocking-threads", environment.get("WEB_THREADS", "4"), "--respawn-failed-workers"]
    return Service("web", command, environment)


def worker_services(plan: Plan) -> list[Service]:
    """Those who send: two workers (codes never wait behind bulk), beat, the plain loop, the demo's post office."""
    celery = [*PYTHON, "-m", "celery", "--quiet", "-A", "portal.celery", "--skip-checks"]
    pool = ["worker", "--loglevel", "warning", "--without-gossip", "--without-mingle", "--concurrency", "1"]
    beat = ["beat", "--loglevel", "warning", "--schedule", str(plan.run / "beat"), "--pidfile="]
    services = [
        Service("codes", [*celery, *pool, "-Q", "codes", "-n", "codes@portal"], plan.environment),
        Service("worker", [*celery, *pool, "-Q", "messages", "-n", "messages@portal"], plan.environment),
        Service("beat", [*celery, *beat], plan.environment),
        Service("drain", [*MANAGE, "drain", "--loop"], plan.environment),
    ]
    if plan.has_own_post_office:
        ports = ["--smtp", str(plan.smtp_port), "--sms", str(plan.sms_port)]
        services.insert(0, Service("post", [*PYTHON, "-m", "portal.embedded.post_office", *ports], plan.environment))
    return services


def start_servers(plan: Plan, supervisor: Supervisor, services: list[Service]) -> None:
    """Start the servers that are ours and wait until they answer."""
    if plan.sockets:
        plan.sockets.mkdir(mode=0o700, parents=True, exist_ok=True)
        is_new = not plan.data.exists()
        say("portal", "Making a database …" if is_new else "Starting PostgreSQL …")
        servers.prepare_postgres(plan.data)
    else:
        check_database(plan.environment["DATABASE_URL"])
        check_database(plan.environment.get("DATABASE_OWNER_URL") or plan.environment["DATABASE_URL"])
    for service in services:
        supervisor.start(service)
    for service in services:
        assert service.process is not None  # just started
        if service.name == "postgres" and plan.sockets and service.log:
            servers.wait_for_postgres(service.process, plan.sockets, service.log)
            servers.prepare_roles(plan.sockets, DATABASE)
        elif plan.valkey:
            servers.wait_for_valkey(service.process, plan.valkey)


def make_ready(plan: Plan) -> None:
    """Migrate, compile the words, build static files, load the demo: one Django process does it all."""
    say("portal", "Preparing the database, the words and the pages …")
    ended = run_once([*MANAGE, "make_ready", "--sign-ins", str(plan.run / "sign_ins")], plan.environment, "ready")
    if ended:
        raise CannotRun("The portal could not be made ready; the line above says why.")


def wait_for_web(plan: Plan, service: Service, supervisor: Supervisor) -> None:
    """Return when the first page can be asked for."""
    deadline = time.monotonic() + WEB_SECONDS
    host = ANYWHERE.get(plan.environment.get("BIND_HOST", ""), plan.environment.get("BIND_HOST") or "127.0.0.1")
    name = urlsplit(plan.environment["SITE_URL"]).netloc
    while time.monotonic() < deadline and service.is_running and not supervisor.stopping.is_set():
        connection = http.client.HTTPConnection(host, plan.port, timeout=5)
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/healthz", headers={"Host": name})
            if connection.getresponse().status == 200:
                return
        connection.close()
        time.sleep(0.1)
    if not supervisor.stopping.is_set():
        raise CannotRun("The web server did not answer; the lines above say why.")


def greet(plan: Plan) -> None:
    """The address, how to sign in, and that it is ready."""
    say("portal", "")
    say("portal", f"Open {plan.address}")
    signs = plan.run / "sign_ins"
    for line in signs.read_text().splitlines() if signs.exists() else []:
        say("portal", line)
    if plan.has_own_post_office:
        say("portal", f"What was sent lies here: {plan.address}/demo/mailbox/")
    if not plan.is_demo:
        say(
            "portal",
            "Make the first administrator in another window: make manage DO='first_administrator NAME@ADDRESS'",
        )
    say("portal", "Ctrl-C stops everything.")
    say("portal", "ready")


def run(plan: Plan) -> None:
    """Start everything, watch over it, stop everything."""
    supervisor = Supervisor(register_in(plan.var))
    supervisor.begin()
    own, web, workers = server_services(plan), web_service(plan), worker_services(plan)
    try:
        start_servers(plan, supervisor, own)
        if not supervisor.stopping.is_set():
            make_ready(plan)
        if not supervisor.stopping.is_set():
            supervisor.start(web)
            wait_for_web(plan, web, supervisor)
        for service in workers:
            if not supervisor.stopping.is_set():
                supervisor.start(service)
        if not supervisor.stopping.is_set():
            greet(plan)
            supervisor.checks.append(Heartbeats(plan.environment["DATABASE_URL"], supervisor, workers).look)
            supervisor.watch()
        say("portal", "Stopping …")
    finally:
        supervisor.stop([[web, *workers], own])
        clean_up_sockets(plan)
    say("portal", "Stopped. Your data stay in " + str(plan.var))


def settle(environment: dict[str, str]) -> Plan:
    """The plan, with every setting read once, so that a wrong one stops us before anything starts."""
    plan = make_plan(environment, Path(environment["PORTAL_VAR"]))
    os.environ.update(plan.environment)
    importlib.import_module("portal.settings")  # reads the environment; a wrong setting stops us with its sentence
    return plan


def main() -> int:
    """One clear sentence and exit code 1 when it can't be done; never a traceback."""
    environment = dict(os.environ)
    var = Path(environment.get("PORTAL_VAR") or ROOT / "var").absolute()
    given = {**environment}
    environment["PORTAL_VAR"] = str(var)
    try:
        with own_the_folder(private_folder(var)) as lock:
            stop_leftovers(register_in(var))
            check_room(var)
            check_port(environment.get("BIND_HOST", "127.0.0.1"), port_from(environment))
            plan = settle(environment)
            lock.truncate(0)
            lock.write(plan.address)
            lock.flush()
            manage.note(plan.run, plan.environment, given)
            try:
                run(plan)
            finally:
                manage.forget(plan.run)
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001  # whatever it is, a person gets a sentence
        sys.stderr.write(f"{sentence(error)}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
