from collections import Counter
from typing import Any

import pytest
from django.http import HttpRequest
from django.middleware import csrf
from django.test import Client, RequestFactory
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from studyapp.accounts.models import User
from studyapp.tokens import masked, token
from tests.factories import PASSWORD

# What Django's own middleware reads a token with; its type hints leave them out.
DJANGO: Any = csrf
SECRETS = st.text(csrf.CSRF_ALLOWED_CHARS, min_size=32, max_size=32)


@given(SECRETS)
def test_django_reads_the_secret_out_of_a_token(secret: str) -> None:
    made = masked(secret)
    assert len(made) == csrf.CSRF_TOKEN_LENGTH
    assert set(made) <= set(csrf.CSRF_ALLOWED_CHARS)
    assert DJANGO._unmask_cipher_token(made) == secret
    assert DJANGO._does_token_match(made, secret)


@given(SECRETS, SECRETS)
def test_it_is_the_token_of_no_other_secret(secret: str, other: str) -> None:
    assert DJANGO._does_token_match(masked(secret), other) is (secret == other)


def test_no_two_are_alike_and_every_character_comes_as_often() -> None:
    made = [masked("a" * 32) for _ in range(2_000)]
    assert len(set(made)) == 2_000
    counts = Counter("".join(made))
    assert counts.keys() == set(csrf.CSRF_ALLOWED_CHARS)
    # 128,000 characters: 2,065 of each, with a standard deviation of 45.
    assert all(abs(count - 2_065) < 8 * 45 for count in counts.values())


def request_with(secret: str | None) -> HttpRequest:
    request = RequestFactory().get("/")
    if secret is not None:
        request.META["CSRF_COOKIE"] = secret
    return request


@pytest.mark.parametrize("secret", ["s" * 32, None])
def test_it_has_the_effects_of_djangos_own(secret: str | None) -> None:
    ours, theirs = request_with(secret), request_with(secret)
    made = token(ours)
    csrf.get_token(theirs)
    assert ours.META.keys() == theirs.META.keys()
    assert ours.META["CSRF_COOKIE_NEEDS_UPDATE"] is True
    assert DJANGO._unmask_cipher_token(made) == ours.META["CSRF_COOKIE"]


@pytest.mark.django_db
def test_a_form_is_taken_with_the_pages_token_and_refused_without(learner: User) -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.get(reverse("account_login"))
    form = {"login": learner.email, "password": PASSWORD}
    carried = str(page.context["csrf_token"])
    assert f'name="csrfmiddlewaretoken" value="{carried}"' in page.content.decode()
    for bad in ({}, {"csrfmiddlewaretoken": masked("a" * 32)}):
        assert client.post(reverse("account_login"), form | bad).status_code == 403
    good = client.post(reverse("account_login"), form | {"csrfmiddlewaretoken": carried})
    assert good.status_code == 302


@pytest.mark.django_db
def test_a_page_without_a_form_sets_no_cookie(client: Client) -> None:
    assert "csrftoken" not in client.get("/").cookies
