import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.test import RequestFactory

from quizzes import posted
from quizzes.grading import InvalidChoiceError


def request(*pairs: tuple[str, str]) -> WSGIRequest:
    form: dict[str, list[str]] = {}
    for name, value in pairs:
        form.setdefault(name, []).append(value)
    return RequestFactory().post("/", form)


def test_ids_are_read_as_numbers() -> None:
    assert posted.chosen(request(("option", "7"), ("option", "12"), ("option", "7"))) == {7, 12}
    assert posted.chosen(request(("options", "x"))) == set()


def test_places_are_read_by_the_number_of_their_option_and_blank_ones_left_out() -> None:
    form = request(("place-1", "3"), ("place-2", ""), ("place-12", "1"), ("whole", "1"))
    assert posted.placed(form) == {1: 3, 12: 1}
    assert posted.placed(request(("option", "7"))) == {}


NO_NUMBERS = ["x", "-1", "1.0", " 1", "1 ", "١", "²", "9" * 19, "\0", "1e3", "0x1"]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_number_is_refused(text: str) -> None:
    for read, pair in (
        (posted.chosen, ("option", text)),
        (posted.placed, ("place-1", text)),
        # Blanks around a field's name are lost on the way.
        (posted.placed, (f"place-{text.strip() if text.strip() != '1' else 'y'}", "1")),
    ):
        with pytest.raises(InvalidChoiceError):
            read(request(pair))


@pytest.mark.parametrize(
    "pairs",
    [
        [("place-1", "1"), ("place-1", "2")],
        [("place-1", "1"), ("place-1", "")],
        [("place-1", "1"), ("place-01", "1")],
        [("place-", "1")],
    ],
)
def test_two_places_for_one_option_are_refused(pairs: list[tuple[str, str]]) -> None:
    with pytest.raises(InvalidChoiceError):
        posted.placed(request(*pairs))
