"""Questions leave in any format, with their tags, and come back the same."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from quizzes import authoring, exporting
from quizzes.drafts import Kind, QuestionDraft
from quizzes.formats import known
from quizzes.formats.format import Format
from quizzes.models import Question, Quiz
from tests.books import at_most, load_into, rows, said, write
from tests.factories import (
    NOON,
    DomainFactory,
    MatchAnswerFactory,
    OptionFactory,
    QuestionFactory,
    QuestionVersionFactory,
    QuizFactory,
    UserFactory,
    question,
)
from tests.quizzes.exported import back, export, laden

pytestmark = [pytest.mark.django_db, pytest.mark.words]

LOSSLESS = ["markdown", "json", "csv", "xlsx"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return laden(tmp_path / "sea")


def plain(draft: QuestionDraft) -> QuestionDraft:
    return replace(draft, path="", line=0, number="")


@pytest.mark.parametrize("form", LOSSLESS)
def test_all_of_a_question_leaves_with_it(form: str, folder: Path) -> None:
    data, told = export(form, "--course", "sea")
    assert told == "5 questions read, 0 losses.\n"
    stored = [exporting.tagged(one) for one in Question.objects.order_by("quiz__slug", "position")]
    assert list(map(plain, back(form, data))) == list(map(plain, stored))
    hull = next(draft for draft in back(form, data) if draft.tags.code == "hull")
    assert hull.tags.services == ("ketch", "sloop")
    assert (hull.tags.task, hull.tags.level, hull.publish) == ("1.2", 2, False)
    first = next(draft for draft in back(form, data) if draft.stem == "A ketch?")
    assert (first.tags.section, first.tags.task) == ("the-ketch", "1.2")


@pytest.mark.parametrize("form", LOSSLESS)
def test_what_has_left_loads_into_another_course_as_it_was(
    form: str, folder: Path, tmp_path: Path
) -> None:
    found = known.named(form)
    assert found is not None
    data, _told = export(form)
    load_into(write(tmp_path / "lake", {f"bank{found.endings[0]}": data}))
    here, there = (
        Question.objects.filter(course__slug=slug).order_by("code") for slug in ("sea", "lake")
    )
    assert [(q.code, q.status, q.level) for q in here] == [
        (q.code, q.status, q.level) for q in there
    ]
    words = [[q.current.fingerprint for q in every if q.current] for every in (here, there)]
    assert words[0] == words[1]
    assert len(words[0]) == 5


@pytest.mark.parametrize("form", exporting.FORMATS, ids=lambda form: form.name)
def test_every_format_is_written_and_says_what_it_lost(form: Format, folder: Path) -> None:
    data, told = export(form.name)
    assert data
    assert told.splitlines()[-1].startswith("5 questions read, ")
    assert len(told.splitlines()) - 1 == int(told.splitlines()[-1].split()[3])


def test_a_question_adopted_and_exported_into_its_file_is_the_file_s_again(folder: Path) -> None:
    hull = Question.objects.get(code="hull")
    assert hull.current is not None
    draft = replace(exporting.tagged(hull), stem="Three, or what?")
    author = UserFactory()
    authoring.rewrite(
        hull,
        draft,
        authoring.Placement(
            "hull", hull.quiz_id or 0, services=[s.pk for s in hull.services.all()]
        ),
        author_id=author.pk,
        opened_on=1,
        publish=True,
        now=NOON,
    )
    export("markdown", "--quiz", "bank", "--output", folder / "bank.md")
    hull.refresh_from_db()
    authoring.give_back(hull, now=NOON)
    report = load_into(folder)
    assert not report.failed, said(report)
    hull.refresh_from_db()
    assert (hull.origin, hull.versions.count()) == (Question.Origin.MARKDOWN, 2)
    assert hull.current is not None
    assert hull.current.stem == "Three, or what?"
    again = load_into(folder)
    assert again.unchanged == again.files


def test_matching_and_ordering_leave_with_their_places() -> None:
    quiz = QuizFactory()
    for code, kind in (("m", Kind.MATCHING), ("o", Kind.ORDERING)):
        one = QuestionFactory(course=quiz.course, quiz=quiz, code=code)
        version = QuestionVersionFactory(question=one, kind=kind)
        for place in (2, 1, 3):
            OptionFactory(version=version, place=place)
        if kind is Kind.MATCHING:
            for _ in range(3):
                MatchAnswerFactory(version=version)
        one.current = version
        one.save()
    data, told = export("json")
    assert told == "2 questions read, 0 losses.\n"
    assert [draft.key for draft in back("json", data)] == [
        ("A-2", "B-1", "C-3"),
        ("B", "A", "C"),
    ]


def test_losses_are_told_one_by_one_or_written_as_json(folder: Path, tmp_path: Path) -> None:
    _data, told = export("aiken", "--quiz", "bank")
    assert "question 1 (hull) – without its id" in told.splitlines()
    file = tmp_path / "losses.json"
    _data, told = export("aiken", "--quiz", "bank", "--losses", file)
    found = json.loads(file.read_text("utf-8"))
    assert {"number": 1, "code": "hull", "what": "without its id"} in found
    assert told == f"2 questions read, {len(found)} losses.\n"


def test_what_no_file_holds_is_a_loss_in_every_format() -> None:
    quiz = QuizFactory(course__slug="east")
    question(quiz=quiz, code="a", stem="See ![it](x.png)?")
    question(quiz=quiz, code="b", domain=DomainFactory(course=quiz.course, number=3))
    question(quiz=QuizFactory(course__slug="west"), code="b")
    QuestionFactory(course=quiz.course, code="c")
    _data, told = export("json")
    assert told.splitlines() == [
        "question – (c) – not written: no words",
        "question 1 (a) – without its images: keep them beside the file",
        "question 2 (b) – without its domain, 3",
        "question 2 (b) – another course's question has the same id: write a file for each course",
        "question 3 (b) – another course's question has the same id: write a file for each course",
        "4 questions read, 5 losses.",
    ]


def test_many_questions_cost_few_queries() -> None:
    quiz: Quiz = QuizFactory()
    for _ in range(30):
        question(quiz=quiz)
    form = known.named("json")
    assert form is not None
    with at_most(5):
        made = exporting.written(form, Question.objects.all(), title="x")
    assert len(back("json", made.data)) == 30


def test_exporting_changes_nothing(folder: Path) -> None:
    before = rows()
    export("markdown")
    assert rows() == before
