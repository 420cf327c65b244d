"""Questions whose key is put right: who answered what, and all that is stored of it."""

import random
from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

from django.db import connection

from quizzes import attempts
from quizzes.grading import AnswerKey
from quizzes.models import Attempt, Choice, Question, Quiz, Regrade, Response
from quizzes.regrade_marks import Policy
from quizzes.regrade_plans import Correction, planned
from quizzes.regrading import apply
from quizzes.wordings import answer_keys
from studyapp.accounts.models import User
from tests.factories import NOON, UserFactory
from tests.quizzes.taking import GRADED, SOON, begin, give, place

TOMORROW = NOON + timedelta(days=1)
WHY = "The key named the wrong option."
THIRD, TWO_THIRDS = 1 / 3, 2 / 3
TABLES = {
    "quizzes_attempt": "id",
    "quizzes_response": "id",
    "quizzes_choice": "id",
    "quizzes_tally": "user_id, question_id",
}


def dump(*tables: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every byte of the tables of answers, as the database gives it, or of some of them."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables or TABLES:
            cursor.execute(f"SELECT * FROM {table} ORDER BY {TABLES[table]}")
            found[table] = [
                tuple(bytes(v) if isinstance(v, memoryview) else v for v in row)
                for row in cursor.fetchall()
            ]
    return found


def sat(
    quiz: Quiz,
    answers: Sequence[str],
    user: User | None = None,
    *,
    mode: Attempt.Mode = GRADED,
    submitted: bool = True,
) -> Attempt:
    """An attempt with these letters chosen, question by question; "" leaves one unanswered, and
    "A2 B1" gives places."""
    attempt = begin(user or UserFactory(), quiz, mode)
    for position, letters in enumerate(answers, 1):
        if " " in letters:
            placed = {each[0]: int(each[1]) for each in letters.split()}
            place(attempt, position, when=SOON, **placed)
        elif letters:
            give(attempt, position, letters)
    if submitted:
        attempts.submit(attempt.user_id, attempt.pk, now=NOON + timedelta(minutes=10))
    attempt.refresh_from_db()
    return attempt


def nth(quiz: Quiz, number: int) -> Question:
    return list(quiz.questions.order_by("position"))[number - 1]


def right(question: Question, letters: str = "", places: str = "") -> dict[int, AnswerKey]:
    """The current wording with another key, by letters, or by places in the options' order."""
    version = question.current
    assert version is not None
    published = answer_keys([version.pk])[version.pk]
    options = dict(version.options.values_list("letter", "pk"))
    ids = [options[letter] for letter in sorted(options)]
    given = dict(zip(ids, map(int, places), strict=True)) if places else {}
    key = frozenset(options[letter] for letter in letters)
    return {
        version.pk: AnswerKey(published.kind, published.options, key, given, most=published.most)
    }


def correction(
    question: Question,
    letters: str = "",
    policy: Policy = Policy.RESCORE,
    *,
    places: str = "",
    lowers: bool = False,
) -> Correction:
    return Correction(question, policy, right(question, letters, places), lowers=lowers)


def applied(wanted: Correction, by: User, **kwargs: Any) -> Regrade:
    """The regrade, made as somebody does who has just looked at its preview."""
    return apply(
        wanted, seen=planned(wanted).digest, by=by.pk, **{"why": WHY, "now": TOMORROW, **kwargs}
    )


def scores(made: Collection[Attempt]) -> list[tuple[int | None, int, float | None]]:
    """What each attempt came to: right, counted, score."""
    found = Attempt.objects.in_bulk([attempt.pk for attempt in made])
    return [
        (found[attempt.pk].right, found[attempt.pk].counted, found[attempt.pk].score)
        for attempt in made
    ]


def crowd(quiz: Quiz, users: int, each: int, chance: random.Random) -> list[Attempt]:
    """Submitted attempts at a quiz of choices, so many of each of so many learners, with options
    chosen at random: as `sat` makes them, in fewer statements."""
    people = User.objects.bulk_create(
        User(email=f"crowd{n}@example.org", name=f"Crowd {n}", password="!") for n in range(users)
    )
    asked = list(quiz.questions.order_by("position").select_related("current"))
    words = [question.current for question in asked if question.current is not None]
    options = [list(version.options.values_list("pk", flat=True)) for version in words]
    made: list[Attempt] = []
    for round_ in range(each):
        begun = [_begun(user, quiz, total=len(asked), minute=round_ * 20) for user in people]
        Attempt.objects.bulk_create(begun)
        responses = Response.objects.bulk_create(
            Response(
                attempt=attempt,
                question=question,
                version=words[position - 1],
                position=position,
                answered_at=attempt.started_at,
            )
            for attempt in begun
            for position, question in enumerate(asked, 1)
        )
        Choice.objects.bulk_create(
            Choice(response=response, option_id=chance.choice(options[response.position - 1]))
            for response in responses
        )
        for attempt in begun:
            now = attempt.started_at + timedelta(minutes=10)
            made.append(attempts.submit(attempt.user_id, attempt.pk, now=now)[0])
    return made


def _begun(user: User, quiz: Quiz, *, total: int, minute: int) -> Attempt:
    """An attempt at all of the quiz, not stored yet."""
    return Attempt(
        user=user,
        quiz=quiz,
        mode=GRADED,
        pass_mark=quiz.pass_mark,
        started_at=NOON + timedelta(minutes=minute),
        total=total,
        counted=total,
    )
