"""The learner's time zone as their device names it, until they choose one by hand."""

import zoneinfo
from functools import cache

from studyapp.accounts.models import User

FIELD = "device_zone"
"""What forms send it as; empty where no script has filled it in."""


@cache
def names() -> frozenset[str]:
    """Every time zone that can be chosen."""
    return frozenset(zoneinfo.available_timezones())


def follow(user: User, zone: str) -> None:
    """Take the zone of the device, unless the user has chosen one or there is none of that name."""
    if not user.follows_device or zone == user.time_zone or zone not in names():
        return
    # Asked of the row too: the choice may have been made since the user was read.
    if User.objects.filter(pk=user.pk, follows_device=True).update(time_zone=zone):
        user.time_zone = zone
