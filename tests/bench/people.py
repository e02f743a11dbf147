"""Signed-in browsers without the sign-in: a session row and its cookie, as the journey ends with."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.middleware.csrf import get_token
from django.test import RequestFactory

from portal import clock
from portal.accounts.models import User
from tests.bench.rig import Client


def signed_in_client(port: int, email: str, **more: object) -> Client:
    """A browser whose session belongs to this relative (made when new), with a CSRF cookie and more session data."""
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, name="Bench")
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    moment = clock.now().timestamp()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["account_authentication_methods"] = [{"method": "code", "at": moment, "email": email}]
    session["account_authentication_methods_user"] = str(user.pk)
    for name, value in more.items():
        session[name] = value
    session.create()
    request = RequestFactory().get("/")
    get_token(request)
    cookies = {
        settings.SESSION_COOKIE_NAME: session.session_key,
        settings.CSRF_COOKIE_NAME: request.META["CSRF_COOKIE"],
    }
    return Client(port, cookies)
