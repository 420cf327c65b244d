import pytest

from quizzes.lint.figures import figures, sourced


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("up to 64 TiB, or 64 terabytes", ["64 TB", "64 TB"]),
        ("99.99 per cent and 99.9%", ["99.99 %", "99.9 %"]),
        ("keeps it for 35 days", ["35 days"]),
        ("a 35-day window of 1 day", ["35 days", "1 days"]),
        ("15 read replicas in 3 Availability Zones", ["15 replicas", "3 zones"]),
        ("40,000 IOPS at $0.25", ["40000 IOPS", "0.25 dollars"]),
        ("$ 1,000 a month", ["1000 dollars"]),
        ("under 35 seconds", ["35 seconds"]),
        ("400 KB and 25 GB", ["400 KB", "25 GB"]),
        ("version 8.0, port 3306, in 2018", []),
        ("MySQL 5.7 and IPv4", []),
        ("RFC-35 days", []),
        ("`7 days` in code, ``and 8 `days` ``", []),
        ("seven days", []),
        ("", []),
    ],
)
def test_figures_are_numbers_with_a_unit_in_one_spelling(text: str, stated: list[str]) -> None:
    assert list(figures(text)) == stated


def test_a_paragraph_sources_its_own_figures_and_no_others() -> None:
    section = (
        "It lasts 35 days. <!-- source: https://example.org/a; checked 2026-10 -->\n\n"
        "It weighs 7 GB.\n\n"
        "It costs $5, see [the list](https://example.org/prices).\n\n"
        "<!-- a remark on 9 nodes --> There are 9 nodes."
    )
    assert sourced(section) == {"35 days", "5 dollars"}
    assert sourced("") == set()
