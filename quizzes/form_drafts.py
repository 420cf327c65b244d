"""Drafting fixed forms by the code that draws forms, so that nobody types their lists by hand."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from random import Random

from content.outline import Outline
from quizzes import forms
from quizzes.blueprint import Quota, shares
from quizzes.drawing import Candidate, Drawn, ShortError, draw
from quizzes.form_files import FormDraft, FormKind
from quizzes.models import FormQuestion, Question

ENOUGH = 1_000_000
"""Times a domain's weight: its task statements share it without a remainder that matters."""


class TooFewError(Exception):
    """The diagnostic is to have fewer questions than there are task statements."""

    def __init__(self, tasks: int) -> None:
        super().__init__(str(tasks))
        self.tasks = tasks


class LackError(Exception):
    """Too few questions are left; lacks: name of a domain or task statement, needed, found."""

    def __init__(self, lacks: Sequence[tuple[str, int, int]]) -> None:
        super().__init__(str(lacks))
        self.lacks = lacks


def drafted(
    course: Outline, *, exams: int, diagnostic: int, anew: bool, random: Random, now: datetime
) -> list[FormDraft]:
    """So many mock exams, and a diagnostic of so many questions if any, no question in two of them.

    anew: draw also what the course's fixed forms hold now. Raises LackError and TooFewError."""
    used: set[int] = set()
    if not anew:
        rows = FormQuestion.objects.filter(quiz__course=course.id, quiz__retired_at=None)
        used |= set(rows.values_list("question_id", flat=True))
    codes = dict(Question.objects.filter(course=course.id).values_list("pk", "code"))
    made = []

    def form(
        candidates: Sequence[Candidate],
        quotas: Sequence[Quota],
        names: Mapping[int, str],
        **named: str,
    ) -> None:
        try:
            drawn = draw([c for c in candidates if c.id not in used], quotas, random=random)
        except ShortError as short:
            lacks = [(names.get(m.domain, "?"), m.needed, m.found) for m in short.missing]
            raise LackError(lacks) from None
        used.update(each.id for each in drawn)
        made.append(_draft(drawn, codes, **named))

    if diagnostic:
        # First, as it needs one of every task statement.
        by_task = forms.candidates(course, now=now, by_task=True)
        codes_of = {task.id: task.code for domain in course.domains for task in domain.tasks}
        quotas = spread(course, diagnostic)
        form(by_task, quotas, codes_of, slug="diagnostic", title="Where to begin")
    numbers = {domain.id: str(domain.number) for domain in course.domains}
    candidates = forms.candidates(course, now=now)
    for number in range(1, exams + 1):
        named = {"slug": f"mock-exam-{number}", "title": f"Mock exam {number}"}
        form(candidates, forms.quotas_of(course), numbers, **named)
    return made


def spread(course: Outline, questions: int) -> tuple[Quota, ...]:
    """A quota of one or more for each task statement; what is left goes by the domains' weights."""
    tasks = {
        task.id: domain.weight * ENOUGH // len(domain.tasks)
        for domain in course.domains
        for task in domain.tasks
    }
    if questions < len(tasks) or not tasks:
        raise TooFewError(len(tasks))
    more = shares(questions - len(tasks), list(tasks.values()))
    return tuple(Quota(task, 1 + extra, 1 + extra) for task, extra in zip(tasks, more, strict=True))


def _draft(drawn: Sequence[Drawn], codes: dict[int, str], *, slug: str, title: str) -> FormDraft:
    questions = [codes[each.id] for each in drawn]
    return FormDraft(
        slug=slug,
        title=title,
        kind=FormKind.DIAGNOSTIC if slug == "diagnostic" else FormKind.EXAM,
        questions=questions,
        unscored=frozenset(codes[each.id] for each in drawn if not each.scored),
        line=0,
        lines=[0] * len(questions),
    )
