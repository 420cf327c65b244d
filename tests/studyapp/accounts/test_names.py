"""Names stand on a page without turning what is around them."""

import unicodedata
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from studyapp.accounts.models import User
from studyapp.accounts.names import clean_name

ClientOf = Callable[[User], Client]
TURNED = "\u202egnidaer\u2067 si"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ada", "Ada"),
        ("  Ada \t\n Lovelace ", "Ada Lovelace"),
        (TURNED, "gnidaer si"),
        ("\u202aA\u202bB\u202cC\u202dD\u2066E\u2068F\u2069", "ABCDEF"),
        ("a\u2028b\u2029c\x07d\x85e", "a b c d e"),
        (
            "\u05de\u05e8\u05d9\u05dd\u200f \u05db\u05d4\u05df",
            "\u05de\u05e8\u05d9\u05dd\u200f \u05db\u05d4\u05df",
        ),
        ("\u0645\u06cc\u200c\u0631", "\u0645\u06cc\u200c\u0631"),
        ("\u202e", ""),
        ("", ""),
    ],
)
def test_what_turns_text_is_left_out_and_what_names_need_stays(typed: str, kept: str) -> None:
    assert clean_name(typed) == kept


@given(st.text())
def test_a_name_is_one_line_that_cleaning_again_does_not_change(text: str) -> None:
    name = clean_name(text)
    assert clean_name(name) == name
    assert len(name.splitlines()) <= 1
    turning = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    assert not turning & {unicodedata.bidirectional(sign) for sign in name}


@pytest.mark.django_db
def test_a_name_is_cleaned_wherever_it_is_given(
    client: Client, client_of: ClientOf, learner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client_of(learner).post(
        reverse("profile"), {"name": TURNED, "time_zone": "", "theme": "system"}
    )
    learner.refresh_from_db()
    assert learner.name == "gnidaer si"
    given = {"name": TURNED, "email": "new@example.org", "password1": "correct horse battery"}
    client.post(reverse("account_signup"), given)
    assert User.objects.get(email="new@example.org").name == "gnidaer si"
    monkeypatch.setenv("STUDYAPP_INSTRUCTOR_PASSWORD", "correct horse battery")
    call_command("create_instructor", "--no-input", email="ines@example.org", name=TURNED)
    assert User.objects.get(email="ines@example.org").name == "gnidaer si"


@pytest.mark.django_db
def test_a_name_from_before_turns_only_itself(client_of: ClientOf, learner: User) -> None:
    learner.name = TURNED
    learner.save()
    page = client_of(learner).get("/").content.decode()
    assert page.count(TURNED) == page.count(f"<bdi>{TURNED}</bdi>") == 2
