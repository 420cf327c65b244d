"""A course's questions and names, as an import compares itself with them."""

from django.db.models import F, OuterRef, Subquery

from content.catalogue import Finder
from content.models import Course
from content.sync import stored_services
from quizzes.matching import Matcher, Standing
from quizzes.models import Import, ImportItem, Question, QuestionVersion
from quizzes.tagging import Catalogue


def standings(course: Course) -> list[Standing]:
    """Every question of the course that has words, in its newest ones."""
    newest = QuestionVersion.objects.filter(question=OuterRef("question")).order_by("-number")
    rows = QuestionVersion.objects.filter(
        question__course=course, pk=Subquery(newest.values("pk")[:1])
    ).order_by("question_id")
    return [
        Standing(
            id=pk,
            code=code,
            stem=stem,
            fingerprint=fingerprint,
            newest_id=newest_id,
            quiz_id=quiz_id,
            retired=status == Question.Status.RETIRED,
            of_a_file=origin == Question.Origin.MARKDOWN,
        )
        for pk, code, stem, fingerprint, newest_id, quiz_id, status, origin in rows.values_list(
            "question_id",
            "question__code",
            "stem",
            "fingerprint",
            "pk",
            "question__quiz_id",
            "question__status",
            "question__origin",
        )
    ]


def matcher(upload: Import) -> Matcher:
    """Compares with the bank as it stands and with what the upload holds already."""
    made = Matcher(standings(upload.course), quiz_id=upload.quiz_id)
    held = ImportItem.objects.filter(upload=upload, draft__isnull=False)
    for code, stem, path, line, action, question_id in held.values_list(
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
    )
