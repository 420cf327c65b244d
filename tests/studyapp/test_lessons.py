import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from content.drafts import SectionKind
from content.outline import Outline, outline
from studyapp.chapters import chapter_page
from studyapp.learner import NO_MARKS, Marks
from studyapp.lessons import Lesson, Slot, lesson
from tests.factories import NOON, LabStepFactory, SectionFactory, question
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.words]


@pytest.fixture
def book(here: World) -> Outline:
    return outline("cloud")


@pytest.fixture
def made(book: Outline) -> Lesson:
    return lesson(book, book.chapters[0])


class Buttons(HTMLParser):
    """The pressed state of each toggle and tick by its id."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.pressed: dict[str, bool] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "button" and "aria-pressed" in given:
            self.pressed[given["id"] or ""] = given["aria-pressed"] == "true"


def pressed(html: str) -> dict[str, bool]:
    return Buttons(html).pressed


def test_every_readable_section_and_step_can_be_marked(here: World, made: Lesson) -> None:
    toggles = {f"toggle-{section.pk}" for section in here.readable}
    ticks = {f"tick-{step.pk}" for step in here.steps}
    assert pressed(made.body(NO_MARKS)) == dict.fromkeys(toggles | ticks, False)


def test_marks_are_set_in_where_they_belong(here: World, made: Lesson) -> None:
    marks = Marks(read={here.first.pk}, ticked={here.steps[1].pk})
    found = pressed(made.body(marks))
    assert {name for name, on in found.items() if on} == {
        f"toggle-{here.first.pk}",
        f"tick-{here.steps[1].pk}",
    }
    assert len(found) == 6


def test_a_section_and_a_step_of_the_same_number_are_not_confused(
    here: World, book: Outline, made: Lesson
) -> None:
    step = LabStepFactory(section=here.lab, id=here.first.pk, slug="twin")
    here.course.bump()
    again = lesson(outline("cloud"), outline("cloud").chapters[0])
    found = pressed(again.body(Marks(ticked={step.pk})))
    assert (found[f"tick-{step.pk}"], found[f"toggle-{here.first.pk}"]) == (True, False)


def test_marks_of_elsewhere_change_nothing(made: Lesson) -> None:
    assert made.body(Marks(read={10**9}, ticked={10**9})) == made.body(NO_MARKS)


def test_all_words_stand_in_order_for_everyone(here: World, made: Lesson) -> None:
    words = ["contents", "overview", "rds", "dynamodb", "lab"]
    for html in (made.public, made.body(NO_MARKS), made.body(Marks(read={here.first.pk}))):
        places = [html.index(f"Words of {word}.") for word in words]
        assert places == sorted(places)
        assert html.count("Do this.") == 2
        assert html.count('class="card quiz-card"') == 1


def test_without_an_account_there_is_nothing_to_mark(made: Lesson) -> None:
    assert pressed(made.public) == {}
    assert "hx-post" not in made.public
    assert "form=" not in made.public


def test_the_quiz_card_says_how_it_went(made: Lesson) -> None:
    assert made.card(NO_MARKS) == made.quiz
    best = made.card(Marks(best=66))
    assert best is not None
    assert (best.best_percent, best.passed, best.open_url) == (66, False, None)
    assert "66 %" in made.body(Marks(best=66))
    passed = made.card(Marks(best=70, quiz_open=True))
    assert passed is not None
    assert (passed.passed, passed.open_url) == (True, "/cloud/databases/quiz/")


def test_a_section_leads_to_its_questions(here: World, made: Lesson) -> None:
    assert re.search(r'href="/cloud/databases/quiz/\?section=rds">.*2 questions', made.public, re.S)
    assert "?section=lab" not in made.public


def test_contents_mark_what_is_read(here: World, made: Lesson) -> None:
    unread, read = made.toc(NO_MARKS), made.toc(Marks(read={here.first.pk}))
    assert "is-read" not in unread
    assert read.count("is-read") == 1
    assert unread.count("data-toc") == read.count("data-toc")


def test_neighbours(book: Outline, made: Lesson) -> None:
    last = lesson(book, book.chapters[1])
    assert (made.previous, made.next) == (None, book.chapters[1])
    assert (last.previous, last.next) == (book.chapters[0], None)
    assert (last.quiz, last.card(Marks(best=1))) == (None, None)


def test_a_chapter_without_sections_is_an_empty_page(here: World) -> None:
    here.later.retired_at = NOON
    here.later.save()
    here.course.bump()
    book = outline("cloud")
    empty = lesson(book, book.chapters[1])
    assert (empty.public, empty.body(NO_MARKS)) == ("", "")


def test_titles_are_escaped_and_html_is_not(here: World) -> None:
    SectionFactory(
        chapter=here.second,
        title="<script>alert(1)</script>",
        slug="x",
        html="<p>a &lt; <b>b</b></p>",
        kind=SectionKind.CONCEPT,
    )
    here.course.bump()
    book = outline("cloud")
    html = lesson(book, book.chapters[1]).public
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "<p>a &lt; <b>b</b></p>" in html


def test_is_made_once_a_revision(here: World, book: Outline, made: Lesson) -> None:
    assert lesson(book, book.chapters[0]) is made
    question(quiz=here.quiz)
    here.course.bump()
    newer = outline("cloud")
    again = lesson(newer, newer.chapters[0])
    assert again.quiz is not None
    assert again.quiz.questions == 5


@pytest.mark.parametrize(
    ("include", "kind"),
    [("_tick.html", "tick"), ("_toggle.html", "read"), ("_quiz_card.html", "quiz")],
)
def test_a_template_that_lost_its_include_is_told_at_once(
    book: Outline, include: str, kind: str, tmp_path: Path
) -> None:
    """Else learners would silently have nothing to mark."""
    folder = Path(settings.BASE_DIR) / "templates"
    words = (folder / "content" / "_section.html").read_text("utf-8")
    without = re.sub(rf"{{%\s*include \"content/{include}\".*?%}}", "", words)
    assert without != words
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "_section.html").write_text(without, "utf-8")
    templates = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, folder]}]
    with override_settings(TEMPLATES=templates), pytest.raises(ValueError, match=f"the {kind} of"):
        lesson(book, book.chapters[0])


def test_slots_are_no_more_than_there_are_marks(here: World, made: Lesson) -> None:
    slots = [piece for piece in made.pieces if isinstance(piece, Slot)]
    assert [(slot.kind, slot.id) for slot in slots] == [
        ("read", here.overview.pk),
        ("read", here.first.pk),
        ("read", here.other.pk),
        ("tick", here.steps[0].pk),
        ("tick", here.steps[1].pk),
        ("read", here.lab.pk),
        ("quiz", 0),
    ]
    kinds = [isinstance(piece, str) for piece in made.pieces]
    assert not any(a and b for a, b in pairwise(kinds))


def test_the_page_of_somebody_without_an_account_posts_nowhere(book: Outline) -> None:
    page = chapter_page(book, book.chapters[0], None)
    assert (page.read_url, page.tick_url, page.position_url) == (None, None, None)
    assert (page.percent_read, page.resume) == (None, None)
