"""Who a question in a file is: by id, by its words, by its number; and what becomes of it."""

from pathlib import Path

import pytest

from quizzes.models import Question, QuestionVersion, Quiz
from tests.books import CATALOGUE, ask, chapter, load_into, said, write
from tests.factories import attempt_at
from tests.quizzes.loaded import asked, quiz

pytestmark = pytest.mark.django_db
PUBLISHED, RETIRED = Question.Status.PUBLISHED, Question.Status.RETIRED


def keys_asked() -> dict[int, tuple[str, str]]:
    """The right letter and the stem of each question asked."""
    questions = Question.objects.filter(status=PUBLISHED).select_related("current")
    return {
        q.pk: ("".join(o.letter for o in q.current.options.filter(is_key=True)), q.current.stem)
        for q in questions
        if q.current
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "sea", {"course.toml": CATALOGUE})


def test_question_is_stored_with_all_that_its_comment_says(folder: Path) -> None:
    tags = "id: masts; services: ketch, sloop; task: 2.1; level: 3; section: the-sloop"
    quiz(folder, ask(7, "How many? (Choose two)", key="A, C", tags=tags))
    question = Question.objects.get()
    assert question.code == "masts"
    assert (question.status, question.origin) == (PUBLISHED, Question.Origin.MARKDOWN)
    assert [service.slug for service in question.services.all()] == ["sloop", "ketch"]
    assert question.task is not None
    assert (question.task.code, question.level) == ("2.1", 3)
    assert question.section is not None
    assert question.section.slug == "the-sloop"
    assert (question.source_root, question.source_path) == ("sea", "01-boats.md")
    assert question.source_number == "7"
    assert question.current is not None
    assert question.current.kind == "multiple"
    assert question.quiz == Quiz.objects.own().get()
    assert (question.quiz.pass_mark, question.quiz.title) == (80, "Boats")


def test_question_with_an_id_stays_itself_whatever_else_changes(folder: Path) -> None:
    quiz(folder, ask(1, "One?", tags="id: a"), ask(2, "Two?", tags="id: b"))
    before = asked()
    quiz(folder, ask(5, "Two, reworded?", tags="id: b"), ask(6, "One, reworded?", tags="id: a"))
    after = asked()
    assert after == {"One, reworded?": before["One?"], "Two, reworded?": before["Two?"]}
    assert QuestionVersion.objects.count() == 4


def test_question_without_an_id_is_known_by_its_words_then_by_its_number(folder: Path) -> None:
    quiz(folder, ask(1, "One?"), ask(2, "Two?"), ask(3, "Three?"))
    before = asked()
    quiz(folder, ask(1, "three"), ask(2, "Two, reworded?"), ask(3, "*One*?"))
    after = asked()
    assert after["*One*?"] == before["One?"]
    assert after["three"] == before["Three?"]
    assert after["Two, reworded?"] == before["Two?"]


def test_questions_of_one_stem_are_each_found_again_when_the_file_changes(folder: Path) -> None:
    answers = [("A", "Red?"), ("B", "Red?"), ("C", "Red?"), ("A", "Green?")]
    texts = [ask("", stem, key=key, tags="publish: yes") for key, stem in answers]
    quiz(folder, *texts)
    before = keys_asked()
    assert sorted(key for key, _stem in before.values()) == ["A", "A", "B", "C"]
    quiz(folder, ask("", "New?"), *reversed(texts))
    after = keys_asked()
    assert after.items() > before.items()
    assert len(after) == len(before) + 1
    quiz(folder, *texts[1:3])
    assert keys_asked() == {pk: found for pk, found in before.items() if found[0] in "BC"}
    assert QuestionVersion.objects.count() == 5


def test_of_questions_that_differ_in_code_only_each_stays_itself(folder: Path) -> None:
    quiz(folder, ask("", "What is `n++`?"), ask("", "What is `++n`?"))
    before = asked()
    quiz(folder, ask("", "What IS `++n`"), ask("", "What is *this*: `n++`?"))
    after = asked()
    assert after["What IS `++n`"] == before["What is `++n`?"]
    assert after["What is *this*: `n++`?"] not in before.values()


def test_new_question_at_the_top_takes_nobodys_place(folder: Path) -> None:
    quiz(folder, ask(1, "One?"), ask(2, "Two?"))
    before = asked()
    quiz(folder, ask(1, "Zero?"), ask(2, "One?"), ask(3, "Two?"))
    after = asked()
    assert after.pop("Zero?") not in before.values()
    assert after == before
    assert list(Question.objects.order_by("position").values_list("position", flat=True)) == [
        1,
        2,
        3,
    ]


def test_new_words_are_a_new_version_and_attempts_keep_the_older(folder: Path) -> None:
    quiz(folder, ask(1, "One?"))
    question = Question.objects.get()
    response = attempt_at([question]).responses.get()
    quiz(folder, ask(1, "One, reworded?"))
    response.refresh_from_db()
    assert response.version.stem == "One?"
    question.refresh_from_db()
    assert question.current is not None
    assert (question.current.number, question.current.stem) == (2, "One, reworded?")


@pytest.mark.parametrize(
    "tags",
    ["id: a; services: ketch", "id: a; task: 2.1", "id: a; level: 2", "id: a; section: the-ketch"],
)
def test_new_tags_are_no_new_version(folder: Path, tags: str) -> None:
    quiz(folder, ask(1, "The sloop?", tags="id: a"))
    write(folder, {"01-boats.md": chapter(1, "Boats", ask(1, "The sloop?", tags=tags))})
    report = load_into(folder)
    assert report.changes.changed == 1
    assert QuestionVersion.objects.count() == 1


def test_question_that_is_gone_is_retired_and_comes_back_as_itself(folder: Path) -> None:
    quiz(folder, ask(1, "One?"), ask(2, "Two?", tags="id: two"))
    before = asked()
    write(folder, {"01-boats.md": chapter(1, "Boats", ask(9, "Nine?"))})
    report = load_into(folder)
    assert (report.changes.added, report.changes.retired) == (1, 2)
    assert list(asked()) == ["Nine?"]
    assert set(Question.objects.filter(status=RETIRED).values_list("pk", flat=True)) == set(
        before.values()
    )
    texts = [ask(1, "Nine?"), ask(3, "One?"), ask(4, "Two?", tags="id: two")]
    write(folder, {"01-boats.md": chapter(1, "Boats", *texts)})
    report = load_into(folder)
    assert report.changes.restored == 2
    assert {stem: pk for stem, pk in asked().items() if stem != "Nine?"} == before
    assert QuestionVersion.objects.count() == 3


def test_number_of_a_retired_question_is_no_identity(folder: Path) -> None:
    quiz(folder, ask(1, "One?"), ask(2, "Two?"))
    before = asked()
    quiz(folder, ask(2, "Two?"))
    quiz(folder, ask(1, "Quite new?"), ask(2, "Two?"))
    after = asked()
    assert after["Two?"] == before["Two?"]
    assert after["Quite new?"] not in before.values()


def test_number_is_that_of_the_question_still_asked(folder: Path) -> None:
    quiz(folder, ask(1, "One?"), ask(2, "Two?"))
    two = asked()["Two?"]
    quiz(folder, ask(1, "Two?"))  # question 1 is retired, and 2 has its number now
    quiz(folder, ask(1, "Two, reworded?"))
    assert asked() == {"Two, reworded?": two}


def test_of_two_questions_of_the_same_words_the_one_still_asked_is_meant(folder: Path) -> None:
    quiz(folder, ask(1, "One?", tags="id: old; publish: yes"), ask(2, "One?", tags="id: new"))
    new = Question.objects.get(code="new").pk
    quiz(folder, ask(2, "One?", tags="id: new"))
    quiz(folder, ask(3, "One?"))
    assert asked() == {"One?": new}


def test_question_whose_id_was_changed_is_known_by_its_words(folder: Path) -> None:
    quiz(folder, ask(1, "One?", tags="id: old"))
    before = asked()
    quiz(folder, ask(2, "One?", tags="id: new"))
    assert asked() == before
    assert Question.objects.get().code == "new"


def test_question_is_given_an_id_and_stays_itself(folder: Path) -> None:
    quiz(folder, ask(1, "One?"))
    question = Question.objects.get()
    assert question.code == "boats-q1"
    quiz(folder, ask(1, "One?", tags="id: one"))
    question.refresh_from_db()
    assert question.code == "one"
    quiz(folder, ask(1, "One?"))
    assert Question.objects.get().code == "one"


def test_id_is_not_outdone_by_a_number(folder: Path) -> None:
    quiz(folder, ask(1, "One?", tags="id: one"))
    quiz(folder, ask(1, "Quite another?", tags="id: other"))
    assert Question.objects.get(code="one").status == RETIRED
    assert Question.objects.get(code="other").status == PUBLISHED


def test_code_made_for_a_question_leaves_the_authors_own_free(folder: Path) -> None:
    quiz(folder, ask(1, "One?"), ask(2, "Two?", tags="id: boats-q1"), ask("٣", "Three?"))
    codes = set(Question.objects.values_list("code", flat=True))
    assert {"boats-q1", "boats-q1-2"} < codes
    assert len(codes) == 3


def test_question_with_an_id_moves_to_another_file(folder: Path) -> None:
    write(folder, {"02-winds.md": chapter(2, "Winds", ask(1, "Other?"))})
    quiz(folder, ask(1, "One?", tags="id: one"), ask(2, "Two?"))
    before = asked()
    write(
        folder,
        {
            "01-boats.md": chapter(1, "Boats", ask(2, "Two?")),
            "02-winds.md": chapter(2, "Winds", ask(1, "Other?"), ask(2, "One?", tags="id: one")),
        },
    )
    report = load_into(folder)
    assert not report.failed
    assert asked() == before
    moved = Question.objects.get(code="one")
    assert moved.quiz is not None
    assert (moved.source_path, moved.quiz.slug) == ("02-winds.md", "winds")
    assert load_into(folder).unchanged == 2


def test_id_that_two_files_have_stays_with_the_first(folder: Path) -> None:
    quiz(folder, ask(1, "One?", tags="id: one"))
    before = asked()
    write(folder, {"00-first.md": chapter(0, "First", ask(1, "Thief?", tags="id: one"))})
    for _ in range(2):
        report = load_into(folder)
        assert report.failed
        assert "is that of 01-boats.md:" in said(report)
        assert asked() == before


def test_mistake_in_a_file_takes_no_question_away(folder: Path) -> None:
    quiz(folder, ask(1, "One?"), ask(2, "Two?"))
    before = asked()
    write(
        folder, {"01-boats.md": chapter(1, "Boats", ask(1, "One?", key=""), ask(2, "Two, better?"))}
    )
    report = load_into(folder)
    assert report.failed
    assert asked() == {"One?": before["One?"], "Two, better?": before["Two?"]}


def test_doubtful_question_is_a_draft_until_its_file_is_mended(folder: Path) -> None:
    quiz(folder, ask(1, "One?", key="A, B, C"))
    question = Question.objects.get()
    assert question.status == Question.Status.DRAFT
    quiz(folder, ask(1, "One?", key="A"))
    question.refresh_from_db()
    assert question.status == PUBLISHED
