import pytest
from django.db import IntegrityError, transaction

from quizzes.inserting import Value, insert
from quizzes.models import MatchAnswer
from tests.factories import question

pytestmark = pytest.mark.django_db
COLUMNS = ("version_id", "position", "text", "html")


@pytest.fixture
def version_id() -> int:
    made = question().current
    assert made is not None
    return made.pk


def test_rows_get_their_ids_in_the_order_in_which_they_come(version_id: int) -> None:
    order = [4, 1, 3, 2, 5]
    insert(MatchAnswer, COLUMNS, ([version_id, n, "%s; '", ""] for n in order))
    found = MatchAnswer.objects.order_by("pk")
    assert list(found.values_list("position", flat=True)) == order
    assert set(found.values_list("text", "html")) == {("%s; '", "")}


def test_no_rows_are_nothing_to_do() -> None:
    insert(MatchAnswer, COLUMNS, [])
    assert not MatchAnswer.objects.exists()


@pytest.mark.parametrize("second", [(1, "b"), (0, "b"), (2, None)])
def test_constraints_hold_and_nothing_is_written(
    second: tuple[Value, ...], version_id: int
) -> None:
    rows = [(version_id, *row, "") for row in [(1, "a"), second]]
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(MatchAnswer, COLUMNS, rows)
    assert not MatchAnswer.objects.exists()
