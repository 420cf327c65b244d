import getpass
import sys
from collections.abc import Iterator
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import INSTRUCTORS, User
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
VARIABLE = "STUDYAPP_INSTRUCTOR_PASSWORD"


def run(*options: str) -> str:
    out = StringIO()
    call_command("create_instructor", *options, stdout=out, stderr=out)
    return out.getvalue()


class Terminal:
    """What a person types, line by line; passwords are asked for without echo."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, lines: list[str], passwords: list[str]):
        self.lines: Iterator[str] = iter(lines)
        self.passwords: Iterator[str] = iter(passwords)
        monkeypatch.setattr("builtins.input", self.read)
        monkeypatch.setattr(getpass, "getpass", lambda prompt: next(self.passwords))
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)

    def read(self, prompt: str) -> str:
        try:
            return next(self.lines)
        except StopIteration:
            raise EOFError from None


def test_a_new_instructor_can_sign_in_and_open_the_admin(
    monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    monkeypatch.setenv(VARIABLE, PASSWORD)
    said = run("--email", "Ines@Example.org", "--name", "Ines", "--no-input")
    user = User.objects.get()
    assert (user.email, user.name) == ("ines@example.org", "Ines")
    assert (user.is_staff, user.is_superuser) == (True, False)
    assert user.groups.get().name == INSTRUCTORS
    assert EmailAddress.objects.get(user=user).verified
    assert reverse("admin:index") in said
    assert PASSWORD not in said
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert client.get(reverse("admin:index")).status_code == 200


def test_a_learner_is_promoted_and_keeps_the_password(learner: User) -> None:
    said = run("--email", learner.email.upper(), "--no-input")
    learner.refresh_from_db()
    assert learner.is_staff
    assert learner.check_password(PASSWORD)
    assert User.objects.count() == 1
    assert "has an account already" in said


def test_without_a_password_nobody_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    with pytest.raises(CommandError, match=VARIABLE):
        run("--email", "ines@example.org", "--no-input")
    assert not User.objects.exists()


@pytest.mark.parametrize("password", ["short", "password123", "ines@example.org"])
def test_a_weak_password_is_refused(monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    monkeypatch.setenv(VARIABLE, password)
    with pytest.raises(CommandError, match=VARIABLE):
        run("--email", "ines@example.org", "--no-input")
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (["--no-input"], "--email"),
        (["--email", "no address", "--no-input"], "no address"),
        (["--email", "a@example.org", "--name", "x" * 81, "--no-input"], "80"),
        ([], "no terminal"),
    ],
)
def test_what_is_missing_or_wrong_is_said(
    monkeypatch: pytest.MonkeyPatch, options: list[str], problem: str
) -> None:
    monkeypatch.setenv(VARIABLE, PASSWORD)
    monkeypatch.setattr(sys, "stdin", StringIO())
    with pytest.raises(CommandError, match=problem):
        run(*options)
    assert not User.objects.exists()


def test_asked_for_until_it_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    Terminal(
        monkeypatch,
        lines=["no address", "ines@example.org", "Ines"],
        passwords=["short", PASSWORD, "another", PASSWORD, PASSWORD],
    )
    said = run()
    user = User.objects.get()
    assert user.check_password(PASSWORD)
    assert user.name == "Ines"
    assert "The two are not the same." in said
    assert PASSWORD not in said


def test_stopping_half_way_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    Terminal(monkeypatch, lines=["ines@example.org"], passwords=[])
    with pytest.raises(CommandError, match="nothing was changed"):
        run()
    assert not User.objects.exists()


def test_before_the_first_start_it_says_to_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, PASSWORD)
    Permission.objects.all().delete()
    with pytest.raises(CommandError, match="make serve"):
        run("--email", "ines@example.org", "--no-input")
    assert not User.objects.exists()
