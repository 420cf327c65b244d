"""A class and its names: long words, many pages of a list, text that runs the other way."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from quizzes.models import Attempt, Quiz
from studyapp.accounts.instructors import ensure_group
from studyapp.accounts.models import User
from tests.browser.conftest import OpenPage
from tests.browser.site import Site
from tests.browser.test_every_page import RUN_AXE, STICKING_OUT
from tests.factories import (
    NOON,
    AttemptFactory,
    ChapterFactory,
    CourseFactory,
    DomainFactory,
    QuizFactory,
    SectionFactory,
    ServiceFactory,
    UserFactory,
    attempt_at,
    question,
    submit,
)

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen"
TURNED = "\u202egnidaer si siht"


@pytest.fixture
def ines(harbour: Site) -> User:
    made: User = UserFactory(name=WORD, email="ines@example.org", is_staff=True)
    made.groups.add(ensure_group())
    return made


PLACES = (
    *("/", "/progress/", "/progress/?course=long", "/accounts/profile/", "/attempts/"),
    *("/long/", "/long/knots/", "/long/knots/quiz/", "attempt", "result"),
    *("/admin/", "/admin/quizzes/question/add/"),
)


@pytest.mark.parametrize("place", PLACES)
def test_long_words_are_broken_on_a_phone(
    harbour: Site, ines: User, open_page: OpenPage, place: str
) -> None:
    made = attempt_of_long_words(ines, submitted=place == "result")
    path = f"/attempts/{made.pk}/" if place in ("attempt", "result") else place
    page = open_page(path, user=ines, viewport=PHONE)
    expect(page.locator("h1")).to_be_visible()
    assert not page.evaluate(STICKING_OUT)
    if not path.startswith("/admin"):
        tops = [
            page.locator(f".site-head {part}").evaluate("part => part.getBoundingClientRect().top")
            for part in (".brand", ".account")
        ]
        assert abs(tops[0] - tops[1]) < 20, "the name stands beside the mark"


def attempt_of_long_words(user: User, *, submitted: bool) -> Attempt:
    """An attempt of a course whose every name is a long word."""
    course = CourseFactory(title=WORD, slug="long")
    service = ServiceFactory(course=course, name=WORD)
    domain = DomainFactory(course=course, title=WORD)
    chapter = ChapterFactory(course=course, title=WORD, slug="knots")
    section = SectionFactory(chapter=chapter, title=WORD)
    quiz = QuizFactory(course=course, chapter=chapter, title=WORD, slug="knots")
    asked = question(quiz=quiz, stem=WORD, texts=[WORD, f"Another {WORD}"], domain=domain)
    asked.section = section
    asked.save()
    asked.services.add(service)
    course.bump()
    attempt = attempt_at([asked], user=user)
    return submit(attempt, ["B"]) if submitted else attempt


def test_the_pages_of_a_list_can_be_read(harbour: Site, ines: User, open_page: OpenPage) -> None:
    quiz = Quiz.objects.get(chapter__slug="moorings")
    turned = UserFactory(name=TURNED, email="turned@example.org")
    for hours in range(51):
        AttemptFactory(
            user=turned,
            quiz=quiz,
            submitted_at=NOON,
            score=0.5,
            right=1,
            started_at=NOON - timedelta(hours=hours),
        )
    page = open_page("/admin/quizzes/attempt/", user=ines, bypass_csp=True)
    page.evaluate(Axe().axe_script)
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        assert page.evaluate(RUN_AXE, [{}, ["color-contrast"]]) == []
    cell = page.locator(".field-learner").first
    assert cell.evaluate("""cell => {
        const range = document.createRange();
        range.selectNodeContents(cell.lastChild);
        return range.getBoundingClientRect().left
            >= cell.querySelector("bdi").getBoundingClientRect().right - 1;
    }"""), "the address stands behind the name"
    page.get_by_role("link", name="2", exact=True).click()
    expect(page.locator("#result_list tbody tr")).to_have_count(1)
