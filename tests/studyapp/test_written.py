from datetime import UTC, date, datetime

import pytest
from django.utils.formats import date_format

WHEN = datetime(2026, 4, 3, 9, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("form", "written"),
    [
        ("DATE_FORMAT", "3 April 2026"),
        ("SHORT_DATE_FORMAT", "3 Apr 2026"),
        ("DATETIME_FORMAT", "3 Apr 2026, 09:05"),
        ("SHORT_DATETIME_FORMAT", "3 Apr 2026, 09:05"),
        ("TIME_FORMAT", "09:05"),
        ("YEAR_MONTH_FORMAT", "April 2026"),
        ("MONTH_DAY_FORMAT", "3 April"),
    ],
)
def test_a_date_says_its_month_in_letters_and_its_hour_of_24(form: str, written: str) -> None:
    assert date_format(WHEN, form) == written


def test_no_two_days_are_written_alike() -> None:
    days = [date(2026, month, day) for month in range(1, 13) for day in range(1, 13)]
    for form in ("DATE_FORMAT", "SHORT_DATE_FORMAT"):
        assert len({date_format(day, form) for day in days}) == len(days)
