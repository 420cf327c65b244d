"""Stored questions as drafts with their tags, and as files of any format that can be written."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.db.models import Prefetch, QuerySet

from content.discovery import slugify
from quizzes.drafts import QuestionDraft, Tags
from quizzes.formats import known
from quizzes.formats.format import Format, Loss, Written
from quizzes.models import Option, Question
from quizzes.versions import as_draft

FORMATS: Sequence[Format] = [form for form in known.FORMATS if form.write is not None]
CHUNK = 1000
"""How many questions are read at a time: some databases bear no longer list of keys."""


def tagged(question: Question) -> QuestionDraft:
    """The question in its current words, with all that its comment would say in a file."""
    if question.current is None:
        raise ValueError(f"{question} has no words")
    question.current.question = question
    return replace(
        as_draft(question.current),
        publish=question.status == Question.Status.PUBLISHED,
        tags=Tags(
            code=question.code,
            services=tuple(sorted(service.slug for service in question.services.all())),
            task=question.task.code if question.task else "",
            section=question.section.slug if question.section else "",
            level=question.level,
            source=question.source,
            facts=tuple(sorted(fact.slug for fact in question.facts.all())),
        ),
    )


def file_name(title: str, form: Format) -> str:
    """What a file of the questions that are called so is called."""
    return f"{slugify(title)}{form.endings[0]}"


def written(form: Format, questions: QuerySet[Question], *, title: str) -> Written:
    """The questions as a file, in the order of their courses, quizzes and places.

    Raises ValueError for a format that cannot be written."""
    if form.write is None:
        raise ValueError(f"{form.name} cannot be written")
    read = list(_read(questions))
    asked = [question for question in read if question.current is not None]
    drafts = [tagged(question) for question in asked]
    made = form.write(drafts, title=title)
    lost = [*made.losses, *_beside(asked, drafts)]
    wordless = [Loss(0, q.code, "not written: no words") for q in read if q.current is None]
    return replace(made, losses=[*wordless, *sorted(lost, key=lambda loss: loss.number)])


def _read(questions: QuerySet[Question]) -> Iterator[Question]:
    """The questions with all that `tagged` asks for, in a few queries a chunk."""
    options = Option.objects.defer("html", "rationale_html")
    return (
        questions.select_related("task", "section", "domain", "current")
        .defer("current__stem_html", "current__explanation_html", "section__html")
        .prefetch_related(
            "services", "facts", Prefetch("current__options", options), "current__answers"
        )
        .order_by("course__slug", "quiz__slug", "position", "pk")
        .iterator(chunk_size=CHUNK)
    )


def _beside(questions: Sequence[Question], drafts: Sequence[QuestionDraft]) -> Iterator[Loss]:
    """What no draft carries, whatever the format."""
    times = Counter(question.code for question in questions)
    for number, (question, draft) in enumerate(zip(questions, drafts, strict=True), 1):
        if any("![" in text or "<img" in text for text in draft.texts):
            yield Loss(number, question.code, "without its images: keep them beside the file")
        if question.domain and not question.task:
            yield Loss(number, question.code, f"without its domain, {question.domain.number}")
        if times[question.code] > 1:
            what = "another course's question has the same id: write a file for each course"
            yield Loss(number, question.code, what)
