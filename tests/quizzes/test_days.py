import zoneinfo
from datetime import UTC, datetime

import pytest
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from quizzes.days import day, minute

ZONES = ["UTC", "Asia/Tokyo", "America/St_Johns", "Pacific/Kiritimati"]
MIDNIGHT = datetime(2026, 3, 31, 23, 30, tzinfo=UTC)


@given(
    moment=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
    zone=st.sampled_from(ZONES),
    language=st.sampled_from(["en", "de", "ja"]),
    form=st.sampled_from(["j M Y", "j F Y", "j F"]),
)
def test_says_what_django_would_say(moment: datetime, zone: str, language: str, form: str) -> None:
    with timezone.override(zoneinfo.ZoneInfo(zone)), override(language):
        local = timezone.localtime(moment)
        assert day(moment, form=form) == date_format(local, form)
        assert minute(moment, form=form) == date_format(local, f"{form}, H:i")


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("UTC", "31 Mar 2026, 23:30"),
        ("Asia/Tokyo", "1 Apr 2026, 08:30"),
        ("America/St_Johns", "31 Mar 2026, 21:00"),
    ],
)
def test_the_day_is_the_readers(zone: str, words: str) -> None:
    with timezone.override(zoneinfo.ZoneInfo(zone)):
        assert minute(MIDNIGHT) == words
        assert words.startswith(day(MIDNIGHT))
