"""Who makes a request is read by hand; all of it must be as Django and allauth would read it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.accounts.signed_in import Backend, SessionStore
from tests.factories import NOON, PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

STORES = [SessionStore, db.SessionStore]


def fields(user: User | None) -> dict[str, object]:
    assert user is not None
    return {field.attname: getattr(user, field.attname) for field in User._meta.concrete_fields}


@pytest.mark.parametrize("writer", STORES)
@pytest.mark.parametrize("reader", STORES)
def test_what_one_store_writes_the_other_reads(
    writer: type[db.SessionStore], reader: type[db.SessionStore]
) -> None:
    written = writer()
    written["place"] = {"chapter": "databases", "block": 3}
    written.save()
    read = reader(written.session_key)
    assert dict(read.items()) == {"place": {"chapter": "databases", "block": 3}}
    assert read.session_key == written.session_key


def ended(session: Session) -> None:
    session.expire_date = timezone.now() - timedelta(seconds=1)
    session.save()


def tampered_with(session: Session) -> None:
    session.session_data = session.session_data[:-1] + "?"
    session.save()


def removed(session: Session) -> None:
    session.delete()


@pytest.mark.parametrize("how", [ended, tampered_with, removed])
def test_a_session_that_is_not_whole_holds_nothing(how: Callable[[Session], None]) -> None:
    written = SessionStore()
    written["name"] = "Ada"
    written.save()
    how(Session.objects.get(pk=written.session_key))
    ours, django = SessionStore(written.session_key), db.SessionStore(written.session_key)
    assert dict(ours.items()) == dict(django.items()) == {}
    assert ours.session_key == django.session_key


@pytest.mark.parametrize("key", [None, "", "short", "a" * 32, "%00" * 8, "é" * 32, "' OR 1=1 --"])
def test_a_key_that_nobody_gave_out_opens_nothing(key: str | None) -> None:
    UserFactory()
    assert dict(SessionStore(key).items()) == {}


@pytest.mark.parametrize("last_login", [None, NOON])
@pytest.mark.parametrize("staff", [True, False])
def test_the_user_is_the_same_in_every_field(last_login: object, staff: bool) -> None:
    made = UserFactory(
        name="Zoë “Z”", last_login=last_login, is_staff=staff, theme="dark", time_zone="Asia/Tokyo"
    )
    UserFactory.create_batch(2)
    ours, allauths = Backend().get_user(made.pk), AuthenticationBackend().get_user(made.pk)
    assert isinstance(allauths, User)
    assert fields(ours) == fields(allauths) == fields(made)
    assert ours == allauths


def test_the_user_can_be_changed_and_saved() -> None:
    user = Backend().get_user(UserFactory(name="Ada").pk)
    assert user is not None
    user.name = "Ada L."
    user.save()
    assert User.objects.get().name == "Ada L."


def test_nobody_where_there_is_no_such_account_or_it_is_off() -> None:
    off = UserFactory(is_active=False)
    assert Backend().get_user(off.pk) is None
    assert Backend().get_user(off.pk + 1) is None


def test_two_queries_say_who_asks(learner: User, client_of: Callable[[User], Client]) -> None:
    client = client_of(learner)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(reverse("profile"))
    assert response.context["user"] == learner
    assert [sum(table in q["sql"] for q in captured) for table in ("session", "user ")] == [1, 1]


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("profile")).status_code == 200


def switched_off(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def other_password(user: User) -> None:
    user.set_password("another one, as long")
    user.save()


def erased(user: User) -> None:
    User.objects.filter(pk=user.pk).delete()


@pytest.mark.parametrize("deed", [switched_off, other_password, erased])
def test_a_session_ends_at_once_with_what_it_rests_on(
    deed: Callable[[User], None],
    learner: User,
    other: User,
    client_of: Callable[[User], Client],
) -> None:
    mine, theirs = client_of(learner), client_of(other)
    assert is_signed_in(mine)
    deed(learner)
    assert not is_signed_in(mine)
    assert is_signed_in(theirs)


def test_signing_out_ends_this_session_and_no_other(
    learner: User, client_of: Callable[[User], Client]
) -> None:
    here, there = client_of(learner), client_of(learner)
    stolen = Client()
    stolen.cookies[settings.SESSION_COOKIE_NAME] = here.cookies[settings.SESSION_COOKIE_NAME].value
    assert is_signed_in(stolen)
    here.post(reverse("account_logout"))
    assert not is_signed_in(here)
    assert not is_signed_in(stolen)
    assert is_signed_in(there)


def test_what_is_changed_shows_in_the_next_request(
    learner: User, client_of: Callable[[User], Client]
) -> None:
    client = client_of(learner)
    for name, theme in (("Ada", "light"), ("Grace", "dark")):
        User.objects.filter(pk=learner.pk).update(name=name, theme=theme)
        page = client.get(reverse("profile")).content.decode()
        assert f"<bdi>{name}</bdi>" in page
        assert f'data-theme="{theme}"' in page


def test_signing_in_by_the_form_gives_a_new_key(client: Client, learner: User) -> None:
    client.get(reverse("account_login"))
    client.session.save()
    before = client.session.session_key
    form = {"login": learner.email, "password": PASSWORD}
    assert client.post(reverse("account_login"), form).status_code == 302
    assert client.session.session_key != before
    assert client.session["_auth_user_backend"] == settings.AUTHENTICATION_BACKENDS[0]
    assert is_signed_in(client)
