"""A course's questions and names, as an import compares itself with them."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import F, OuterRef, Subquery

from content.catalogue import Finder
from content.models import Course
from content.register import stored_facts
from content.sync import stored_services
from quizzes.matching import Matcher, Standing
from quizzes.models import Import, ImportItem, Question, QuestionVersion
from quizzes.tagging import Catalogue


class Held(NamedTuple):
    """A question of the bank in its newest words, with what the course asks of it now."""

    id: int
    code: str
    stem: str
    fingerprint: str
    newest_id: int
    number: int
    quiz_id: int | None
    status: str
    origin: str
    current_id: int | None


def held(course: Course) -> list[Held]:
    """Every question of the course that has words."""
    newest = QuestionVersion.objects.filter(question=OuterRef("question")).order_by("-number")
    rows = QuestionVersion.objects.filter(
        question__course=course, pk=Subquery(newest.values("pk")[:1])
    ).order_by("question_id")
    values = rows.values_list(
        "question_id",
        "question__code",
        "stem",
        "fingerprint",
        "pk",
        "number",
        "question__quiz_id",
        "question__status",
        "question__origin",
        "question__current_id",
    )
    return [Held(*row) for row in values]


def standings(questions: Iterable[Held]) -> list[Standing]:
    """The questions as drafts are compared with them."""
    return [
        Standing(
            id=each.id,
            code=each.code,
            stem=each.stem,
            fingerprint=each.fingerprint,
            newest_id=each.newest_id,
            quiz_id=each.quiz_id,
            retired=each.status == Question.Status.RETIRED,
            of_a_file=each.origin == Question.Origin.MARKDOWN,
        )
        for each in questions
    ]


def matcher(upload: Import) -> Matcher:
    """Compares with the bank as it stands and with what the upload holds already."""
    made = Matcher(standings(held(upload.course)), quiz_id=upload.quiz_id)
    staged = ImportItem.objects.filter(upload=upload, draft__isnull=False)
    for code, stem, path, line, action, question_id in staged.values_list(
        "code", "stem", F("file__path"), "line", "action", "question_id"
    ):
        own = None if action == ImportItem.Action.DUPLICATE else question_id
        made.note(code=code, stem=stem, place=f"{path}:{line}", question_id=own)
    return made


def catalogue_of(course: Course) -> Catalogue:
    """The names that questions' tags may use."""
    services = stored_services(course)
    return Catalogue(
        services={service.slug: service.task for service in services},
        tasks=frozenset(course.tasks.values_list("code", flat=True)),
        find=Finder(services).find,
        facts=stored_facts(course),
    )
