"""What an instructor has to do with exams: a window with people in it, and its pages."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from playwright.sync_api import Page

from quizzes import attempts, exams, more_time, proctoring
from quizzes.models import Attempt, ExtraTime, FormQuestion, Question, Quiz, Window
from studyapp.accounts.models import User
from tests.browser.stops import Stop

MINUTES = 90


def proctored(by: User, quiz: Quiz, *, now: datetime) -> Window:
    """A window of a fixed form made of the quiz's questions; three sit in it, two have finished."""
    form = Quiz.objects.create(
        course=quiz.course,
        slug="mock-of-spring",
        title="Mock exam, spring form",
        kind=Quiz.Kind.FIXED,
        minutes=MINUTES,
    )
    may_count = Question.objects.asked().for_scored_exams(now.date())
    of_file = may_count.filter(
        quiz=quiz, origin=Question.Origin.MARKDOWN, current__kind__in=("single", "multiple")
    )
    for position, asked in enumerate(of_file[:15], 1):
        # The last ones stand in where one is in doubt.
        scored = position <= 10
        FormQuestion.objects.create(quiz=form, question=asked, position=position, scored=scored)
    begun = now - timedelta(minutes=40)
    plan = proctoring.Plan("Spring class", begun, begun + timedelta(hours=4), Window.Review.AFTER)
    window = proctoring.open_window(by.pk, form, plan, why="The class asked for it.", now=begun)
    for number, name in enumerate(("Abel", "Bea", "Cem", "Dora", "Efe")):
        user = User.objects.create_user(f"{name.lower()}@example.org", name=name)
        attempt, _made = exams.start(user.pk, form, now=begun, window=window)
        if number > 2:
            attempts.submit(user.pk, attempt.pk, now=now)
    sitting = Attempt.objects.open().filter(window=window).order_by("user__email")
    more_time.extend(by.pk, sitting[0].pk, minutes=15, why="The fire alarm rang.", now=now)
    more_time.set_extra_time(
        by.pk, sitting[1].user_id, quiz.course, minutes=30, percent=0, why="A certificate.", now=now
    )
    return window


def stops(window: Window) -> Iterator[Stop]:
    admin, extra = "/admin/quizzes", "/admin/quizzes/extratime"
    sits = window.attempts.open()[0]
    done = window.attempts.submitted()[0]
    yield Stop("admin-windows", f"{admin}/window/")
    yield Stop("admin-window", f"{admin}/window/{window.pk}/change/")
    yield Stop("admin-window-add", f"{admin}/window/add/")
    yield Stop("admin-window-refused", f"{admin}/window/add/", then=_open_nothing)
    yield Stop("admin-window-edit", f"{admin}/window/{window.pk}/edit/")
    yield Stop("admin-window-call-off", f"{admin}/window/{window.pk}/call-off/")
    yield Stop("admin-more-time", f"{admin}/attempt/{sits.pk}/more-time/")
    yield Stop("admin-open-again", f"{admin}/attempt/{done.pk}/reopen/")
    yield Stop("admin-extra-times", f"{extra}/")
    yield Stop("admin-extra-time-add", f"{extra}/add/")
    granted = ExtraTime.objects.get(course=window.quiz.course)
    yield Stop("admin-extra-time", f"{extra}/{granted.pk}/change/")
    yield Stop("admin-acts", f"{admin}/examact/")
    yield Stop("admin-exam-attempt", f"{admin}/attempt/{done.pk}/change/")


def _open_nothing(page: Page) -> None:
    page.get_by_role("button", name="Open the window").click()
    page.locator("#problems").wait_for()
