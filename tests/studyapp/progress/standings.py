"""Where a learner stands, and what brings them there."""

from datetime import timedelta

from content.models import Section
from content.outline import outline
from quizzes.models import Question
from studyapp.accounts.models import User
from studyapp.progress.standing import ServiceRow, Standing, standing
from tests.factories import NOON, SectionReadFactory, TallyFactory
from tests.world import World, ask


def stand(user: User, slug: str = "cloud") -> Standing:
    return standing(user.pk, outline(slug), now=NOON)


def tally(
    user: User, asked: Question, *, last: bool = True, answers: int = 1, day: int = 0
) -> None:
    TallyFactory(
        user=user,
        question=asked,
        answers=answers,
        right=answers if last else answers - 1,
        last_right=last,
        last_answered_at=NOON + timedelta(days=day),
    )


def read(user: User, *sections: Section) -> None:
    for section in sections:
        SectionReadFactory(user=user, section=section)


def more(here: World, count: int, *, task: int, service: int) -> list[Question]:
    """So many further questions of the quiz on one task statement and service."""
    made = [
        ask(here.quiz, "A", code=f"more-{task}-{service}-{n}", position=100 + n)
        for n in range(count)
    ]
    for one in made:
        one.task = here.tasks[task]
        one.save()
        one.services.add(here.services[service])
    here.course.bump()
    return made


def row(found: Standing, name: str) -> ServiceRow:
    return next(one for one in found.services if one.service.name == name)
