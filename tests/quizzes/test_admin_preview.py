"""The preview of a question, and text that would be script wherever the admin draws it."""

import pytest
from django.test import Client

from quizzes.models import Question, Quiz
from studyapp.accounts.models import User
from tests.factories import (
    ChapterFactory,
    DomainFactory,
    QuizFactory,
    SectionFactory,
    ServiceFactory,
    TaskStatementFactory,
)
from tests.quizzes.admin_forms import (
    ADD,
    PREVIEW,
    change_url,
    new_data,
    opened,
    option,
    options_data,
)

pytestmark = [pytest.mark.django_db, pytest.mark.words]
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.fixture
def quiz() -> Quiz:
    made: Quiz = QuizFactory()
    return made


class TestPreview:
    def test_it_shows_question_and_feedback_without_storing(self, desk: Client, quiz: Quiz) -> None:
        data = new_data(quiz.pk, stem="Which **one**?\n\n```sql\nSELECT 1\n```")
        for url, button in ((PREVIEW, {}), (ADD, {"_preview": "1"})):
            page = desk.post(url, data | button).content.decode()
            preview = page[page.index('id="preview"') :]
            assert "Which <strong>one</strong>?" in preview
            assert "Amazon RDS" in preview
            assert "It is relational." in preview
            assert "RDS runs the engine for you." in preview
            assert "Choose one" in preview
        assert not Question.objects.exists()

    def test_before_the_answer_nothing_tells_the_key(self, desk: Client, quiz: Quiz) -> None:
        page = desk.post(PREVIEW, new_data(quiz.pk)).content.decode()
        before = page[: page.index('id="preview-told"')]
        assert "It is relational." not in before
        assert "is-missed" not in before

    def test_several_keys_are_asked_for(self, desk: Client, quiz: Quiz) -> None:
        rows = [option("A1", key=True), option("A2", key=True), option("B1")]
        page = desk.post(PREVIEW, new_data(quiz.pk, rows)).content.decode()
        assert "Choose two" in page
        assert 'type="checkbox"' in page

    def test_unfinished_words_are_drawn_as_far_as_they_go(self, desk: Client) -> None:
        for data in (
            {},
            {"stem": "Only this"},
            options_data([option(key=True)]),
            options_data([option("One", key=True), option("Two", key=True)]),
            {"option-TOTAL_FORMS": "many", "stem": "Only this"},
        ):
            page = desk.post(PREVIEW, data)
            assert page.status_code == 200
            assert page.content.count(b'id="preview"') == 1
        assert b"Only this" in page.content

    @pytest.mark.parametrize(
        ("changes", "drawn", "said"),
        [
            ({"stem": "Oak? " + "x" * 20_001}, "Oak? xxx", "at most 20000 characters"),
            ({"stem": "Why is option A oak?"}, "Why is option A oak?", "option by letter (A)"),
            ({"explanation": "Option B is oak."}, "Option B is oak.", "option by letter (B)"),
            ({"stem": "Oak\0?"}, "Oak\ufffd?", "Null characters"),
            (
                options_data([option("Oak " + "x" * 4_001, key=True), option("S3")]),
                "Oak xxx",
                "at most 4000 characters",
            ),
            (
                options_data([option("Oak", key=True, rationale="y" * 8_001), option("S3")]),
                "yyy",
                "at most 8000 characters",
            ),
            (
                options_data([option("Oak", key=True), option("Oak")]),
                "Oak",
                "same as option A",
            ),
        ],
    )
    def test_a_field_with_a_fault_is_drawn_and_the_fault_is_said(
        self, desk: Client, quiz: Quiz, changes: dict[str, str], drawn: str, said: str
    ) -> None:
        data = new_data(quiz.pk) | changes
        for url, button in ((PREVIEW, {}), (ADD, {"_preview": "1"})):
            page = desk.post(url, data | button).content.decode()
            preview = page[page.index('id="preview"') :]
            assert drawn in preview[preview.index('id="preview-asked"') :]
            assert said in preview[: preview.index('id="preview-asked"')]

    def test_a_text_of_any_length_is_drawn_up_to_what_may_be_stored(
        self, desk: Client, quiz: Quiz
    ) -> None:
        page = desk.post(PREVIEW, new_data(quiz.pk, stem="x" * 400_000)).content
        assert b"it has 400000" in page
        assert len(page) < 60_000

    def test_each_fault_leads_to_its_field(self, desk: Client, quiz: Quiz) -> None:
        rows = [option("RDS"), option("rds"), option(rationale="Why")]
        page = desk.post(PREVIEW, new_data(quiz.pk, rows, stem="")).content.decode()
        for anchor in ("id_stem", "options-title", "id_option-1-text", "id_option-2-text"):
            assert f'<a href="#{anchor}">' in page, anchor
        assert "Option 2, text</a>" in page

    def test_an_option_that_is_taken_out_has_no_faults(self, desk: Client, quiz: Quiz) -> None:
        out = option("x" * 4_001, DELETE="on")
        rows = [option("RDS", key=True), option("S3"), out]
        page = desk.post(PREVIEW, new_data(quiz.pk, rows)).content.decode()
        assert "preview-problems" not in page
        assert "xxx" not in page

    def test_sound_words_have_no_list_of_faults(self, desk: Client, quiz: Quiz) -> None:
        for data in (new_data(quiz.pk), {}):
            assert b"preview-problems" not in desk.post(PREVIEW, data).content

    def test_it_is_one_fragment(self, desk: Client, quiz: Quiz) -> None:
        page = desk.post(PREVIEW, new_data(quiz.pk)).content.decode().strip()
        assert page.startswith('<div class="preview-body" id="preview">')
        assert "<html" not in page

    @pytest.mark.parametrize("address", ["", "?question=x", f"?question={10**30}", "?question=0"])
    def test_any_question_may_be_named(self, desk: Client, quiz: Quiz, address: str) -> None:
        assert desk.post(PREVIEW + address, new_data(quiz.pk)).status_code == 200


class TestHostileText:
    """Text that would be script in every field, drawn wherever the admin shows it."""

    @pytest.fixture
    def hostile(self, desk: Client, quiz: Quiz) -> Question:
        type(quiz).objects.filter(pk=quiz.pk).update(title=HOSTILE)
        chapter = ChapterFactory(course=quiz.course, title=HOSTILE)
        SectionFactory(chapter=chapter, title=HOSTILE)
        domain = DomainFactory(course=quiz.course, title=HOSTILE)
        TaskStatementFactory(domain=domain, course=quiz.course, title=HOSTILE)
        service = ServiceFactory(course=quiz.course, name=HOSTILE, category=HOSTILE)
        rows = [option(HOSTILE, key=True, rationale=HOSTILE), option(HOSTILE + "2")]
        data = new_data(
            quiz.pk, rows, stem=HOSTILE, explanation=HOSTILE, services=[str(service.pk)]
        )
        desk.post(ADD, data | {"_publish": "1"})
        made = Question.objects.get()
        shown = opened(desk, made.pk)
        desk.post(change_url(made.pk), shown | {"stem": HOSTILE * 2, "_publish": "1"})
        return made

    def test_it_is_never_obeyed(
        self, desk: Client, hostile: Question, instructor: User, quiz: Quiz
    ) -> None:
        instructor.name = HOSTILE
        instructor.save()
        for url in (
            "/admin/",
            "/admin/quizzes/question/?q=alert",
            change_url(hostile.pk),
            f"/admin/quizzes/question/{hostile.pk}/history/?from=1&to=2",
            "/admin/quizzes/quiz/",
            f"/admin/content/course/{quiz.course_id}/change/",
        ):
            html = desk.get(url).content.decode()
            assert "<script>alert" not in html, url
            assert "<img src=x" not in html.replace('"', ""), url
            assert "alert(1)" in html or url.startswith("/admin/content"), url

    def test_nor_in_the_preview_or_an_error(self, desk: Client, quiz: Quiz) -> None:
        rows = [option(HOSTILE, key=True, rationale=HOSTILE), option(HOSTILE)]
        data = new_data(quiz.pk, rows, stem=HOSTILE, explanation=HOSTILE, code=HOSTILE)
        for url in (PREVIEW, ADD):
            html = desk.post(url, data | {"_publish": "1"}).content.decode()
            assert "<script>alert" not in html
            assert "<img src=x" not in html.replace('"', "")
            assert "alert(1)" in html

    def test_links_to_script_are_no_links(self, desk: Client, quiz: Quiz) -> None:
        stem = "[a](javascript:alert(1)) ![b](javascript:alert(1)) [c](data:text/html,x)"
        html = desk.post(PREVIEW, new_data(quiz.pk, stem=stem)).content.decode()
        assert 'href="javascript' not in html
        assert 'src="javascript' not in html
        assert 'href="data:' not in html
