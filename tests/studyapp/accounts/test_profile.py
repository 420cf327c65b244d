from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
GOOD = {"name": "Ada L.", "time_zone": "Asia/Tokyo", "theme": "dark"}


def test_a_profile_is_changed(client_of: ClientOf, learner: User) -> None:
    client = client_of(learner)
    response = client.post(reverse("profile"), GOOD, follow=True)
    assert response.redirect_chain == [(reverse("profile"), 302)]
    page = response.content.decode()
    assert "Your profile is saved." in page
    assert 'data-theme="dark"' in page
    learner.refresh_from_db()
    assert (learner.name, learner.time_zone, learner.theme) == ("Ada L.", "Asia/Tokyo", "dark")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("time_zone", "Middle/Earth"),
        ("time_zone", "../../etc/passwd"),
        ("theme", "pink"),
        ("theme", ""),
        ("name", "x" * 81),
        ("name", "a\0b"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    client_of: ClientOf, learner: User, field: str, value: str
) -> None:
    response = client_of(learner).post(reverse("profile"), GOOD | {field: value})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    page = response.content.decode()
    assert f'id="id_{field}_error"' in page
    assert 'data-theme="system"' in page, "the page keeps the theme that is stored"
    learner.refresh_from_db()
    assert (learner.name, learner.time_zone, learner.theme) == ("Ada", "UTC", "system")


def test_only_the_profile_s_fields_are_read(client_of: ClientOf, learner: User) -> None:
    more = {"is_staff": "on", "is_superuser": "on", "email": "x@example.org", "id": "1"}
    client_of(learner).post(reverse("profile"), GOOD | more)
    learner.refresh_from_db()
    assert (learner.is_staff, learner.is_superuser) == (False, False)
    assert learner.email == "ada@example.org"


@pytest.mark.parametrize("name", ["profile", "export_data", "delete_account"])
def test_strangers_are_asked_to_sign_in_and_led_back(client: Client, name: str) -> None:
    for response in (client.get(reverse(name)), client.post(reverse(name))):
        assert response.status_code == 302
        assert response["Location"] == f"{reverse('account_login')}?next={reverse(name)}"


@pytest.mark.parametrize(
    ("name", "verb"),
    [
        ("profile", "put"),
        ("profile", "delete"),
        ("export_data", "post"),
        ("delete_account", "delete"),
    ],
)
def test_wrong_verbs_are_refused(client_of: ClientOf, learner: User, name: str, verb: str) -> None:
    assert getattr(client_of(learner), verb)(reverse(name)).status_code == 405
    assert User.objects.filter(pk=learner.pk).exists()


@pytest.mark.parametrize("name", ["profile", "delete_account"])
def test_a_post_without_its_token_is_refused(learner: User, name: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(learner)
    assert client.post(reverse(name), GOOD).status_code == 403


@pytest.mark.parametrize("name", ["profile", "export_data", "delete_account"])
def test_private_pages_are_kept_nowhere(client_of: ClientOf, learner: User, name: str) -> None:
    assert "no-store" in client_of(learner).get(reverse(name))["Cache-Control"]
