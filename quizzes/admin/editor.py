"""The page on which a question is written: what lies open on it, and the preview beside it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from content.admin import AnyAdmin
from content.models import Course
from quizzes import linting
from quizzes.admin import preview
from quizzes.admin.addressed import whole_number
from quizzes.admin.around import around
from quizzes.admin.choices import choices_for
from quizzes.admin.forms import QuestionForm, placed
from quizzes.admin.words_form import WordsForm, worded
from quizzes.models import Question, QuestionVersion, Quiz
from quizzes.versions import as_draft


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies open: a question with its newest words, or a course that is to have one more.

    opened is the version whose words the form shows first: the newest unless another was asked
    for. courses are those one could write for instead."""

    course: Course
    question: Question | None = None
    newest: QuestionVersion | None = None
    opened: QuestionVersion | None = None
    courses: tuple[Course, ...] = ()

    @property
    def waiting(self) -> bool:
        """Whether the newest words are a draft beside those that learners see."""
        if self.question is None or self.newest is None:
            return False
        published = self.question.status == Question.Status.PUBLISHED
        return published and self.newest.pk != self.question.current_id


def desk_of(question: Question, asked: QueryDict) -> Desk:
    """The question; asked["version"] names the one whose words are wanted."""
    versions = question.versions.select_related("author").prefetch_related("options", "answers")
    newest = versions.order_by("-number").first()
    number = whole_number(asked.get("version"))
    opened = versions.filter(number=number).first() if number is not None else None
    return Desk(question.course, question, newest, opened or newest)


def empty_desk(asked: QueryDict) -> Desk | None:
    """For a new question: the course of asked["quiz"], else asked["course"], else the first one.

    None where no course has a quiz."""
    quizzes = Quiz.objects.own().filter(retired_at=None).select_related("course")
    courses = {quiz.course_id: quiz.course for quiz in quizzes.order_by("course__title")}
    wanted = whole_number(asked.get("quiz"))
    by_quiz = [quiz.course for quiz in quizzes if quiz.pk == wanted]
    by_slug = [course for course in courses.values() if course.slug == asked.get("course")]
    found = [*by_quiz, *by_slug, *courses.values()]
    if not found:
        return None
    others = tuple(course for course in courses.values() if course != found[0])
    return Desk(found[0], courses=others)


def opened(desk: Desk, asked: QueryDict) -> QuestionForm:
    """The form as it is first seen."""
    question = desk.question
    choices = choices_for(desk.course, question)
    if question is None:
        values = {"shuffle": True, "quiz": asked.get("quiz", ""), "opened_on": 0}
        return QuestionForm(choices, initial=values)
    words = worded(as_draft(desk.opened)) if desk.opened else {"initial": {"shuffle": True}}
    words["initial"] = placed(question, choices, desk.newest) | words["initial"]
    return QuestionForm(choices, question=question, **words)


def page(
    admin: AnyAdmin,
    request: HttpRequest,
    desk: Desk,
    form: QuestionForm,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """The whole page. problem: what is wrong besides the fields."""
    question = desk.question
    faulty = form.is_bound and not form.is_valid()
    shown = preview.stored(desk.opened) if desk.opened else None
    if form.is_bound:
        shown = preview.drawn(form.words().draft(), around(desk.newest))
    title = _("Question %(code)s") % {"code": question.code} if question else _("New question")
    context: dict[str, Any] = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": title,
        "desk": desk,
        "question": question,
        "form": form,
        "problem": problem,
        "faulty": faulty,
        "preview": shown,
        "objections": linting.of_these([question]).get(question.pk, ()) if question else (),
        "problems": form.problems if form.is_bound else (),
        "may_save": admin.has_change_permission(request, question)
        if question
        else admin.has_add_permission(request),
    }
    return render(request, "admin/quizzes/question/edit.html", context, status=status)


def look(request: HttpRequest) -> HttpResponse:
    """The preview alone, of words as they stand, for htmx. ?question= says what is being edited."""
    form = WordsForm(request.POST)
    form.is_valid()
    versions = QuestionVersion.objects.filter(question=whole_number(request.GET.get("question")))
    newest = versions.order_by("-number").first() if "question" in request.GET else None
    drawn = preview.drawn(form.words().draft(), around(newest))
    context = {"preview": drawn, "problems": form.problems}
    return render(request, "admin/quizzes/question/_preview.html", context)
