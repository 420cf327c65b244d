"""What a course offers beside its own quizzes: the mock exam that is drawn by its blueprint, the
fixed forms of its forms.toml, and the quiz that learners put together themselves."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from content import sync as book
from content.discovery import MANIFEST, Folder
from content.drafts import CourseDraft, Problem, Severity, shown
from content.models import Chapter, Course
from quizzes import exams
from quizzes.beside_manifest import read_beside, shown_beside
from quizzes.form_files import FORMS, FormDraft, FormKind, read_forms
from quizzes.models import FormQuestion, Quiz
from quizzes.reports import Report
from quizzes.sync import free_quiz_slug

MOCK_TITLE, CUSTOM_TITLE = "Mock exam", "Custom quiz"
"""As course files name their quizzes themselves, in the course's language, so are these."""

Kind = Quiz.Kind


def provide(
    folder: Folder, draft: CourseDraft, course: Course | None, *, report: Report, now: datetime
) -> None:
    """Make the course's exams and its custom quiz what its files say; with no course, only read.

    A forms.toml with a mistake in it leaves the forms that were there."""
    forms = read_beside(folder, FORMS, read_forms, report=report)
    if course is None:
        if forms is not None:
            _check(folder, forms, report)
        return
    with transaction.atomic():
        book.hold(course)
        providing = _Providing(course, folder, draft.quiz_pass_mark, report, now)
        if folder.manifest is not None or providing.lacks_custom:
            providing.custom(partial_credit=draft.quiz_partial_credit)
        if folder.manifest is not None:
            providing.mock()
            if forms is not None:
                providing.forms(forms)
        if providing.changed:
            course.bump()


def _check(folder: Folder, forms: Sequence[FormDraft], report: Report) -> None:
    """Without a course, hold the ids against those in the files, if each question there has one."""
    drafts = [question.draft for question in report.questions if question.draft is not None]
    codes = {draft.tags.code for draft in drafts}
    if folder.whole and codes and "" not in codes:
        for form in forms:
            report.problems += _unknown(form, codes, path=shown_beside(folder, FORMS))


def _unknown(form: FormDraft, known: Iterable[str], *, path: str) -> list[Problem]:
    asked = set(known)
    how = "name a question of the course by its id; until then the form goes without it"
    return [
        Problem(path, line, f"no question has the id {shown(code)}", how)
        for code, line in zip(form.questions, form.lines, strict=True)
        if code not in asked
    ]


class _Providing:
    """Writes the quizzes of one course, in the caller's transaction."""

    def __init__(
        self, course: Course, folder: Folder, pass_mark: int, report: Report, now: datetime
    ) -> None:
        self.course, self.folder, self.report, self.now = course, folder, report, now
        self.changed = False
        self.standing = list(course.quizzes.exclude(kind=Kind.OWN))
        self.pass_mark = pass_mark
        scale = exams.scale_of(course, pass_mark)
        self.exam_pass_mark = scale.percent_at(course.pass_scaled) if scale else pass_mark

    @property
    def lacks_custom(self) -> bool:
        """Whether there is something to put a quiz together from, and no quiz for that yet."""
        return self._standing(Kind.CUSTOM) is None and self.course.questions.exists()

    def custom(self, *, partial_credit: bool) -> None:
        quiz = self._standing(Kind.CUSTOM) or Quiz(course=self.course, kind=Kind.CUSTOM)
        self._put(
            quiz,
            slug=quiz.slug or free_quiz_slug(self.course, quiz, "custom-quiz"),
            title=CUSTOM_TITLE,
            pass_mark=self.pass_mark,
            partial_credit=partial_credit,
            source_path=MANIFEST,
        )

    def mock(self) -> None:
        """The mock exam, unless the course says nothing of its exam's form."""
        quiz = self._standing(Kind.MOCK)
        if not (self.course.exam_questions and self.course.exam_minutes):
            if quiz is not None:
                self._put(quiz, retired_at=quiz.retired_at or self.now)
            return
        quiz = quiz or Quiz(course=self.course, kind=Kind.MOCK)
        self._put(
            quiz,
            slug=quiz.slug or free_quiz_slug(self.course, quiz, "mock-exam"),
            title=MOCK_TITLE,
            minutes=self.course.exam_minutes,
            pass_mark=self.exam_pass_mark,
            source_path=MANIFEST,
        )

    def forms(self, drafts: Sequence[FormDraft]) -> None:
        standing = {quiz.slug: quiz for quiz in self.standing if quiz.kind == Kind.FIXED}
        ids = dict(self.course.questions.values_list("code", "pk")) if drafts else {}
        taken = self._taken() if drafts else set()
        for draft in drafts:
            if (wrong := self._wrong(draft, taken)) is not None:
                self.report.problems.append(wrong)
                standing.pop(draft.slug, None)
                continue
            self.report.problems += _unknown(draft, ids, path=shown_beside(self.folder, FORMS))
            quiz = standing.pop(draft.slug, None) or Quiz(course=self.course, kind=Kind.FIXED)
            self._form(quiz, draft, ids)
        for quiz in standing.values():
            self._put(quiz, retired_at=quiz.retired_at or self.now)

    def _taken(self) -> set[str]:
        """The slugs of what else stands at an address of a quiz."""
        quizzes = self.course.quizzes.exclude(kind=Kind.FIXED).values_list("slug", flat=True)
        chapters = Chapter.objects.filter(course=self.course).values_list("slug", flat=True)
        return {*quizzes, *chapters}

    def _wrong(self, draft: FormDraft, taken: set[str]) -> Problem | None:
        path = shown_beside(self.folder, FORMS)
        if draft.slug in taken:
            what = f"“{shown(draft.slug)}” is the address of another quiz or of a chapter"
            return Problem(path, draft.line, what, "give the form another slug", Severity.ERROR)
        if draft.kind is FormKind.EXAM and not self.course.exam_minutes:
            how = f"add minutes to [exam] in {MANIFEST}"
            what = f"the exam “{shown(draft.slug)}” has no end"
            return Problem(path, draft.line, what, how, Severity.ERROR)
        return None

    def _form(self, quiz: Quiz, draft: FormDraft, ids: dict[str, int]) -> None:
        is_exam = draft.kind is FormKind.EXAM
        self._put(
            quiz,
            slug=draft.slug,
            title=draft.title,
            minutes=self.course.exam_minutes if is_exam else None,
            pass_mark=self.exam_pass_mark if is_exam else self.pass_mark,
            source_path=FORMS,
        )
        known = [code for code in draft.questions if code in ids]
        wanted = [(ids[code], code not in draft.unscored) for code in known]
        rows = FormQuestion.objects.filter(quiz=quiz)
        if list(rows.values_list("question_id", "scored")) != wanted:
            rows.delete()
            FormQuestion.objects.bulk_create(
                FormQuestion(quiz=quiz, question_id=pk, position=position, scored=scored)
                for position, (pk, scored) in enumerate(wanted, 1)
            )
            self.changed = True

    def _standing(self, kind: Quiz.Kind) -> Quiz | None:
        return next((quiz for quiz in self.standing if quiz.kind == kind), None)

    def _put(self, quiz: Quiz, **values: object) -> None:
        """Write values, and that the quiz is in use unless they say otherwise; if any is new."""
        values = {"source_root": self.folder.name, "retired_at": None} | values
        changed = [name for name, value in values.items() if getattr(quiz, name) != value]
        for name in changed:
            setattr(quiz, name, values[name])
        if changed:
            quiz.save()
            self.changed = True
