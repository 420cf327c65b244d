"""Lets a storm set a server's clock: this folder is on the server's path and on no other's.

Every time that the product tells comes from Django's `timezone.now`. The file that STORM_CLOCK
names says how many seconds it is to be ahead."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.utils import timezone

_FILE = Path(os.environ["STORM_CLOCK"])


def _now() -> datetime:
    return datetime.now(UTC) + timedelta(seconds=float(_FILE.read_text("ascii")))


timezone.now = _now
