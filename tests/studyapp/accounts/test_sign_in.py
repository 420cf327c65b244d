import re
import smtplib

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail import EmailMessage
from django.db import IntegrityError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from studyapp.accounts.models import User
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
NEW = "a quite different battery"


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> HttpResponse:
    response: HttpResponse = client.post(
        reverse("account_login"), {"login": email, "password": password, **more}
    )
    return response


def signed_in_as(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_sign_up_signs_in_and_keeps_the_name(client: Client) -> None:
    data = {"name": "Ada L.", "email": "Ada@Example.org", "password1": PASSWORD}
    response = client.post(reverse("account_signup"), data)
    assert response.status_code == 302
    assert response["Location"] == reverse("home")
    user = User.objects.get()
    assert (user.name, user.email, user.time_zone) == ("Ada L.", "ada@example.org", "UTC")
    assert not user.is_staff
    assert signed_in_as(client) == str(user.pk)


def test_sign_up_reads_only_its_own_fields(client: Client) -> None:
    data = {
        "email": "eve@example.org",
        "password1": PASSWORD,
        "is_staff": "on",
        "is_superuser": "on",
        "groups": "1",
    }
    client.post(reverse("account_signup"), data)
    user = User.objects.get()
    assert (user.is_staff, user.is_superuser, user.groups.count()) == (False, False, 0)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", ""),
        ("email", "no address"),
        ("email", "x" * 400 + "@example.org"),
        ("password1", ""),
        ("password1", "short"),
        ("password1", "1234567890123"),
        ("password1", "password123"),
        ("name", "x" * 81),
    ],
)
def test_sign_up_refuses_beside_the_field(client: Client, field: str, value: str) -> None:
    data = {"name": "Ada", "email": "ada@example.org", "password1": PASSWORD, field: value}
    response = client.post(reverse("account_signup"), data)
    assert response.status_code == 200
    assert response.context["form"].errors[field]
    assert f'id="id_{field}_error"' in response.content.decode()
    assert not User.objects.exists()


def test_sign_up_with_a_known_address_in_other_letters(client: Client, learner: User) -> None:
    data = {"email": learner.email.upper(), "password1": PASSWORD}
    response = client.post(reverse("account_signup"), data)
    assert response.context["form"].errors["email"]
    assert User.objects.count() == 1


def test_sign_up_sent_twice_at_once_makes_one_account(
    client: Client, learner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second of two posts that both passed the check meets the constraint."""

    def taken(*args: object, **kwargs: object) -> None:
        raise IntegrityError

    monkeypatch.setattr("allauth.account.forms.BaseSignupForm.try_save", taken)
    data = {"email": "new@example.org", "password1": PASSWORD}
    response = client.post(reverse("account_signup"), data, follow=True)
    assert response.redirect_chain == [(reverse("account_login"), 302)]
    assert "there already" in response.content.decode()
    assert User.objects.count() == 1


def test_sign_in_and_out(client: Client, learner: User) -> None:
    assert sign_in(client, learner.email.upper()).status_code == 302
    assert signed_in_as(client) == str(learner.pk)
    page = client.get(reverse("account_logout"))
    assert page.status_code == 200
    assert signed_in_as(client) == str(learner.pk), "a GET must not sign out"
    assert client.post(reverse("account_logout"))["Location"] == reverse("home")
    assert signed_in_as(client) is None


@pytest.mark.parametrize("remember", ["", "on"])
def test_staying_signed_in_is_a_choice(client: Client, learner: User, remember: str) -> None:
    sign_in(client, learner.email, **({"remember": remember} if remember else {}))
    assert client.session.get_expire_at_browser_close() is (not remember)


def test_a_wrong_password_and_an_unknown_address_get_the_same_page(
    client: Client, learner: User
) -> None:
    pages = []
    for email in (learner.email, "nobody@example.org"):
        response = Client().post(
            reverse("account_login"), {"login": email, "password": "not the password"}
        )
        assert response.status_code == 200
        text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
        pages.append(text.replace(email, "ADDRESS"))
    assert pages[0] == pages[1]


def test_a_closed_account_cannot_sign_in(client: Client) -> None:
    user = UserFactory(is_active=False)
    response = client.post(
        reverse("account_login"), {"login": user.email, "password": PASSWORD}, follow=True
    )
    assert signed_in_as(client) is None
    assert response.redirect_chain == [(reverse("account_inactive"), 302)]


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


# --- where one goes afterwards -------------------------------------------------------------------

QUIZ = "/some-course/some-chapter/quiz/"


def test_next_is_kept_from_sign_in_to_sign_up_and_back(client: Client) -> None:
    page = client.get(reverse("account_login"), {"next": QUIZ}).content.decode()
    link = re.search(rf'href="({reverse("account_signup")}\?[^"]*)"', page)
    assert link
    page = client.get(link[1].replace("&amp;", "&")).content.decode()
    assert f'name="next" value="{QUIZ}"' in page
    back = re.search(rf'href="({reverse("account_login")}\?[^"]*)"', page)
    assert back
    page = client.get(back[1].replace("&amp;", "&")).content.decode()
    assert f'name="next" value="{QUIZ}"' in page


def test_next_is_honoured_by_sign_in_and_sign_up(client: Client, learner: User) -> None:
    assert sign_in(client, learner.email, next=QUIZ)["Location"] == QUIZ
    data = {"email": "new@example.org", "password1": PASSWORD, "next": QUIZ}
    assert Client().post(reverse("account_signup"), data)["Location"] == QUIZ


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "javascript:alert(1)",
        "http://localhost/",  # an allowed host, and still not the one that was asked
    ],
)
def test_next_never_leads_elsewhere(client: Client, learner: User, elsewhere: str) -> None:
    assert sign_in(client, learner.email, next=elsewhere)["Location"] == reverse("home")
    page = client.post(reverse("account_logout"), {"next": elsewhere})
    assert page["Location"] == reverse("home")


# --- passwords and addresses ---------------------------------------------------------------------


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


def ask_for_address(client: Client, email: str) -> HttpResponse:
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    response: HttpResponse = client.post(
        reverse("account_email"), {"action_add": "", "email": email}, follow=True
    )
    return response


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
