import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from studyapp.accounts.models import User
from tests.factories import PASSWORD
from tests.studyapp.accounts.passkey import SoftKey

pytestmark = pytest.mark.django_db


def code_of(secret: str) -> str:
    code: str = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    return code


def sign_in(client: Client, user: User) -> str:
    data = {"login": user.email, "password": PASSWORD}
    location: str = client.post(reverse("account_login"), data)["Location"]
    return location


def sign_in_and_confirm(client: Client, user: User) -> None:
    """Setting up or taking off a second step asks for the password once more."""
    sign_in(client, user)
    response = client.post(
        reverse("account_reauthenticate"),
        {"password": PASSWORD, "next": reverse("mfa_index")},
    )
    assert response["Location"] == reverse("mfa_index")


def enrol(client: Client) -> str:
    """Turns an authenticator app on and returns its secret."""
    url = reverse("mfa_activate_totp")
    page = client.get(url).content.decode()
    found = re.search(r'<code id="authenticator_secret">(\w+)</code>', page)
    assert found
    response = client.post(url, {"code": code_of(found[1])})
    assert response["Location"] == reverse("mfa_view_recovery_codes")
    return found[1]


def test_staff_are_asked_to_set_up_a_second_step_until_they_have(
    client: Client, instructor: User
) -> None:
    sign_in_and_confirm(client, instructor)
    offer = "Set up a second step"
    assert offer in client.get(reverse("profile")).content.decode()
    enrol(client)
    assert offer not in client.get(reverse("profile")).content.decode()


def test_learners_are_not_urged(client: Client, learner: User) -> None:
    sign_in(client, learner)
    page = client.get(reverse("profile")).content.decode()
    assert "Set up a second step" not in page
    assert reverse("mfa_index") in page


def test_sign_in_with_the_apps_code(client: Client, learner: User) -> None:
    sign_in_and_confirm(client, learner)
    secret = enrol(client)
    browser = Client()
    assert sign_in(browser, learner) == reverse("mfa_authenticate")
    assert browser.get(reverse("profile")).status_code == 302
    wrong = browser.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert wrong.context["form"].errors["code"]
    # A code counts once, and this one was used to turn the app on.
    Authenticator.objects.filter(user=learner).update(last_used_at=None)
    next_code = format_hotp_value(hotp_value(secret, int(time.time()) // 30 + 1))
    right = browser.post(reverse("mfa_authenticate"), {"code": next_code})
    assert right["Location"] == reverse("home")
    assert browser.get(reverse("profile")).status_code == 200


def test_sign_in_with_a_recovery_code_once(client: Client, learner: User) -> None:
    sign_in_and_confirm(client, learner)
    enrol(client)
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    codes = re.findall(r"<li><code>(\w+)</code></li>", page)
    assert len(codes) == 10
    first, again = Client(), Client()
    for browser in (first, again):
        sign_in(browser, learner)
        browser.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert first.get(reverse("profile")).status_code == 200
    assert again.get(reverse("profile")).status_code == 302


def test_the_zone_is_taken_after_the_second_step(client: Client, learner: User) -> None:
    sign_in_and_confirm(client, learner)
    enrol(client)
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    code = re.findall(r"<li><code>(\w+)</code></li>", page)[0]
    browser, zone = Client(), {"device_zone": "Asia/Tokyo"}
    data = {"login": learner.email, "password": PASSWORD, **zone}
    browser.post(reverse("account_login"), data)
    learner.refresh_from_db()
    assert learner.time_zone == "UTC", "whoever knows the password alone changes nothing"
    browser.post(reverse("mfa_authenticate"), {"code": code, **zone})
    learner.refresh_from_db()
    assert learner.time_zone == "Asia/Tokyo"


def test_next_survives_the_second_step(client: Client, learner: User) -> None:
    sign_in_and_confirm(client, learner)
    enrol(client)
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    code = re.findall(r"<li><code>(\w+)</code></li>", page)[0]
    browser = Client()
    data = {"login": learner.email, "password": PASSWORD, "next": "/some/where/"}
    browser.post(reverse("account_login"), data)
    response = browser.post(reverse("mfa_authenticate"), {"code": code})
    assert response["Location"] == "/some/where/"


def test_turning_it_off_asks_who_one_is(client: Client, learner: User) -> None:
    sign_in_and_confirm(client, learner)
    enrol(client)
    url = reverse("mfa_deactivate_totp")
    forced = Client()
    forced.force_login(learner)
    assert forced.post(url)["Location"].startswith(reverse("account_reauthenticate"))
    assert Authenticator.objects.filter(user=learner, type="totp").exists()
    assert client.post(url)["Location"] == reverse("mfa_index")
    assert not Authenticator.objects.filter(user=learner).exists()


def test_the_code_to_scan_stands_on_white(client: Client, learner: User) -> None:
    sign_in_and_confirm(client, learner)
    picture = client.get(reverse("mfa_activate_totp")).context["totp_svg"]
    assert 'fill="white"/><path' in picture


def test_admin_signs_in_at_the_same_door(client: Client, instructor: User) -> None:
    response = client.get(reverse("admin:index"), follow=True)
    assert response.redirect_chain[-1][0].startswith(reverse("account_login"))
    data = {"login": instructor.email, "password": PASSWORD, "next": reverse("admin:index")}
    assert client.post(reverse("account_login"), data)["Location"] == reverse("admin:index")
    assert client.get(reverse("admin:index")).status_code == 200


def add_key(client: Client, name: str = "Blue key") -> SoftKey:
    url = reverse("mfa_add_webauthn")
    options = client.get(url).context["js_data"]["creation_options"]
    key = SoftKey()
    response = client.post(url, {"name": name, "credential": key.register(options)})
    assert response["Location"] == reverse("mfa_view_recovery_codes")
    return key


def test_sign_in_with_a_key(client: Client, learner: User) -> None:
    sign_in_and_confirm(client, learner)
    key = add_key(client)
    assert "Blue key" in client.get(reverse("mfa_list_webauthn")).content.decode()
    browser = Client()
    assert sign_in(browser, learner) == reverse("mfa_authenticate")
    page = browser.get(reverse("mfa_authenticate"))
    assert "Use a passkey or security key" in page.content.decode()
    answer = SoftKey().sign(page.context["js_data"]["request_options"])
    assert browser.post(reverse("mfa_authenticate"), {"credential": answer}).status_code == 200
    page = browser.get(reverse("mfa_authenticate"))
    answer = key.sign(page.context["js_data"]["request_options"])
    response = browser.post(reverse("mfa_authenticate"), {"credential": answer})
    assert response["Location"] == reverse("home")
    assert browser.get(reverse("profile")).status_code == 200


def test_a_key_is_renamed_and_removed(client: Client, learner: User) -> None:
    sign_in_and_confirm(client, learner)
    add_key(client)
    pk = Authenticator.objects.get(type="webauthn").pk
    client.post(reverse("mfa_edit_webauthn", args=[pk]), {"name": "Red <key>"})
    page = client.get(reverse("mfa_list_webauthn")).content.decode()
    assert "Red &lt;key&gt;" in page
    client.post(reverse("mfa_remove_webauthn", args=[pk]))
    assert not Authenticator.objects.filter(type="webauthn").exists()


NO_ANSWERS = ["", "x", "{}", "[]", "null", "7", '{"id": 1}', '{"id": "AA", "rawId": "AA"}']


@pytest.mark.parametrize("credential", NO_ANSWERS)
def test_what_no_key_answered_is_no_error_page(
    client: Client, learner: User, credential: str
) -> None:
    sign_in_and_confirm(client, learner)
    url = reverse("mfa_add_webauthn")
    assert client.post(url, {"name": "x", "credential": credential}).status_code == 200
    assert not Authenticator.objects.exists()


def test_what_no_key_answered_signs_nobody_in(client: Client, learner: User) -> None:
    sign_in_and_confirm(client, learner)
    add_key(client)
    browser = Client()
    sign_in(browser, learner)
    for credential in NO_ANSWERS[:5]:  # few enough for the limit of failed codes
        url = reverse("mfa_authenticate")
        assert browser.post(url, {"credential": credential}).status_code == 200
        again = reverse("mfa_reauthenticate_webauthn")
        assert client.post(again, {"credential": credential}).status_code == 302
    assert browser.get(reverse("profile")).status_code == 302


@pytest.mark.parametrize("pk", ["0", str(2**63), str(10**30)])
@pytest.mark.parametrize("name", ["mfa_edit_webauthn", "mfa_remove_webauthn"])
def test_a_key_that_is_not_mine_is_not_found(
    client: Client, learner: User, other: User, pk: str, name: str
) -> None:
    sign_in_and_confirm(client, learner)
    theirs = Authenticator.objects.create(user=other, type="webauthn", data={})
    for key in (pk, theirs.pk):
        assert client.get(reverse(name, args=[key])).status_code == 404
        assert client.post(reverse(name, args=[key])).status_code == 404
    assert Authenticator.objects.filter(pk=theirs.pk).exists()
