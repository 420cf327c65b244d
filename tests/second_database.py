"""Which tests a second database is tried with: `pytest --stored`, as the step `postgres` does.

The suite runs whole on SQLite. PostgreSQL runs what could come out otherwise there: tests that
touch the database, but for those marked `words`, which say what pages and files say, whatever keeps
the rows; and of a test that is asked many times, the first cases, since each asks the same SQL with
other values. Where the values themselves matter to a database, the test is marked `every_case`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

import pytest

# What pytest-django calls the fixtures that open a database.
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}
CASES = 2


def chosen(items: Iterable[pytest.Item]) -> Iterator[pytest.Item]:
    asked: Counter[str] = Counter()
    for item in items:
        if not touches_database(item) or item.get_closest_marker("words"):
            continue
        test = item.nodeid.partition("[")[0]
        asked[test] += 1
        if asked[test] <= CASES or item.get_closest_marker("every_case"):
            yield item


def touches_database(item: pytest.Item) -> bool:
    """Whether the test has a database, by its mark or by a fixture of its own or of a fixture."""
    if item.get_closest_marker("django_db") is not None:
        return True
    fixtures: list[str] = getattr(item, "fixturenames", [])
    return not DATABASE_FIXTURES.isdisjoint(fixtures)
