"""How the quizzes of a course's files are marked, as its course.toml says."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from content.models import Course
from quizzes.models import Quiz


@dataclass(frozen=True, slots=True)
class Rules:
    """What passes a quiz in percent, and whether an answer that is right in part earns a part."""

    pass_mark: int
    partial_credit: bool = False


def apply(rules: Rules, course: Course, *, root: str) -> None:
    """Mark all of the folder's quizzes so, those of unchanged files too; attempts under way keep
    the rules that they began with."""
    others = (
        Quiz.objects.own()
        .filter(course=course, source_root=root)
        .exclude(Q(pass_mark=rules.pass_mark) & Q(partial_credit=rules.partial_credit))
    )
    if others.exists():
        with transaction.atomic():
            others.update(pass_mark=rules.pass_mark, partial_credit=rules.partial_credit)
            course.bump()
