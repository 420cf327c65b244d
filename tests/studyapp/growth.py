"""A world a hundred times as large, written in bulk."""

from datetime import timedelta

from content.models import Chapter, ReadingPosition, Section, SectionRead
from quizzes.models import (
    Attempt,
    Choice,
    Option,
    Question,
    QuestionVersion,
    Quiz,
    Response,
    Tally,
)
from studyapp.accounts.models import User
from tests.factories import NOON
from tests.world import World, option_ids


def grow(here: World, learner: User, *, by: int = 100) -> None:
    """A hundred times as many chapters, questions, own attempts and others' answers."""
    _more_chapters(here, learner, by)
    more_questions(here, by)
    _more_attempts(here, [learner], by)
    _more_attempts(here, _people(by), 2)
    here.course.bump()


def _people(count: int) -> list[User]:
    return User.objects.bulk_create(User(email=f"many{n}@example.org") for n in range(count))


def _more_chapters(here: World, learner: User, by: int) -> None:
    chapters = Chapter.objects.bulk_create(
        Chapter(course=here.course, number=n, slug=f"many-{n}", title=f"Chapter {n}")
        for n in range(10, 10 + 2 * by)
    )
    sections = Section.objects.bulk_create(
        Section(
            chapter=chapter,
            slug=f"s-{n}",
            title=f"Section {n}",
            level=2,
            kind="concept",
            position=n,
            markdown="Words.",
            html="<p>Words.</p>",
        )
        for chapter in chapters
        for n in range(2)
    )
    links = Section.services.through.objects
    links.bulk_create(
        Section.services.through(section=section, service=here.services[n % 3])
        for n, section in enumerate(sections)
    )
    SectionRead.objects.bulk_create(
        SectionRead(user=learner, section=section, read_at=NOON) for section in sections[::2]
    )
    ReadingPosition.objects.bulk_create(
        ReadingPosition(user=learner, chapter=one, section=section, updated_at=NOON)
        for one, section in zip(chapters, sections[::2], strict=True)
    )
    Quiz.objects.bulk_create(
        Quiz(course=here.course, chapter=chapter, slug=chapter.slug, title=chapter.title)
        for chapter in chapters
    )


def more_questions(here: World, by: int) -> None:
    """A hundred times as many in the quiz itself and in the course."""
    made = Question.objects.bulk_create(
        Question(
            course=here.course,
            quiz=here.quiz,
            section=here.first,
            task=here.tasks[n % 2],
            code=f"many-{n}",
            position=100 + n,
        )
        for n in range(4 * by - 4)
    )
    versions = QuestionVersion.objects.bulk_create(
        QuestionVersion(
            question=one,
            number=1,
            kind="single",
            stem="?",
            stem_html="<p>?</p>",
            fingerprint="f",
            created_at=NOON,
        )
        for one in made
    )
    Option.objects.bulk_create(
        Option(version=version, position=n, letter="AB"[n - 1], text="t", html="t", is_key=n == 1)
        for version in versions
        for n in (1, 2)
    )
    for one, version in zip(made, versions, strict=True):
        one.current, one.status = version, Question.Status.PUBLISHED
    Question.objects.bulk_update(made, ["current", "status"], batch_size=200)
    Question.services.through.objects.bulk_create(
        Question.services.through(question=one, service=here.services[n % 3])
        for n, one in enumerate(made)
    )


def _more_attempts(here: World, users: list[User], each: int) -> None:
    made = Attempt.objects.bulk_create(
        Attempt(
            user=user,
            quiz=here.quiz,
            mode="graded",
            pass_mark=70,
            started_at=NOON - timedelta(days=n + 1),
            submitted_at=NOON - timedelta(days=n + 1),
            total=4,
            counted=4,
            right=n % 5,
            score=n % 5 / 4,
        )
        for user in users
        for n in range(each)
    )
    responses = Response.objects.bulk_create(
        Response(
            attempt=attempt,
            question=asked,
            version_id=asked.current_id or 0,
            position=place,
            answered_at=NOON,
            graded_at=NOON,
            score=0.0,
        )
        for attempt in made
        for place, asked in enumerate(here.questions, 1)
    )
    wrong = {one.pk: option_ids(_blank(one), "C")[0] for one in here.questions}
    Choice.objects.bulk_create(
        Choice(response=response, option_id=wrong[response.question_id]) for response in responses
    )
    Tally.objects.bulk_create(
        (
            Tally(
                user=user,
                question=asked,
                answers=each,
                right=0,
                last_right=False,
                last_answered_at=NOON,
            )
            for user in users
            for asked in here.questions
        ),
        ignore_conflicts=True,
    )


def _blank(asked: Question) -> Response:
    return Response(question=asked, version=asked.current)
