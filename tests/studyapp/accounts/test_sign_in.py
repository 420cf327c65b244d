import re
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from tests.factories import PASSWORD, UserFactory

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> "Answer":
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


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
