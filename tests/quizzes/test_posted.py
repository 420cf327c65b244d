import uuid

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.test import RequestFactory

from quizzes import posted
from quizzes.grading import InvalidChoiceError
from quizzes.saving import Save


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


def test_a_save_is_read_whole() -> None:
    key, client = uuid.UUID(int=7), uuid.UUID(int=8)
    form = request(
        *(("key", str(key)), ("client", str(client)), ("sequence", "12"), ("answer", "1")),
        *(("option", "7"), ("certainty", "2"), ("flagged", "1"), ("whole", "1")),
    )
    assert posted.save(form) == Save(key, client, 12, {7}, {}, certainty=2, flagged=True)


def test_what_a_save_leaves_out_is_to_stay() -> None:
    first, second = (posted.save(request(("option", "7"), ("whole", "1"))) for _ in range(2))
    assert first == Save(key=first.key)
    assert first.key != second.key


@pytest.mark.parametrize(
    ("go", "flagged", "wanted"),
    [("flag", "0", True), ("unflag", "1", False), ("next", "1", True), ("", "", None)],
)
def test_the_flag_is_as_its_button_or_else_the_page_says(
    go: str, flagged: str, wanted: bool | None
) -> None:
    form = request(("go", go), ("flagged", flagged), ("whole", "1"))
    assert posted.save(form).flagged is wanted
