import re
import smtplib
from typing import TYPE_CHECKING

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from studyapp.accounts.models import User
from tests.factories import PASSWORD, UserFactory
from tests.studyapp.accounts.test_sign_in import sign_in, signed_in_as

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db
NEW = "a quite different battery"


def link_in(message: EmailMessage) -> str:
    found = re.search(r"http://testserver(/\S+)", str(message.body))
    assert found
    return found[1]


def test_a_forgotten_password_is_replaced_by_mail(client: Client, learner: User) -> None:
    client.post(reverse("account_reset_password"), {"email": learner.email})
    (message,) = mail.outbox
    assert message.to == [learner.email]
    assert message.subject == "Choose a new password for Studyapp"
    assert "!" not in str(message.body)
    link = link_in(message)
    form = client.get(link, follow=True)
    assert form.status_code == 200
    path = form.redirect_chain[0][0]
    assert "set-password" in path
    assert link not in form.content.decode()
    done = client.post(path, {"password1": NEW, "password2": NEW}, follow=True)
    assert "Your password is changed" in done.content.decode()
    learner.refresh_from_db()
    assert learner.check_password(NEW)
    assert "no longer works" in Client().get(link).content.decode(), "it works once"


def test_a_reset_says_the_same_for_known_and_unknown_addresses(
    client: Client, learner: User
) -> None:
    answers = []
    for email in (learner.email, "nobody@example.org"):
        response = client.post(reverse("account_reset_password"), {"email": email}, follow=True)
        text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
        answers.append((response.redirect_chain, text))
    assert answers[0] == answers[1]
    assert len(mail.outbox) == 2
    assert "no account" in str(mail.outbox[1].body)


@pytest.mark.parametrize("uid", ["1", "zzzzzzzzzzzzz", "3w5e11264sgsf"])
def test_a_broken_reset_link_says_what_to_do(client: Client, uid: str) -> None:
    response = client.get(f"/accounts/password/reset/key/{uid}-abc-def/")
    assert response.status_code == 200
    assert "no longer works" in response.content.decode()


def test_a_password_is_changed_by_who_knows_it(client: Client, learner: User) -> None:
    elsewhere = Client()
    for browser in (client, elsewhere):
        sign_in(browser, learner.email)
    url = reverse("account_change_password")
    wrong = {"oldpassword": "not the password", "password1": NEW, "password2": NEW}
    assert client.post(url, wrong).context["form"].errors["oldpassword"]
    learner.refresh_from_db()
    assert learner.check_password(PASSWORD)
    right = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post(url, right)["Location"] == reverse("profile")
    learner.refresh_from_db()
    assert learner.check_password(NEW)
    assert client.get(reverse("profile")).status_code == 200
    assert elsewhere.get(reverse("profile")).status_code == 302, "other devices are signed out"


def ask_for_address(client: Client, email: str) -> "Answer":
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    data = {"action_add": "", "email": email}
    return client.post(reverse("account_email"), data, follow=True)


def test_an_address_changes_once_it_is_confirmed(client: Client, learner: User) -> None:
    sign_in(client, learner.email)
    page = ask_for_address(client, "New@example.org").content.decode()
    assert "It changes to <strong>new@example.org</strong>" in page
    learner.refresh_from_db()
    assert learner.email == "ada@example.org"
    assert sign_in(Client(), learner.email).status_code == 302
    (message,) = mail.outbox
    assert message.to == ["new@example.org"]
    path = link_in(message)
    client.get(path)
    learner.refresh_from_db()
    assert learner.email == "ada@example.org", "a GET must not confirm"
    client.post(path)
    learner.refresh_from_db()
    assert learner.email == "new@example.org"
    assert EmailAddress.objects.get().email == "new@example.org"


def test_a_slip_in_a_new_address_is_mended(client: Client, learner: User) -> None:
    sign_in(client, learner.email)
    ask_for_address(client, "slip@example.org")
    url = reverse("account_email")
    page = client.post(
        url, {"action_remove": "", "email": "slip@example.org"}, follow=True
    ).content.decode()
    assert "It changes to" not in page
    client.post(url, {"action_remove": "", "email": learner.email})
    ask_for_address(client, "slip@example.org")
    ask_for_address(client, "new@example.org")
    learner.refresh_from_db()
    assert learner.email == "ada@example.org"
    addresses = set(EmailAddress.objects.values_list("email", flat=True))
    assert addresses == {"ada@example.org", "new@example.org"}


def test_an_address_of_somebody_else_is_refused(client: Client, learner: User, other: User) -> None:
    sign_in(client, learner.email)
    response = ask_for_address(client, other.email.upper())
    assert response.context["form"].errors["email"]
    assert not mail.outbox


def test_an_address_that_somebody_took_meanwhile_is_not_confirmed(
    client: Client, learner: User
) -> None:
    sign_in(client, learner.email)
    ask_for_address(client, "new@example.org")
    UserFactory(email="new@example.org")
    response = client.post(link_in(mail.outbox[0]), follow=True)
    assert response.status_code == 200
    assert "already" in response.content.decode()
    learner.refresh_from_db()
    assert learner.email == "ada@example.org"


def test_an_address_is_changed_only_by_who_shows_again_who_they_are(
    client: Client, learner: User
) -> None:
    client.force_login(learner)
    response = client.post(reverse("account_email"), {"action_add": "", "email": "x@example.org"})
    assert response["Location"].startswith(reverse("account_reauthenticate"))
    assert not EmailAddress.objects.filter(email="x@example.org").exists()


def test_with_verification_an_account_opens_by_mail(client: Client, settings: Settings) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    data = {"email": "ada@example.org", "password1": PASSWORD}
    response = client.post(reverse("account_signup"), data, follow=True)
    assert "Look at your e-mail" in response.content.decode()
    assert signed_in_as(client) is None
    path = link_in(mail.outbox[0])
    assert "ada@example.org" in client.get(path).content.decode()
    client.post(path)
    assert EmailAddress.objects.get().verified
    sign_in(client, "ada@example.org")
    assert signed_in_as(client)


def test_with_verification_sign_up_does_not_tell_who_has_an_account(
    client: Client, learner: User, settings: Settings
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    chains = []
    for email in (learner.email, "new@example.org"):
        data = {"email": email, "password1": PASSWORD}
        chains.append(Client().post(reverse("account_signup"), data, follow=True).redirect_chain)
    assert chains[0] == chains[1]
    assert "There is one already" in str(mail.outbox[0].body)


def test_a_mail_server_that_is_down_is_no_error_page(
    client: Client, learner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: EmailMessage, fail_silently: bool = False) -> int:
        raise smtplib.SMTPServerDisconnected("down")

    monkeypatch.setattr(EmailMessage, "send", refuse)
    response = client.post(reverse("account_reset_password"), {"email": learner.email}, follow=True)
    assert response.status_code == 200
    assert "could not be sent" in response.content.decode()
