"""A question whose key was put right: the instructor's pages of it, and its learner."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from playwright.sync_api import Page

from quizzes import attempts
from quizzes.models import Attempt, Option, Question, Quiz, Regrade
from quizzes.regrade_marks import Policy
from quizzes.regrade_plans import Correction, planned
from quizzes.regrade_wordings import answered
from quizzes.regrading import apply
from studyapp.accounts.models import User
from tests.browser.stops import Stop


def regraded(by: User, learner: User, quiz: Quiz, asked: Question, *, now: datetime) -> Attempt:
    """The learner's attempt at the quiz with another option than the key chosen in the question,
    which counts now that both are right."""
    begun = now - timedelta(days=1)
    attempt, _made = attempts.start(learner.pk, quiz, mode=Attempt.Mode.GRADED, now=begun)
    response = attempt.responses.get(question=asked)
    wrong = Option.objects.filter(version=response.version_id, is_key=False)[0]
    attempts.answer(
        learner.pk, attempt.pk, position=response.position, chosen=[wrong.pk], now=begun
    )
    attempts.submit(learner.pk, attempt.pk, now=begun + timedelta(minutes=20))
    wording = next(each for each in answered(asked) if each.version.pk == response.version_id)
    wanted = Correction(asked, Policy.FULL_CREDIT, {wording.version.pk: wording.published})
    apply(
        wanted,
        seen=planned(wanted).digest,
        by=by.pk,
        why="Two options could be read as right; the stem is worded anew.",
        now=now,
    )
    return attempt


def instructors_stops(asked: Question) -> Iterator[Stop]:
    admin = "/admin/quizzes"
    yield Stop("admin-regrade", f"{admin}/question/{asked.pk}/regrade/")
    yield Stop("admin-regrade-preview", f"{admin}/question/{asked.pk}/regrade/", then=_look)
    yield Stop("admin-regrade-refused", f"{admin}/question/{asked.pk}/regrade/", then=_say_nothing)
    yield Stop("admin-regrades", f"{admin}/regrade/")
    yield Stop("admin-regraded", f"{admin}/regrade/{Regrade.objects.get().pk}/change/")


def learners_stops(attempt: Attempt) -> Iterator[Stop]:
    yield Stop("home-regraded", "/")
    yield Stop("result-regraded", f"/attempts/{attempt.pk}/result/", then=_unfold)


def _look(page: Page) -> None:
    """Everything else is wrong, and marks may fall."""
    page.get_by_label("The right key counts").check()
    page.get_by_label("Marks and scores may fall").check()
    page.get_by_label("Why").fill("The key named the wrong option.")
    page.get_by_role("button", name="Show what it does").click()
    page.locator("#preview-title").wait_for()


def _say_nothing(page: Page) -> None:
    page.locator("form.regrade-form").evaluate("form => { form.noValidate = true }")
    page.get_by_role("button", name="Show what it does").click()
    page.locator("#problems").wait_for()


def _unfold(page: Page) -> None:
    card = page.locator("details.answer-card:has(.callout)")
    card.locator("summary").first.click()
    card.scroll_into_view_if_needed()
