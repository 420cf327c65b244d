"""Which questions a course holds and what each is about, read once a process and revision."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from content.kept import Kept
from content.outline import Outline
from quizzes.models import FormQuestion, Question, Quiz

SECONDS_A_QUESTION = 83


@dataclass(frozen=True, slots=True)
class QuestionEntry:
    """A question's tags by id; asked says whether a new attempt may hold it."""

    id: int
    quiz_id: int | None
    section_id: int | None
    task_id: int | None
    domain_id: int | None
    services: Sequence[int]
    asked: bool


@dataclass(frozen=True, slots=True)
class QuizEntry:
    """A quiz with the number of questions it asks, in all and by the section that teaches them.

    limit: the minutes that a sitting may last, which makes it an exam; None without a clock."""

    id: int
    chapter_id: int | None
    slug: str
    title: str
    pass_mark: int
    partial_credit: bool
    url: str
    questions: int
    by_section: Mapping[int, int]
    kind: str = Quiz.Kind.OWN
    limit: int | None = None

    @property
    def is_own(self) -> bool:
        """Whether the questions are its own; else it asks what other quizzes have."""
        return self.kind == Quiz.Kind.OWN

    @property
    def is_custom(self) -> bool:
        return self.kind == Quiz.Kind.CUSTOM

    @property
    def is_exam(self) -> bool:
        return self.limit is not None

    @property
    def is_diagnostic(self) -> bool:
        """Whether it is a fixed form without a clock, to see where to begin."""
        return self.kind == Quiz.Kind.FIXED and self.limit is None

    @property
    def minutes(self) -> int:
        """A sitting's length: an exam's, else at the pace of a real one, 90 minutes for 65
        questions."""
        return self.limit or max(1, round(self.questions * SECONDS_A_QUESTION / 60))


@dataclass(frozen=True, slots=True)
class Holdings:
    questions: Mapping[int, QuestionEntry]
    quizzes: Sequence[QuizEntry]

    @property
    def own(self) -> list[QuizEntry]:
        """The quizzes that have questions of their own."""
        return [quiz for quiz in self.quizzes if quiz.is_own]

    @property
    def exams(self) -> list[QuizEntry]:
        """The exams: the one that is drawn first, then the fixed forms."""
        found = [quiz for quiz in self.quizzes if quiz.is_exam and quiz.questions]
        return sorted(found, key=lambda quiz: (quiz.kind != Quiz.Kind.MOCK, quiz.title))

    @property
    def custom(self) -> QuizEntry | None:
        return next((quiz for quiz in self.quizzes if quiz.is_custom and quiz.questions), None)

    @property
    def diagnostic(self) -> QuizEntry | None:
        return next((quiz for quiz in self.quizzes if quiz.is_diagnostic and quiz.questions), None)

    def standing(self, quiz_id: int) -> QuizEntry | None:
        """The quiz, unless it was taken out of the course or asks nothing any more."""
        return next((quiz for quiz in self.quizzes if quiz.id == quiz_id and quiz.questions), None)

    def quiz_of(self, chapter_id: int) -> QuizEntry | None:
        """The chapter's quiz, where it has one that asks something."""
        found = (quiz for quiz in self.quizzes if quiz.chapter_id == chapter_id and quiz.questions)
        return next(found, None)


_kept: Kept[Holdings] = Kept()


def holdings(outline: Outline) -> Holdings:
    """What the course holds at the outline's revision."""
    return _kept.get(outline.id, revision=outline.revision, make=lambda: _read(outline))


def _read(outline: Outline) -> Holdings:
    tagged: dict[int, list[int]] = defaultdict(list)
    tags = Question.services.through.objects.filter(question__course=outline.id)
    for question, service in tags.order_by("service__position").values_list(
        "question_id", "service_id"
    ):
        tagged[question].append(service)
    questions = {
        pk: QuestionEntry(
            id=pk,
            quiz_id=quiz,
            section_id=section,
            task_id=task,
            domain_id=domain or task_domain,
            services=tuple(tagged[pk]),
            asked=status == Question.Status.PUBLISHED,
        )
        for pk, quiz, section, task, domain, task_domain, status in Question.objects.filter(
            course=outline.id
        ).values_list(
            "pk", "quiz_id", "section_id", "task_id", "domain_id", "task__domain_id", "status"
        )
    }
    return Holdings(questions=questions, quizzes=_quizzes(outline, questions))


def _quizzes(outline: Outline, questions: Mapping[int, QuestionEntry]) -> tuple[QuizEntry, ...]:
    asked = [question for question in questions.values() if question.asked]
    count = Counter(question.quiz_id for question in asked)
    listed = FormQuestion.objects.filter(quiz__course=outline.id)
    listed = listed.filter(question__status=Question.Status.PUBLISHED)
    count.update(quiz for (quiz,) in listed.values_list("quiz_id"))
    elsewhere = {Quiz.Kind.MOCK: outline.exam_questions, Quiz.Kind.CUSTOM: len(asked)}
    sections: dict[int | None, Counter[int]] = defaultdict(Counter)
    for question in asked:
        if question.section_id is not None:
            sections[question.quiz_id][question.section_id] += 1
    return tuple(
        QuizEntry(
            id=quiz.pk,
            chapter_id=quiz.chapter_id,
            slug=quiz.slug,
            title=quiz.title,
            pass_mark=quiz.pass_mark,
            partial_credit=quiz.partial_credit,
            url=reverse("quiz", args=[outline.slug, quiz.slug]),
            questions=elsewhere.get(Quiz.Kind(quiz.kind), count[quiz.pk]) if asked else 0,
            by_section=dict(sections[quiz.pk]),
            kind=quiz.kind,
            limit=quiz.minutes,
        )
        for quiz in Quiz.objects.filter(course=outline.id, retired_at=None)
    )
