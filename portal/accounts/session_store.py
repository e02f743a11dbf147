"""Sessions in the database, as Django keeps them; every signed-in request reads one."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models.functions import Now

from portal.database.questions import Question

LIVE = Question(lambda key: Session.objects.filter(session_key=key, expire_date__gt=Now()))


class SessionStore(db.SessionStore):
    """Django's own, which asks for its row without making the SQL anew."""

    def _get_session_from_db(self) -> Session | None:
        """The row while it lasts; without one the session is a new one."""
        row = LIVE.first(self.session_key)
        if row is None:
            self._session_key = None
        return row
