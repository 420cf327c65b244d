"""Who makes a request: the session and its user, each read in SQL written by hand.

Every page of somebody who is signed in begins with these two rows, and to compose their queries
costs nine times what running them does (`docs/adr/0012`). Only the reading is done here: all that
writes, ends or checks a session is Django's and allauth's own."""

from functools import partial
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import middleware
from django.contrib.sessions.backends import db
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from quizzes.rows import as_time
from studyapp.accounts.models import User

_SESSION = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"
_NAMES = [field.attname for field in User._meta.concrete_fields]
_USER = f"SELECT {', '.join(_NAMES)} FROM accounts_user WHERE id = %s"  # noqa: S608


class SessionStore(db.SessionStore):
    """Django's session in the database."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing where it is over or has never been."""
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        found = _row(_SESSION, self.session_key, now)
        if found is None:
            self._session_key = None
            return {}
        held: dict[str, Any] = self.decode(found[0])
        return held


class Backend(AuthenticationBackend):
    """allauth's backend."""

    def get_user(self, user_id: int) -> User | None:
        """The user of that id, unless the account is switched off."""
        if (found := _row(_USER, user_id)) is None:
            return None
        user = User.from_db(connection.alias, _NAMES, found)
        user.date_joined = as_time(user.date_joined)
        user.last_login = user.last_login and as_time(user.last_login)
        return user if self.user_can_authenticate(user) else None


class SignedInMiddleware(middleware.AuthenticationMiddleware):
    """Django's, but the user is read at once: every page asks, and then not through a proxy."""

    def process_request(self, request: HttpRequest) -> None:
        request.user = middleware.get_user(request)
        request.auser = partial(middleware.auser, request)


def _row(sql: str, *parameters: Any) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        found: tuple[Any, ...] | None = cursor.fetchone()
    return found
