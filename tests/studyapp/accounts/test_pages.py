"""Every page below /accounts/: in the site's frame, with nothing inline and nothing unlabelled."""

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from studyapp.accounts.models import User
from tests.factories import PASSWORD
from tests.studyapp.accounts.test_second_factor import add_key

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db

OF_A_KEY = ("mfa_edit_webauthn", "mfa_remove_webauthn")


class Page(HTMLParser):
    """What of a page the policy or a screen reader would object to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.controls: list[dict[str, str | None]] = []
        self.headings = 0
        self.inside_label = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" or "style" in given:
            self.faults.append(f"inline style on {tag}")
        if tag == "script" and "src" not in given and given.get("type") != "application/json":
            self.faults.append("inline script")
        self.faults += [f"{name} on {tag}" for name in given if name.startswith("on")]
        for name in ("src", "href", "action"):
            value = given.get(name) or ""
            if re.match(r"(https?:)?//", value):
                self.faults.append(f"{tag} leads to {value}")
            if name == "action" and value == "" and name in given:
                self.faults.append("form with an empty action")
        if identity := given.get("id"):
            self.ids.append(identity)
        self.headings += tag == "h1"
        self.inside_label += tag == "label"
        if tag == "label" and (target := given.get("for")):
            self.labelled.add(target)
        if tag in ("input", "select", "textarea") and given.get("type") != "hidden":
            self.controls.append(given | {"wrapped": "yes" if self.inside_label else None})
        if tag == "img" and "alt" not in given:
            self.faults.append("picture without words")

    def handle_endtag(self, tag: str) -> None:
        self.inside_label -= tag == "label"

    def check(self) -> list[str]:
        doubles = {identity for identity in self.ids if self.ids.count(identity) > 1}
        unnamed = [
            str(control.get("name"))
            for control in self.controls
            if not control["wrapped"] and control.get("id") not in self.labelled
        ]
        dangling = [
            target
            for control in self.controls
            for target in (control.get("aria-describedby") or "").split()
            if target not in self.ids
        ]
        headings = [] if self.headings == 1 else [f"{self.headings} h1"]
        placeholders = [c["placeholder"] for c in self.controls if c.get("placeholder")]
        return [*self.faults, *map(str, [*doubles, *unnamed, *dangling, *headings, *placeholders])]


def names() -> list[str]:
    """The names of all addresses below /accounts/."""
    found = []

    def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> None:
        for pattern in patterns:
            path = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, path)
            elif path.startswith("accounts/"):
                assert pattern.name, path
                found.append(pattern.name)

    walk(get_resolver().url_patterns, "")
    return sorted(found)


def addresses(user: User) -> dict[str, str]:
    """One working address for every name."""
    key = Authenticator.objects.get_or_create(user=user, type="webauthn", defaults={"data": {}})[0]
    found = {}
    for name in names():
        if name in OF_A_KEY:
            found[name] = reverse(name, args=[key.pk])
        elif name == "account_confirm_email":
            found[name] = reverse(name, args=["no-such-key"])
        elif name == "account_reset_password_from_key":
            found[name] = reverse(name, kwargs={"uidb36": "1", "key": "no-such-key"})
        else:
            found[name] = reverse(name)
    return found


def assert_clean(response: "Answer", where: str) -> None:
    assert response.status_code in (200, 404, 429), where
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy
    if response["Content-Type"].startswith("text/html"):
        assert Page(response.content.decode()).check() == [], where
        assert "studyapp.css" in response.content.decode(), f"{where} is not in the site's frame"
        assert "!" not in re.sub(r"<[^>]*>", "", response.content.decode()), where


def test_the_crawl_finds_faults() -> None:
    page = Page('<p style="x" onclick="y"><script>z</script><input name="a">')
    assert page.check() == ["inline style on p", "onclick on p", "inline script", "a", "0 h1"]


def fetch(client: Client, url: str) -> "Answer":
    """The page that the address leads to, as long as that is below /accounts/."""
    response = client.get(url)
    while response.status_code == 302 and response["Location"].startswith("/accounts/"):
        response = client.get(response["Location"])
    return response


def test_every_page_for_a_stranger(client: Client, learner: User) -> None:
    for name, url in addresses(learner).items():
        response = fetch(client, url)
        if name != "account_logout":  # there is nobody to sign out
            assert_clean(response, name)


def sign_in(client: Client, user: User) -> None:
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def second_factors(user: User) -> None:
    TOTP.activate(user, generate_totp_secret())
    if not Authenticator.objects.filter(user=user, type="recovery_codes").exists():
        RecoveryCodes.activate(user)


HEADINGS = {
    "account_change_password": "Change password",
    "account_email": "E-mail address",
    "account_logout": "Sign out",
    "account_reauthenticate": "Is it you?",
    "delete_account": "Delete your account",
    "mfa_add_webauthn": "Add a passkey or security key",
    "mfa_edit_webauthn": "Rename a key",
    "mfa_generate_recovery_codes": "New recovery codes",
    "mfa_index": "Sign-in in two steps",
    "mfa_list_webauthn": "Your keys",
    "mfa_remove_webauthn": "Remove a key",
    "profile": "Your profile",
}


@pytest.mark.parametrize(
    ("with_app", "more"),
    [
        (False, {"mfa_activate_totp": "Set up an authenticator app"}),
        (
            True,
            {
                "mfa_activate_totp": "Turn off the authenticator app",
                "mfa_deactivate_totp": "Turn off the authenticator app",
                "mfa_view_recovery_codes": "Recovery codes",
                "mfa_reauthenticate": "Is it you?",
                "mfa_reauthenticate_webauthn": "Is it you?",
            },
        ),
    ],
)
def test_every_page_for_somebody_signed_in(
    client: Client, learner: User, with_app: bool, more: dict[str, str]
) -> None:
    sign_in(client, learner)
    add_key(client)
    pages = addresses(learner)
    if with_app:
        second_factors(learner)
    for name, heading in (HEADINGS | more).items():
        response = fetch(client, pages[name])
        assert_clean(response, name)
        assert f"<h1>{heading}</h1>" in response.content.decode(), name


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("account_login", {"login": "no address"}),
        ("account_signup", {"email": "no address"}),
        ("account_reset_password", {"email": "no address"}),
    ],
)
def test_pages_with_errors_for_a_stranger(client: Client, name: str, data: dict[str, str]) -> None:
    response = client.post(reverse(name), data)
    assert "field-errors" in response.content.decode()
    assert_clean(response, name)


@pytest.mark.parametrize(
    "name",
    [
        "account_change_password",
        "account_email",
        "account_reauthenticate",
        "delete_account",
        "mfa_activate_totp",
        "profile",
    ],
)
def test_pages_with_errors_for_somebody_signed_in(client: Client, learner: User, name: str) -> None:
    sign_in(client, learner)
    response = client.post(reverse(name), {"action_add": "", "email": "no address"})
    assert "field-errors" in response.content.decode()
    assert_clean(response, name)


def test_the_way_through_a_confirmation_and_a_second_step(client: Client, learner: User) -> None:
    email = EmailAddress.objects.create(user=learner, email=learner.email, primary=True)
    page = client.get(reverse("account_confirm_email", args=[EmailConfirmationHMAC(email).key]))
    assert "Yes, confirm it" in page.content.decode()
    assert_clean(page, "confirm")
    second_factors(learner)
    client.post(reverse("account_login"), {"login": learner.email, "password": PASSWORD})
    page = client.get(reverse("mfa_authenticate"))
    assert "Second step" in page.content.decode()
    assert "webauthn" not in page.content.decode(), "without a key there is nothing to offer"
    assert_clean(page, "second step")
    assert_clean(client.post(reverse("mfa_authenticate"), {"code": "000"}), "wrong code")
