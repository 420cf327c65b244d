"""What the measured pages show: the shipped course, a quiz of six, learners with their sessions."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.utils import timezone

from content import reading
from content.models import Section
from quizzes import attempts
from quizzes.models import Attempt, Question, Quiz
from studyapp.accounts.models import User

BANK = "\n\n".join(
    f"""### Question {n}

Which of these words stands for the number {n}, and is the only one of the four that does?

A) The word that stands for {n}
B) The word that stands for {n + 1}
C) The word that stands for {n + 2}
D) The word that stands for {n + 3}

**Correct Answer: A**

**Explanation:** The word says it, and the other three say other numbers."""
    for n in range(1, 7)
)


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody signed in: the id, and the session's cookie."""

    id: int
    cookie: str


@dataclass(frozen=True, slots=True)
class Course:
    """Addresses to measure, and the quiz of six questions."""

    lesson: str
    course: str
    quiz: Quiz


def learner(number: int) -> Learner:
    user = User.objects.create(email=f"bench{number}-{uuid.uuid4().hex[:8]}@example.org")
    user.set_unusable_password()
    user.save()
    return Learner(user.pk, cookie(user.pk, settings.AUTHENTICATION_BACKENDS[0]))


def cookie(user_id: int, backend: str) -> str:
    """The cookie of a new session of the user, who signed in by that backend."""
    session = SessionStore()
    session[SESSION_KEY] = str(user_id)
    session[BACKEND_SESSION_KEY] = backend
    session[HASH_SESSION_KEY] = User.objects.get(pk=user_id).get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def build(folder: Path) -> Course:
    """Load the shipped course and the bank of six into an empty database."""
    call_command("load_content", verbosity=0, stdout=open_nowhere(folder))
    bank = folder / "six.md"
    bank.write_text(f"# Six\n\n{BANK}\n", encoding="utf-8")
    call_command("load_content", bank, course="clf-c02", verbosity=0, stdout=open_nowhere(folder))
    return Course(
        lesson="/clf-c02/databases/", course="/clf-c02/", quiz=Quiz.objects.get(slug="six")
    )


def open_nowhere(folder: Path):  # type: ignore[no-untyped-def]
    return (folder / "said.txt").open("a", encoding="utf-8")


def open_attempt(user: Learner, quiz: Quiz) -> Attempt:
    """A graded attempt of which every question has an answer."""
    attempt, _made = attempts.start(
        user.id, quiz, mode=Attempt.Mode.GRADED, now=timezone.now() - timedelta(minutes=5)
    )
    for response in attempt.responses.select_related("version"):
        option = response.version.options.order_by("position")[response.position % 2]
        attempts.answer(
            user.id,
            attempt.pk,
            position=response.position,
            chosen=[option.pk],
            now=timezone.now(),
        )
    return attempt


def with_history(user: Learner, quiz: Quiz) -> Attempt:
    """Ten submitted attempts, half of the course read; the last attempt."""
    for _ in range(10):
        attempt = open_attempt(user, quiz)
        attempts.submit(user.id, attempt.pk, now=timezone.now())
    for section in Section.objects.order_by("pk")[::2]:
        reading.mark_section(user.id, section, read=True, now=timezone.now())
    return attempt


def options(quiz: Quiz) -> Iterator[list[int]]:
    """The option ids of the quiz's questions, in order."""
    for question in Question.objects.filter(quiz=quiz).order_by("position"):
        if question.current is not None:
            yield list(question.current.options.order_by("position").values_list("pk", flat=True))
