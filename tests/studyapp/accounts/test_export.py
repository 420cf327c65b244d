import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.attempts import submit as submit_attempt
from quizzes.models import Attempt
from studyapp.accounts.export import PARTS, export
from studyapp.accounts.models import User
from tests.factories import (
    NOON,
    QuizFactory,
    SectionReadFactory,
    TallyFactory,
    UserFactory,
    attempt_at,
    choose,
    placed_question,
    question,
    reword,
)
from tests.quizzes.taking import begin, place
from tests.studyapp.accounts.history import everything_of, models_linked_to

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]


def fetch(client: Client) -> dict[str, Any]:
    response = client.get(reverse("export_data"))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert response["Content-Disposition"].startswith('attachment; filename="studyapp-')
    data: dict[str, Any] = json.loads(response.content)
    return data


def test_every_model_that_links_to_a_user_is_covered() -> None:
    covered = {model for part in PARTS for model in part.models}
    assert models_linked_to(User) | {User} == covered, (
        "say in studyapp/accounts/export.py what of it a person gets, "
        "and in tests/studyapp/accounts/history.py how a row of it comes to be"
    )


def test_the_enumeration_sees_straight_indirect_and_many_to_many_links() -> None:
    names = {model._meta.label for model in models_linked_to(User)}
    assert {"quizzes.Attempt", "quizzes.Choice", "accounts.User_groups"} <= names
    assert "quizzes.Option" not in names, "a wording does not belong to whoever wrote it"


def test_somebody_who_has_done_everything_finds_all_of_it(
    client_of: ClientOf, learner: User
) -> None:
    everything_of(learner)
    for model in models_linked_to(User):
        assert model._default_manager.exists(), f"history.py makes no {model._meta.label}"
    data = fetch(client_of(learner))
    for part in PARTS:
        assert data[part.name], part.name
    text = json.dumps(data)
    for word in (
        "group",
        "read",
        "step",
        "place",
        "stem",
        "quiz",
        "reworded",
        "confirmed",
        "exam",
        "saved",
        "act",
        "imported",
        "logged",
    ):
        assert f"{word} u{learner.pk}" in text, word
    assert f"u{learner.pk}@example.org" in text


def test_nothing_of_others_and_no_secret_is_in_it(
    client_of: ClientOf, learner: User, other: User
) -> None:
    everything_of(learner)
    everything_of(other)
    text = json.dumps(fetch(client_of(learner)))
    assert f"u{other.pk}" not in text.replace(f"u{learner.pk}", "")
    assert other.email not in text
    assert "secret u" not in text
    assert learner.password not in text
    assert f"key u{learner.pk}" not in text


def test_an_attempt_is_shown_as_it_was_seen(client_of: ClientOf, learner: User) -> None:
    asked = question(key="A", texts=["one", "two"], stem="Old words?", quiz=QuizFactory())
    attempt = attempt_at([asked], user=learner, mode=Attempt.Mode.PRACTICE)
    choose(attempt.responses.get(), "B", graded=True)
    reword(asked, stem="New words?")
    (row,) = fetch(client_of(learner))["attempts"][0]["responses"]
    assert row["stem"] == "Old words?"
    assert row["wording"] == 1
    assert [(o["text"], o["chosen"], o["right"]) for o in row["options"]] == [
        ("one", False, True),
        ("two", True, False),
    ]
    assert row["score"] == 0
    assert row["explanation"]
    assert row["options"][0]["rationale"]


@pytest.mark.parametrize("answered", ["", "A", "B"])
def test_the_key_stays_out_until_it_is_graded(
    client_of: ClientOf, learner: User, answered: str
) -> None:
    """Swapping which option is right changes nothing of it."""
    asked = {
        key: question(key=key, texts=["one", "two"], stem="Words?", code=f"swapped-{key}")
        for key in "AB"
    }
    for each in asked.values():
        attempt = attempt_at([each], user=learner)
        if answered:
            choose(attempt.responses.get(), answered)
    text = json.dumps(fetch(client_of(learner))["attempts"])
    assert "Rationale" not in text
    assert "Why, by" not in text
    shown = {
        row["question"]: {name: value for name, value in row.items() if name != "question"}
        for attempt_row in json.loads(text)
        for row in attempt_row["responses"]
    }
    assert shown["swapped-A"] == shown["swapped-B"]


def options_of(client: Client, attempt: Attempt, position: int) -> list[dict[str, Any]]:
    (row,) = [row for row in fetch(client)["attempts"] if row["id"] == str(attempt.pk)]
    options: list[dict[str, Any]] = row["responses"][position - 1]["options"]
    return options


def test_places_and_matches_are_shown_as_they_were_given(
    client_of: ClientOf, learner: User
) -> None:
    quiz = QuizFactory()
    placed_question(2, 1, quiz=quiz)
    placed_question(1, 3, answers=3, quiz=quiz)
    attempt = begin(learner, quiz)
    place(attempt, 1, A=2)
    place(attempt, 2, A=2, B=3)
    client = client_of(learner)
    order, match = (options_of(client, attempt, position) for position in (1, 2))
    assert {option["text"][5]: option["given"] for option in order} == {"A": 2, "B": None}
    assert {o["text"][5]: o["given"][:8] for o in match} == {"A": "Answer 2", "B": "Answer 3"}
    assert not any("right" in option or "rationale" in option for option in [*order, *match])
    submit_attempt(learner.pk, attempt.pk, now=NOON)
    order, match = (options_of(client, attempt, position) for position in (1, 2))
    assert {option["text"][5]: option["right"] for option in order} == {"A": 2, "B": 1}
    assert {o["text"][5]: o["right"][:8] for o in match} == {"A": "Answer 1", "B": "Answer 3"}
    assert all(option["rationale"] for option in order)


def test_options_of_an_order_stand_as_its_attempt_shows_them(
    client_of: ClientOf, learner: User
) -> None:
    """As they were written they may stand in the right order."""
    quiz = QuizFactory()
    placed_question(1, 2, 3, 4, quiz=quiz)
    client, orders = client_of(learner), set()
    for _ in range(8):
        attempt = begin(learner, quiz)
        options = options_of(client, attempt, 1)
        page = client.get(f"/attempts/{attempt.pk}/1/").content.decode()
        assert [page.index(f"<p>{option['text']}</p>") for option in options] == sorted(
            page.index(f"<p>{option['text']}</p>") for option in options
        )
        orders.add(tuple(option["text"] for option in options))
        submit_attempt(learner.pk, attempt.pk, now=NOON)
    assert len(orders) > 2


def test_its_queries_do_not_grow(learner: User) -> None:
    counts = []
    for size in (0, 6):
        user = UserFactory()
        everything_of(user)
        for _ in range(size):
            attempt_at([question(), question()], user=user)
            SectionReadFactory(user=user)
            TallyFactory(user=user)
        with CaptureQueriesContext(connection) as queries:
            export(user)
        counts.append(len(queries))
    assert counts[0] == counts[1]
