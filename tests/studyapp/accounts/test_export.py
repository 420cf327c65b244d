import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quizzes.models import Attempt
from studyapp.accounts.export import PARTS, export
from studyapp.accounts.models import User
from tests.factories import (
    QuizFactory,
    SectionReadFactory,
    TallyFactory,
    UserFactory,
    attempt_at,
    choose,
    question,
    reword,
)
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
