"""Questions written and edited in the admin: what is stored of them, and what is refused."""

from collections.abc import Callable

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from quizzes.models import ImmutableError, Question, QuestionVersion, Quiz
from studyapp.accounts.models import User
from tests.factories import QuizFactory, attempt_at, question
from tests.quizzes.admin_forms import (
    ADD,
    LIST,
    change_url,
    new_data,
    open_data,
    opened,
    option,
    options_data,
)

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz() -> Quiz:
    made: Quiz = QuizFactory()
    return made


@pytest.fixture
def asked(quiz: Quiz) -> Question:
    return question(quiz=quiz)


def test_a_new_question_is_published(desk: Client, quiz: Quiz, instructor: User) -> None:
    before = quiz.course.revision
    response = desk.post(ADD, new_data(quiz.pk) | {"_publish": "1"})
    assert response.status_code == 302
    assert response["Location"] == LIST
    made = Question.objects.get()
    assert (made.quiz, made.course, made.status) == (quiz, quiz.course, Question.Status.PUBLISHED)
    assert (made.origin, made.position) == (Question.Origin.ADMIN, 1)
    assert made.code == "which-service-is-a-managed-relational-database"
    assert made.current is not None
    assert made.current.author == instructor
    assert made.current.kind == QuestionVersion.Kind.SINGLE
    rows = made.current.options.values_list("letter", "text", "is_key", "rationale")
    assert list(rows) == [
        ("A", "Amazon RDS", True, "It is relational."),
        ("B", "Amazon S3", False, "It stores objects."),
    ]
    quiz.course.refresh_from_db()
    assert quiz.course.revision > before
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (instructor, str(made.pk))
    assert "version 1" in entry.get_change_message()


def test_a_new_question_is_kept_as_a_draft(desk: Client, quiz: Quiz) -> None:
    response = desk.post(ADD, new_data(quiz.pk) | {"_save": "1"}, follow=True)
    made = Question.objects.get()
    assert made.status == Question.Status.DRAFT
    assert response.redirect_chain[-1][0] == change_url(made.pk)
    assert b"learners do not see it yet" in response.content


def test_publishing_one_leads_to_the_next(desk: Client, quiz: Quiz) -> None:
    response = desk.post(ADD, new_data(quiz.pk) | {"_another": "1"})
    assert response["Location"] == f"{ADD}?quiz={quiz.pk}"
    page = desk.get(response["Location"])
    assert page.context["form"]["quiz"].value() == str(quiz.pk)


def test_a_form_sent_twice_adds_one_question(desk: Client, quiz: Quiz) -> None:
    data = new_data(quiz.pk) | {"_publish": "1"}
    desk.post(ADD, data)
    again = desk.post(ADD, data)
    assert again.status_code == 200
    assert b"Nothing was stored twice" in again.content
    assert b"Which service is a managed" in again.content
    assert Question.objects.count() == 1


def test_options_take_their_places_and_leave(desk: Client, quiz: Quiz) -> None:
    rows = (
        option("Third", ORDER="3"),
        option("First", key=True, ORDER="1"),
        option("Gone", key=True, ORDER="2", DELETE="on"),
        option(),
        option("Last"),
    )
    desk.post(ADD, new_data(quiz.pk, rows) | {"_publish": "1"})
    current = Question.objects.get().current
    assert current is not None
    texts = current.options.values_list("letter", "text", "is_key")
    assert list(texts) == [("A", "First", True), ("B", "Third", False), ("C", "Last", False)]


def test_lines_end_as_they_do_in_files(desk: Client, quiz: Quiz) -> None:
    desk.post(ADD, new_data(quiz.pk, stem="One\r\n\r\n- two\r\nWhich?") | {"_publish": "1"})
    assert QuestionVersion.objects.get().stem == "One\n\n- two\nWhich?"


def test_an_edit_is_a_new_version_and_results_keep_the_old(
    desk: Client, asked: Question, learner: User
) -> None:
    old = asked.current
    response = attempt_at([asked], user=learner).responses.get()
    data = opened(desk, asked.pk)
    desk.post(change_url(asked.pk), data | {"stem": "Reworded?", "_publish": "1"})
    asked.refresh_from_db()
    response.refresh_from_db()
    assert old is not None
    assert asked.current is not None
    assert (asked.current.number, asked.current.stem) == (2, "Reworded?")
    assert response.version == old
    old.refresh_from_db()
    assert old.stem == f"Stem of {asked.code}, version 1?"
    with pytest.raises(ImmutableError):
        QuestionVersion.objects.filter(pk=old.pk).update(stem="x")


def test_a_draft_of_a_published_question_waits(desk: Client, asked: Question) -> None:
    data = opened(desk, asked.pk)
    page = desk.post(change_url(asked.pk), data | {"stem": "Not yet?", "_save": "1"}, follow=True)
    asked.refresh_from_db()
    assert asked.current is not None
    assert (asked.status, asked.current.number) == (Question.Status.PUBLISHED, 1)
    assert asked.versions.count() == 2
    assert b"Learners still see version 1" in page.content
    assert page.context["form"]["stem"].value() == "Not yet?"
    again = open_data(page)  # type: ignore[arg-type]
    desk.post(change_url(asked.pk), again | {"_publish": "1"})
    asked.refresh_from_db()
    assert asked.current.number == 2
    assert asked.versions.count() == 2


def test_saving_the_same_words_makes_no_version(desk: Client, quiz: Quiz) -> None:
    desk.post(ADD, new_data(quiz.pk) | {"_publish": "1"})
    made = Question.objects.get()
    page = desk.post(
        change_url(made.pk), opened(desk, made.pk) | {"level": "3", "_save": "1"}, follow=True
    )
    made.refresh_from_db()
    assert (made.level, made.versions.count()) == (3, 1)
    assert made.status == Question.Status.PUBLISHED
    assert b"as before" in page.content


def test_older_words_can_be_taken_up_again(desk: Client, asked: Question) -> None:
    data = opened(desk, asked.pk)
    desk.post(change_url(asked.pk), data | {"stem": "Newer?", "_publish": "1"})
    page = desk.get(change_url(asked.pk) + "?version=1")
    assert b"older words of version 1" in page.content
    desk.post(change_url(asked.pk), open_data(page) | {"_publish": "1"})  # type: ignore[arg-type]
    asked.refresh_from_db()
    assert asked.current is not None
    assert (asked.current.number, asked.current.stem) == (3, f"Stem of {asked.code}, version 1?")


@pytest.mark.parametrize("version", ["9", "x", "-1", str(10**30), "٣"])
def test_an_unknown_older_version_opens_the_newest(
    desk: Client, asked: Question, version: str
) -> None:
    page = desk.get(change_url(asked.pk), {"version": version})
    assert page.status_code == 200
    assert page.context["form"]["stem"].value() == f"Stem of {asked.code}, version 1?"


def test_of_two_editors_the_second_is_told_and_loses_nothing(
    client_of: SignIn, desk: Client, asked: Question, instructor: User, other: User
) -> None:
    other.is_staff = other.is_superuser = True
    other.save()
    mine = opened(desk, asked.pk)
    theirs = opened(client_of(other), asked.pk)
    client_of(other).post(change_url(asked.pk), theirs | {"stem": "Theirs?", "_publish": "1"})
    page = desk.post(change_url(asked.pk), mine | {"stem": "Mine?", "_publish": "1"})
    assert page.status_code == 409
    assert b"Bo saved version 2" in page.content
    assert b"nothing is lost" in page.content
    assert page.context["form"]["stem"].value() == "Mine?"
    asked.refresh_from_db()
    assert asked.versions.count() == 2
    desk.post(change_url(asked.pk), open_data(page) | {"_publish": "1"})  # type: ignore[arg-type]
    stems = asked.versions.values_list("stem", flat=True)
    assert list(stems)[1:] == ["Theirs?", "Mine?"]


def test_a_retired_question_comes_back_by_publishing(desk: Client, quiz: Quiz) -> None:
    gone = question(quiz=quiz, status=Question.Status.RETIRED)
    page = desk.get(change_url(gone.pk))
    assert b"This question is retired" in page.content
    desk.post(change_url(gone.pk), open_data(page) | {"_publish": "1"})  # type: ignore[arg-type]
    gone.refresh_from_db()
    assert gone.status == Question.Status.PUBLISHED


def test_unreadable_rows_are_refused(desk: Client, quiz: Quiz) -> None:
    for wrong in (
        {"option-TOTAL_FORMS": "x"},
        {"option-TOTAL_FORMS": "100000"},
        {"option-0-ORDER": "first"},
        {"opened_on": "x"},
        {"quiz": "10" * 20},
        {"services": ["0"]},
        {"topic": "task-0"},
        {"level": "9"},
        {"code": "no code"},
        {"stem": "a\x00b"},
    ):
        page = desk.post(ADD, new_data(quiz.pk) | wrong | {"_publish": "1"})
        assert page.status_code == 200, wrong
        assert b"Not stored yet" in page.content, wrong
    assert not Question.objects.exists()


def test_a_megabyte_is_refused(desk: Client, quiz: Quiz, asked: Question) -> None:
    data = new_data(quiz.pk, stem="x" * 1_000_001) | {"_publish": "1"}
    for url in (ADD, change_url(asked.pk), "/admin/quizzes/question/preview/"):
        assert desk.post(url, data).status_code == 400
    assert QuestionVersion.objects.count() == 1


def test_a_site_without_a_quiz_says_what_to_do(desk: Client) -> None:
    page = desk.get(ADD, follow=True)
    assert b"load a course first" in page.content


def test_new_questions_go_to_the_course_asked_for(desk: Client, quiz: Quiz) -> None:
    elsewhere: Quiz = QuizFactory()
    page = desk.get(ADD, {"quiz": elsewhere.pk})
    assert page.context["desk"].course == elsewhere.course
    assert list(page.context["form"].fields["quiz"].choices) == [
        (str(elsewhere.pk), elsewhere.title)
    ]
    assert desk.get(ADD, {"course": quiz.course.slug}).context["desk"].course == quiz.course
    data = new_data(elsewhere.pk) | {"_publish": "1"}
    desk.post(ADD, data)
    assert Question.objects.get().course == elsewhere.course


def test_rows_on_an_edit_can_be_added_and_taken_out(desk: Client, asked: Question) -> None:
    data = opened(desk, asked.pk)
    rows = [
        option("Kept", key=True, ORDER="1"),
        option("Out", ORDER="2", DELETE="on"),
        option("New"),
    ]
    data = {n: v for n, v in data.items() if not n.startswith("option-")}
    data |= options_data(rows, initial=2)
    desk.post(change_url(asked.pk), data | {"_publish": "1"})
    asked.refresh_from_db()
    assert asked.current is not None
    assert list(asked.current.options.values_list("text", flat=True)) == ["Kept", "New"]
