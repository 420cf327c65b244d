"""Every page there is, with somebody to see it: for the checks of all pages, and for pictures."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from playwright.sync_api import Page

from content.models import Fact
from quizzes import attempts
from quizzes.drafts import Tags
from quizzes.formats import markdown_writer
from quizzes.imports import staging
from quizzes.models import Attempt, Import, Option, Question, Quiz, Response
from quizzes.uploads import Upload
from quizzes.versions import as_draft
from studyapp import demo
from studyapp.accounts.instructors import ensure_group
from studyapp.accounts.models import User
from tests.browser import exam_desk, regrade_desk, result_desk, sitting_desk
from tests.browser.desk import draft, write
from tests.browser.stops import Stop

PASSWORD = "correct horse battery"
DRAWN = ("400", "403", "429", "500", "503")


@dataclass(frozen=True, slots=True)
class Guide:
    """Somebody and the pages they can see; user is None for who is not signed in."""

    name: str
    user_id: int | None
    stops: tuple[Stop, ...]


def people_the(quiz: Quiz, *, now: datetime) -> tuple[Guide, ...]:
    """Fills the site and returns its guides; quiz is the quiz of the chapter to show."""
    # Of this seed comes somebody who fails twice and then passes.
    learner = demo.simulate(
        1, password=PASSWORD, now=now, random=Random(11), told=lambda line: None
    )
    newcomer = _user("Nora")
    practising, sitting = _user("Piet"), _user("Gita")
    practice = _begin(practising, quiz, Attempt.Mode.PRACTICE, now=now)
    graded = _begin(sitting, quiz, Attempt.Mode.GRADED, now=now)
    instructor = _user("Ines", is_staff=True)
    instructor.groups.add(ensure_group())
    written = write(instructor, quiz, now=now)
    draft(instructor, quiz, now=now)
    _import(instructor, quiz, now=now)
    window = exam_desk.proctored(instructor, quiz, now=now)
    sitting_desk.announced(instructor, window, now=now)
    examined = _user("Sina")
    exam = sitting_desk.sit(examined, quiz, now=now)
    candidate = _user("Cleo")
    sat = result_desk.candidate(candidate, quiz, now=now)
    begun = sitting_desk.begin_somewhere(candidate, quiz, now=now)
    waiting = result_desk.held_back(window)
    concerned = _user("Rena")
    attempt = regrade_desk.regraded(instructor, concerned, quiz, written, now=now)
    return (
        Guide("visitor", None, tuple(_of_visitors(quiz))),
        Guide(
            "newcomer", newcomer.pk, (*_of_newcomers(quiz), *sitting_desk.before_it(quiz, window))
        ),
        Guide("learner", learner[0].pk, tuple(_of_learners(quiz, learner[0]))),
        Guide("account", newcomer.pk, tuple(_of_accounts())),
        Guide("practice", practising.pk, tuple(_of_practice(practice))),
        Guide("graded", sitting.pk, tuple(_of_graded(graded))),
        Guide("instructor", instructor.pk, tuple(_of_instructors(quiz, written))),
        Guide("proctor", instructor.pk, tuple(exam_desk.stops(window))),
        Guide("candidate", candidate.pk, (*result_desk.stops(sat), *sitting_desk.results(begun))),
        Guide("sitting", examined.pk, tuple(sitting_desk.stops(exam))),
        Guide("waiting", waiting.user_id, tuple(result_desk.held_back_stops(waiting))),
        Guide("regrading", instructor.pk, tuple(regrade_desk.instructors_stops(written))),
        Guide("regraded", concerned.pk, tuple(regrade_desk.learners_stops(attempt))),
    )


def _user(name: str, *, is_staff: bool = False) -> User:
    email = f"{name.lower()}@example.org"
    return User.objects.create_user(email, PASSWORD, name=name, is_staff=is_staff)


def _begin(user: User, quiz: Quiz, mode: Attempt.Mode, *, now: datetime) -> Attempt:
    """An open attempt: half of it answered, every third answer wrong, every seventh flagged."""
    attempt, _made = attempts.start(user.pk, quiz, mode=mode, now=now - timedelta(hours=1))
    for response in attempt.responses.order_by("position"):
        place = response.position
        if place % 7 == 0:
            attempts.flag(user.pk, attempt.pk, position=place, flagged=True)
        if place % 2:
            rows = Option.objects.filter(version=response.version_id)
            key = {option.pk for option in rows if option.is_key}
            others = {option.pk for option in rows[: len(key) + 1]} - key
            chosen = others if place % 3 == 0 and len(others) == len(key) else key
            attempts.answer(user.pk, attempt.pk, position=place, chosen=chosen, now=now)
    return attempt


def _of_visitors(quiz: Quiz) -> Iterator[Stop]:
    chapter = quiz.chapter
    yield Stop("welcome", "/")
    yield Stop("course-signed-out", f"/{quiz.course.slug}/")
    if chapter is not None:
        yield Stop("chapter-signed-out", chapter.get_absolute_url())
    yield Stop("glossary", f"/{quiz.course.slug}/glossary/")
    yield Stop("exam-day", f"/{quiz.course.slug}/exam-day/")
    yield Stop("quiz-signed-out", quiz.get_absolute_url())
    yield Stop("sign-in", "/accounts/login/")
    yield Stop("sign-in-refused", "/accounts/login/", then=_sign_in_wrongly)
    yield Stop("sign-up", "/accounts/signup/")
    yield Stop("password-reset", "/accounts/password/reset/")
    yield Stop("password-reset-sent", "/accounts/password/reset/done/")
    yield Stop("404", "/no-such-course/", status=404)
    for name in DRAWN:
        yield Stop(name, f"/drawn/{name}/", drawn=f"{name}.html", status=int(name))


def _import(author: User, quiz: Quiz, *, now: datetime) -> None:
    """Uploads one of the quiz's questions changed and new ones, good and bad, unimported."""
    asked = Question.objects.filter(quiz=quiz, origin=Question.Origin.ADMIN).latest("pk")
    version = asked.versions.latest("number")
    drafts = [
        replace(as_draft(version), explanation="Said anew.", tags=Tags(code=asked.code)),
        replace(as_draft(version), stem="Which of these would you *not* choose here?"),
    ]
    bad = "### Question 3\nWhich of these has no key?\n\nA) This\nB) That\n"
    files = [
        Upload("bank.md", f"# Bank\n\n{markdown_writer.write(drafts)}\n\n{bad}".encode()),
        Upload("photo.png", b"no questions"),
    ]
    upload = staging.begin(
        quiz.course, files, quiz=quiz, quiz_title="", publish=True, user_id=author.pk, now=now
    )
    staging.go_on(upload, enough=lambda: False)


def _of_newcomers(quiz: Quiz) -> Iterator[Stop]:
    yield Stop("home-empty", "/")
    yield Stop("progress-empty", "/progress/")
    yield Stop("history-empty", "/attempts/")
    yield Stop("quiz-new", quiz.get_absolute_url())


def _of_learners(quiz: Quiz, learner: User) -> Iterator[Stop]:
    submitted = Attempt.objects.submitted().filter(user=learner, quiz=quiz)
    by_time = submitted.order_by("started_at")
    graded = by_time.filter(mode=Attempt.Mode.GRADED)
    failed, passed = graded.first(), graded.last()
    practised = by_time.filter(mode=Attempt.Mode.PRACTICE).first()
    section = quiz.questions.exclude(section=None).values_list("section__slug", flat=True)[0]
    yield Stop("home", "/")
    yield Stop("course", f"/{quiz.course.slug}/")
    if quiz.chapter is not None:
        yield Stop("chapter", quiz.chapter.get_absolute_url())
    yield Stop("quiz", quiz.get_absolute_url())
    yield Stop("quiz-of-section", f"{quiz.get_absolute_url()}?section={section}")
    if failed is not None:
        yield Stop("result", f"{_at(failed.pk)}result/", then=_unfold)
    if passed is not None:
        yield Stop("result-passed", f"{_at(passed.pk)}result/")
    if practised is not None:
        yield Stop("result-wrong", f"{_at(practised.pk)}result/?show=wrong")
        yield Stop("result-flagged", f"{_at(practised.pk)}result/?show=flagged")
    yield Stop("history", "/attempts/")
    yield Stop("progress", "/progress/")


def _of_accounts() -> Iterator[Stop]:
    yield Stop("profile", "/accounts/profile/")
    yield Stop("delete-account", "/accounts/delete/")
    yield Stop("password-change", "/accounts/password/change/")
    yield Stop("email-change", "/accounts/email/")
    yield Stop("second-step", "/accounts/2fa/")
    yield Stop("confirm-password", "/accounts/2fa/totp/activate/")
    yield Stop("authenticator", "/accounts/2fa/totp/activate/", then=_confirm_password)
    yield Stop("passkey", "/accounts/2fa/webauthn/add/")
    yield Stop("sign-out", "/accounts/logout/")


def _of_practice(attempt: Attempt) -> Iterator[Stop]:
    single, multiple = _places(attempt, graded=False)
    yield Stop("question", f"{_at(attempt.pk)}{single}/")
    yield Stop("question-multiple", f"{_at(attempt.pk)}{multiple}/")
    yield Stop("question-refused", f"{_at(attempt.pk)}{multiple}/", then=_answer_too_little)
    single, multiple = _places(attempt, graded=True)
    yield Stop("feedback", f"{_at(attempt.pk)}{single}/")
    yield Stop("feedback-multiple", f"{_at(attempt.pk)}{multiple}/")
    yield Stop("feedback-wrong", f"{_at(attempt.pk)}{_wrong(attempt)}/")


def _of_graded(attempt: Attempt) -> Iterator[Stop]:
    yield Stop("graded-question", f"{_at(attempt.pk)}1/")
    yield Stop("graded-flagged", f"{_at(attempt.pk)}7/")
    yield Stop("graded-keys", f"{_at(attempt.pk)}2/", then=lambda page: page.keyboard.press("?"))
    yield Stop("review", f"{_at(attempt.pk)}review/")
    yield Stop("quiz-under-way", attempt.quiz.get_absolute_url())
    yield Stop("home-under-way", "/")


def _of_instructors(quiz: Quiz, written: Question) -> Iterator[Stop]:
    admin = "/admin/quizzes"
    of_file = quiz.questions.filter(origin=Question.Origin.MARKDOWN)[0]
    attempt = Attempt.objects.submitted()[0]
    yield Stop("admin", "/admin/")
    yield Stop("admin-questions", f"{admin}/question/")
    yield Stop("admin-question-add", f"{admin}/question/add/")
    yield Stop("admin-question", f"{admin}/question/{written.pk}/change/")
    yield Stop("admin-question-refused", f"{admin}/question/add/", then=_save_nothing)
    yield Stop("admin-question-of-file", f"{admin}/question/{of_file.pk}/change/")
    yield Stop("admin-question-history", f"{admin}/question/{written.pk}/history/")
    yield Stop("admin-coverage", f"{admin}/question/coverage/")
    fact = Fact.objects.all()[0]
    yield Stop("admin-facts", "/admin/content/fact/")
    yield Stop("admin-fact", f"/admin/content/fact/{fact.pk}/change/")
    upload = Import.objects.get()
    yield Stop("admin-imports", f"{admin}/import/")
    yield Stop("admin-import-add", f"{admin}/import/add/")
    yield Stop("admin-import-refused", f"{admin}/import/add/", then=_upload_nothing)
    yield Stop("admin-import", f"{admin}/import/{upload.pk}/change/")
    yield Stop("admin-quizzes", f"{admin}/quiz/")
    yield Stop("admin-quiz", f"{admin}/quiz/{quiz.pk}/change/")
    yield Stop("admin-attempts", f"{admin}/attempt/")
    yield Stop("admin-attempt", f"{admin}/attempt/{attempt.pk}/change/")
    yield Stop("admin-courses", "/admin/content/course/")
    yield Stop("admin-course", f"/admin/content/course/{quiz.course_id}/change/")
    yield Stop("admin-chapters", "/admin/content/chapter/")
    yield Stop("admin-chapter", f"/admin/content/chapter/{quiz.chapter_id}/change/")
    yield Stop("profile-instructor", "/accounts/profile/")


def _at(attempt: UUID) -> str:
    return f"/attempts/{attempt}/"


def _places(attempt: Attempt, *, graded: bool) -> tuple[int, int]:
    """Where the first question of one answer stands, and the first of several."""
    rows = attempt.responses.filter(graded_at__isnull=not graded).order_by("position")
    kinds = dict(reversed(rows.values_list("version__kind", "position")))
    return kinds["single"], kinds["multiple"]


def _wrong(attempt: Attempt) -> int:
    found: Response = attempt.responses.filter(score=0.0, version__kind="single")[0]
    return found.position


def _sign_in_wrongly(page: Page) -> None:
    page.get_by_label("E-mail address").fill("nobody@example.org")
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    page.locator(".message-error, .field-errors").first.wait_for()


def _confirm_password(page: Page) -> None:
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main form button[type=submit]").click()
    page.get_by_label("code").first.wait_for()


def _answer_too_little(page: Page) -> None:
    page.locator(".option").first.click()
    page.get_by_role("button", name="Answer").click()
    page.locator("#error").wait_for()


def _upload_nothing(page: Page) -> None:
    page.get_by_role("button", name="Upload and look").click()
    page.locator("#problems").wait_for()


def _unfold(page: Page) -> None:
    page.locator(".answer-card > summary").first.click()


def _save_nothing(page: Page) -> None:
    page.get_by_role("button", name="Publish").first.click()
    page.locator(".errorlist, .field-errors").first.wait_for()
