"""The time zone: the device's, as it says at signing in, until one is chosen by hand."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from studyapp.accounts import zones
from studyapp.accounts.models import User
from tests.factories import PASSWORD, UserFactory
from tests.world import World

ClientOf = Callable[[User], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.words]
PROFILE = {"name": "Ada", "theme": "system"}


def sign_up(client: Client, zone: str | None) -> User:
    data = {"email": "new@example.org", "password1": PASSWORD}
    sent = {} if zone is None else {zones.FIELD: zone}
    assert client.post(reverse("account_signup"), data | sent).status_code == 302
    return User.objects.get(email="new@example.org")


def sign_in(user: User, zone: str) -> User:
    data = {"login": user.email, "password": PASSWORD, zones.FIELD: zone}
    assert Client().post(reverse("account_login"), data).status_code == 302
    user.refresh_from_db()
    return user


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Asia/Tokyo", "Asia/Tokyo"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        (None, "UTC"),
        ("", "UTC"),
        ("Middle/Earth", "UTC"),
        ("Etc/Unknown", "UTC"),
        ("asia/tokyo", "UTC"),
        ("../../etc/passwd", "UTC"),
        ("Asia/Tokyo\0", "UTC"),
        ("x" * 100_000, "UTC"),
    ],
)
def test_signing_up_takes_the_devices_zone_if_there_is_such_a_zone(
    client: Client, sent: str | None, kept: str
) -> None:
    made = sign_up(client, sent)
    assert (made.time_zone, made.follows_device) == (kept, True)


def test_signing_in_follows_the_device(learner: User) -> None:
    learner.set_password(PASSWORD)
    learner.save()
    assert sign_in(learner, "Asia/Tokyo").time_zone == "Asia/Tokyo"
    assert sign_in(learner, "Europe/Lisbon").time_zone == "Europe/Lisbon"
    assert sign_in(learner, "").time_zone == "Europe/Lisbon", "without a script it stays"
    assert sign_in(learner, "Middle/Earth").time_zone == "Europe/Lisbon"


@pytest.mark.parametrize("chosen", ["America/Lima", "UTC"])
def test_what_was_chosen_by_hand_stays(client_of: ClientOf, chosen: str) -> None:
    learner = UserFactory()
    client_of(learner).post(
        reverse("profile"), PROFILE | {"time_zone": chosen, zones.FIELD: "Asia/Tokyo"}
    )
    learner.refresh_from_db()
    assert (learner.time_zone, learner.follows_device) == (chosen, False)
    assert sign_in(learner, "Asia/Tokyo").time_zone == chosen


def test_a_choice_made_meanwhile_is_not_overridden(learner: User) -> None:
    stale = User.objects.get(pk=learner.pk)
    User.objects.filter(pk=learner.pk).update(time_zone="America/Lima", follows_device=False)
    zones.follow(stale, "Asia/Tokyo")
    learner.refresh_from_db()
    assert learner.time_zone == "America/Lima"


def test_one_may_go_back_to_the_device(client_of: ClientOf) -> None:
    learner = UserFactory(time_zone="America/Lima", follows_device=False)
    client = client_of(learner)
    client.post(reverse("profile"), PROFILE | {"time_zone": "", zones.FIELD: "Asia/Tokyo"})
    learner.refresh_from_db()
    assert (learner.time_zone, learner.follows_device) == ("Asia/Tokyo", True)
    client.post(reverse("profile"), PROFILE | {"time_zone": "", zones.FIELD: "Middle/Earth"})
    learner.refresh_from_db()
    assert (learner.time_zone, learner.follows_device) == ("Asia/Tokyo", True)


@pytest.mark.parametrize(
    ("follows", "selected"), [(True, "As my device (now Asia/Tokyo)"), (False, "Asia/Tokyo")]
)
def test_the_profile_shows_which_it_is(client_of: ClientOf, follows: bool, selected: str) -> None:
    learner = UserFactory(time_zone="Asia/Tokyo", follows_device=follows)
    page = client_of(learner).get(reverse("profile")).content.decode()
    menu = page[page.index('name="time_zone"') :]
    found = re.search(r"<option [^>]*selected[^>]*>([^<]*)<", menu)
    assert found is not None
    assert found[1] == selected


def test_days_are_counted_where_the_learner_is(client: Client, here: World) -> None:
    # Half past eleven in the evening of the 9th in London, the 10th already in Tokyo.
    with time_machine.travel(datetime(2026, 3, 9, 23, 30, tzinfo=UTC)):
        sign_up(client, "Asia/Tokyo")
        days = [day for week in client.get("/").context["calendar"] for day in week]
    past = [day.date.isoformat() for day in days if day.level is not None]
    assert past[-1] == "2026-03-10"


@pytest.mark.parametrize("name", ["account_login", "account_signup"])
def test_the_forms_carry_the_field_empty_until_a_script_fills_it(client: Client, name: str) -> None:
    page = client.get(reverse(name)).content.decode()
    assert page.count(f'<input type="hidden" name="{zones.FIELD}" data-device-zone>') == 1


def test_zones_chosen_before_the_site_asked_devices_are_kept() -> None:
    chosen, untouched = UserFactory(time_zone="America/Lima"), UserFactory()
    migration = import_module("studyapp.accounts.migrations.0003_follows_device")
    migration.keep_what_was_chosen(apps, connection.schema_editor())
    chosen.refresh_from_db()
    untouched.refresh_from_db()
    assert (chosen.follows_device, untouched.follows_device) == (False, True)
