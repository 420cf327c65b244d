"""What a browser sends from the pages of an exam."""

import uuid

from django.test import Client

from quizzes.models import Attempt
from tests.quizzes.asking import Got, at
from tests.quizzes.taking import ids


def form(attempt: Attempt, position: int, letters: str, **fields: object) -> dict[str, object]:
    """What a browser without scripts sends."""
    whole = {"option": ids(attempt, position, letters), "answer": "1", "certainty": "0"}
    return whole | {"flagged": "0", "go": "next", "whole": "1"} | fields


def scripted(attempt: Attempt, position: int, letters: str, **fields: object) -> dict[str, object]:
    """What exam.js sends."""
    sent = form(attempt, position, letters, key=str(uuid.uuid4()), **fields)
    del sent["go"], sent["certainty"], sent["flagged"]
    return sent


def post(client: Client, attempt: Attempt, position: int, data: dict[str, object]) -> Got:
    return client.post(at("save", attempt, position), data)
