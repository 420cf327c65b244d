"""The exams of a storm: a course, its questions, learners who are signed in, attempts begun.

`python -m tests.faults.hall FOLDER LEARNERS EXAMS BEGUN` fills the database of the environment and
writes hall.json, which is all that the clients know. It is a process of its own, since it needs
Django."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from quizzes.grading import Given
    from quizzes.models import Attempt, Question, Quiz, Response
    from quizzes.wordings import Words

SIZE = 16
UNSCORED = 4
EXTRA_MINUTES = 600
"""What every other learner has beyond the exam's minutes: a clock three hours ahead ends the exams
of the rest only."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that may be given: its fields of the form, and how the log will have it."""

    form: tuple[tuple[str, str], ...]
    given: str


@dataclass(frozen=True, slots=True)
class Sitting:
    """An attempt: what may be answered to each of its questions, by position from 1."""

    attempt: str
    answers: tuple[tuple[Answer, ...], ...]


@dataclass(frozen=True, slots=True)
class Learner:
    cookie: str
    sittings: tuple[Sitting, ...]


@dataclass(frozen=True, slots=True)
class Hall:
    """server: the command line that `manage.py serve` ends up as, with PORT for its port."""

    learners: tuple[Learner, ...]
    server: tuple[str, ...]


def read(path: Path) -> Hall:
    held = json.loads(path.read_text("utf-8"))
    return Hall(
        learners=tuple(
            Learner(
                one["cookie"],
                tuple(
                    Sitting(
                        sitting["attempt"],
                        tuple(
                            tuple(
                                Answer(tuple((n, v) for n, v in answer["form"]), answer["given"])
                                for answer in answers
                            )
                            for answers in sitting["answers"]
                        ),
                    )
                    for sitting in one["sittings"]
                ),
            )
            for one in held["learners"]
        ),
        server=tuple(held["server"]),
    )


def build(learners: int, exams: int, *, begun: int) -> Hall:
    """Fill the database; every learner begins the first exams, so many of them."""
    from django.db import transaction

    from studyapp.management.commands.serve import server_command

    with transaction.atomic():
        made = tuple(_people(learners, _exams(exams)[:begun]))
    command = server_command("127.0.0.1", 1)
    return Hall(
        made,
        tuple(
            "PORT" if word == "1" and command[n - 1] == "--port" else word
            for n, word in enumerate(command)
        ),
    )


def _exams(count: int) -> list["Quiz"]:
    """Fixed forms of the same questions of every kind; every other one with partial credit."""
    from quizzes.models import FormQuestion, Quiz
    from tests.factories import CourseFactory, QuizFactory, placed_question, question

    course = CourseFactory(slug="storm", exam_kinds="single multiple ordering matching")
    bank = QuizFactory(course=course, slug="bank")
    asked: list[Question] = []
    for number in range(SIZE):
        if number % 8 == 6:
            asked.append(placed_question(3, 1, 2, quiz=bank))
        elif number % 8 == 7:
            asked.append(placed_question(2, 4, 2, answers=4, quiz=bank))
        else:
            asked.append(question(quiz=bank, key=("A", "BC", "D", "ABD")[number % 4]))
    made: list[Quiz] = []
    for number in range(count):
        quiz = QuizFactory(
            course=course,
            kind=Quiz.Kind.FIXED,
            minutes=90,
            slug=f"exam-{number}",
            partial_credit=number % 2 == 1,
        )
        FormQuestion.objects.bulk_create(
            FormQuestion(quiz=quiz, question=each, position=place, scored=place % 4 != 0)
            for place, each in enumerate(asked, 1)
        )
        made.append(quiz)
    return made


def _people(count: int, exams: list["Quiz"]) -> Iterator[Learner]:
    from django.utils import timezone

    from quizzes import exams as beginning
    from quizzes.models import ExtraTime
    from tests.bench import world

    for number in range(count):
        person = world.learner(number)
        if number % 2:
            more = ExtraTime(user_id=person.id, course=exams[0].course, minutes=EXTRA_MINUTES)
            more.save()
        begun = [beginning.start(person.id, exam, now=timezone.now())[0] for exam in exams]
        yield Learner(person.cookie, tuple(_sitting(attempt) for attempt in begun))


def _sitting(attempt: "Attempt") -> Sitting:
    from quizzes.wordings import wordings

    responses = list(attempt.responses.order_by("position"))
    words = wordings([response.version_id for response in responses])
    return Sitting(
        attempt=attempt.pk.hex,
        answers=tuple(
            tuple(_answers(attempt, response, words[response.version_id])) for response in responses
        ),
    )


def _answers(attempt: "Attempt", response: "Response", words: "Words") -> Iterator[Answer]:
    """Right, wrong and half right ones; where it may be, also none at all."""
    options = [option.id for option in words.options]
    given: list[Given]
    if words.kind.is_choice:
        key = [option.id for option in words.options if option.is_key]
        given = [dict.fromkeys(key)]
        given += [{option: None} for option in options]
        if len(key) > 1:
            given += [{}, dict.fromkeys(options), dict.fromkeys(options[:2])]
    else:
        most = words.answer_key.most
        given = [words.answer_key.places, {}]
        given += [
            dict(zip(options, places, strict=True))
            for places in list(product(range(1, most + 1), repeat=len(options)))[::7]
        ]
    for one in given:
        yield Answer(tuple(_form(attempt, response, words, one)), _logged(one))


def _form(
    attempt: "Attempt", response: "Response", words: "Words", given: "Given"
) -> Iterator[tuple[str, str]]:
    if words.kind.is_choice:
        yield from (("option", str(option)) for option in given)
        return
    seen = words.layout(response.version_id, seed=bytes(attempt.seed))
    yield from ((f"place-{n}", str(place)) for n, place in seen.posted(given).items())


def _logged(given: "Given") -> str:
    pairs = sorted(given.items())
    return ",".join(
        str(option) if place is None else f"{option}:{place}" for option, place in pairs
    )


def main(folder: str, learners: str, exams: str, begun: str) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    made: Any = asdict(build(int(learners), int(exams), begun=int(begun)))
    Path(folder, "hall.json").write_text(json.dumps(made), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
