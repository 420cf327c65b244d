"""A simulated class: learners of different ability who read, practise and sit quizzes for weeks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp
from random import Random
from typing import TypedDict

from django.db import transaction

from content import reading
from content.models import LabStep, Section
from quizzes import attempts
from quizzes.grading import AnswerKey
from quizzes.models import Attempt, Question, Quiz, Response
from quizzes.wordings import wordings
from studyapp.accounts.models import User

DOMAIN = "demo.invalid"
DAYS = 35
FIRST_NAMES = (
    *("Amara", "Bela", "Chidi", "Dilan", "Elif", "Farid", "Goran", "Hana", "Ivo", "Jonas"),
    *("Kaya", "Lena", "Mei", "Nuno", "Oksana", "Priya", "Quentin", "Rosa", "Samir", "Tuva"),
)


@dataclass(frozen=True, slots=True)
class Student:
    """A simulated learner; ability is in logits: 0 knows half of what is not guessed."""

    user: User
    ability: float
    reads: float


def chance_of_right(ability: float, difficulty: float, options: int) -> float:
    """The chance in [0, 1] of a right answer, guessing included (a three-parameter model)."""
    guess = 1 / options
    return guess + (1 - guess) / (1 + exp(difficulty - ability))


def simulate(
    learners: int, *, password: str, now: datetime, random: Random, told: Callable[[str], None]
) -> list[User]:
    """Make the learners and live through their weeks up to now; the first may sign in by password.

    told is given a line for each learner."""
    quizzes = [quiz for quiz in Quiz.objects.own().filter(retired_at=None) if _asked(quiz)]
    users = []
    for number in range(1, learners + 1):
        # One commit a learner: each waits for the disk, and there are hundreds of answers.
        with transaction.atomic():
            student = _enrol(number, password if number == 1 else None, now=now, random=random)
            for quiz in quizzes:
                _study(student, quiz, now=now, random=random)
        users.append(student.user)
        told(f"{number}/{learners} {student.user}")
    return users


def _asked(quiz: Quiz) -> bool:
    return Question.objects.asked().filter(quiz=quiz).exists()


def _enrol(number: int, password: str | None, *, now: datetime, random: Random) -> Student:
    name = FIRST_NAMES[(number - 1) % len(FIRST_NAMES)]
    user = User.objects.create_user(
        f"{name.lower()}{number}@{DOMAIN}",
        password,
        name=name,
        date_joined=now - timedelta(days=DAYS),
    )
    return Student(user, ability=random.gauss(0.8, 0.9), reads=random.uniform(0.2, 1.0))


def _study(student: Student, quiz: Quiz, *, now: datetime, random: Random) -> None:
    """Read some of the chapter, practise once, then sit the quiz until it is passed or enough."""
    day = now - timedelta(days=random.uniform(DAYS * 0.6, DAYS))
    if quiz.chapter_id:
        _read(student, quiz.chapter_id, day=day, random=random)
    modes = [Attempt.Mode.PRACTICE, *[Attempt.Mode.GRADED] * random.randint(1, 4)]
    for turn, mode in enumerate(modes):
        day += (now - day) * random.uniform(0.15, 0.5)
        attempt = _sit(
            student, quiz, mode, ability=student.ability + 0.35 * turn, day=day, random=random
        )
        if attempt.mode == Attempt.Mode.GRADED and attempt.passed and random.random() < 0.6:
            break


def _read(student: Student, chapter_id: int, *, day: datetime, random: Random) -> None:
    sections = Section.objects.filter(chapter=chapter_id, retired_at=None).order_by("position")
    for number, section in enumerate(sections):
        if random.random() < student.reads:
            when = day + timedelta(minutes=4 * number)
            reading.mark_section(student.user.pk, section, read=True, now=when)
            reading.save_position(student.user.pk, section, block=0, now=when)
    for step in LabStep.objects.filter(section__chapter=chapter_id, retired_at=None):
        if random.random() < student.reads / 2:
            reading.tick_step(student.user.pk, step, done=True, now=day + timedelta(hours=2))


def _sit(
    student: Student,
    quiz: Quiz,
    mode: Attempt.Mode,
    *,
    ability: float,
    day: datetime,
    random: Random,
) -> Attempt:
    attempt, _made = attempts.start(student.user.pk, quiz, mode=mode, now=day)
    when = day
    for response in attempt.responses.select_related("question").order_by("position"):
        when += timedelta(seconds=random.uniform(20, 110))
        if random.random() < 0.03:
            continue
        attempts.answer(
            student.user.pk,
            attempt.pk,
            position=response.position,
            now=when,
            **_answer(response, attempt, ability=ability, random=random),
        )
    submitted, _now = attempts.submit(student.user.pk, attempt.pk, now=when)
    return submitted


class Given(TypedDict, total=False):
    """What is given, as `attempts.answer` takes it."""

    chosen: Sequence[int]
    placed: Mapping[int, int]


def _answer(response: Response, attempt: Attempt, *, ability: float, random: Random) -> Given:
    """A right answer, or a whole one that is not."""
    words = wordings([response.version_id])[response.version_id]
    key, level = words.answer_key, response.question.level or 2
    chance = chance_of_right(ability, (level - 2) * 0.9, len(key.options))
    is_right = random.random() < chance
    if key.kind.is_choice:
        return {"chosen": sorted(key.key) if is_right else _wrong_choice(key, random)}
    places = dict(key.places)
    if not is_right:
        # Two exchanged: the mistake that is made most.
        one, other = random.sample(sorted(places), 2)
        places[one], places[other] = places[other], places[one]
    seen = words.layout(response.version_id, seed=bytes(attempt.seed))
    return {"placed": seen.posted(places)}


def _wrong_choice(key: AnswerKey, random: Random) -> Sequence[int]:
    """As many options as the key has, and not it."""
    options = sorted(key.options)
    while True:
        chosen = random.sample(options, key.needed)
        if frozenset(chosen) != key.key:
            return chosen
