import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from studyapp import settings as configured
from studyapp.accounts.models import User
from tests.factories import UserFactory
from tests.studyapp.accounts.test_sign_in import sign_in, signed_in_as

pytestmark = pytest.mark.django_db


def test_after_ten_failures_even_the_right_password_must_wait(
    client: Client, learner: User, other: User
) -> None:
    for _ in range(10):
        response = sign_in(client, learner.email, "not the password")
        assert "do not go together" in response.content.decode()
    response = sign_in(client, learner.email)
    assert signed_in_as(client) is None
    assert "Wait a few minutes" in response.content.decode()
    assert sign_in(client, other.email).status_code == 302, "nobody else has to wait"


def test_failures_of_an_unknown_address_are_counted_alike(client: Client) -> None:
    for _ in range(10):
        sign_in(client, "nobody@example.org", "not the password")
    assert "Wait a few minutes" in sign_in(client, "nobody@example.org").content.decode()


def test_guessing_over_many_accounts_is_slowed_down(client: Client) -> None:
    pages = [sign_in(client, f"a{n}@example.org").content for n in range(70)]
    assert b"Wait a few minutes" not in pages[0]
    assert b"Wait a few minutes" in pages[-1]


def test_too_many_requests_get_a_page_of_ours(client: Client) -> None:
    for n in range(61):
        response = client.post(reverse("account_signup"), {"email": f"no address {n}"})
    assert response.status_code == 429
    assert "Wait a few minutes" in response.content.decode()


def test_all_workers_count_as_one(client: Client, learner: User, settings: Settings) -> None:
    """Outside tests the count stands in the database, not in a process."""
    settings.CACHES = configured.CACHES
    for _ in range(10):
        sign_in(client, learner.email, "not the password")
    sign_in(client, learner.email)
    assert signed_in_as(client) is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM cache")
        assert cursor.fetchone()[0] > 0


def test_a_class_behind_one_address_signs_in_at_once(client: Client) -> None:
    """Thirty people who share an address, and a slip by every other one of them."""
    for n in range(30):
        user: User = UserFactory()
        if n % 2:
            sign_in(client, user.email, "a slip")
        assert sign_in(Client(), user.email).status_code == 302
