from dataclasses import replace

import pytest

from quizzes.drafts import Kind, OptionDraft, QuestionDraft, Tags
from quizzes.matching import Action, Matcher, Standing

QUIZ, OTHER = 1, 2
DRAFT = QuestionDraft(
    "bank.md",
    3,
    "1",
    Kind.SINGLE,
    "Which knot holds?",
    (OptionDraft("A", "bowline", True), OptionDraft("B", "slip knot", False)),
)
CODED = replace(DRAFT, tags=Tags(code="knot"))
REWORDED = replace(DRAFT, explanation="It holds its shape.")
LIKE = replace(DRAFT, stem="which  knot holds")


def standing(draft: QuestionDraft = DRAFT, **changes: object) -> Standing:
    made = Standing(
        id=7,
        code="knot",
        stem=draft.stem,
        fingerprint=draft.fingerprint,
        newest_id=70,
        quiz_id=QUIZ,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


FILED = standing(of_a_file=True)
GONE = standing(retired=True)


@pytest.mark.parametrize(
    ("draft", "bank", "action"),
    [
        pytest.param(DRAFT, [], Action.NEW, id="an empty bank"),
        pytest.param(DRAFT, [standing(replace(DRAFT, stem="Which?"))], Action.NEW, id="others"),
        pytest.param(DRAFT, [standing()], Action.SAME, id="the very words"),
        pytest.param(REWORDED, [standing()], Action.CHANGED, id="same stem, other words"),
        pytest.param(LIKE, [standing()], Action.CHANGED, id="case and spaces of the stem"),
        pytest.param(DRAFT, [GONE], Action.BACK, id="retired"),
        pytest.param(REWORDED, [GONE], Action.BACK, id="retired, reworded"),
        pytest.param(DRAFT, [standing(quiz_id=OTHER)], Action.DUPLICATE, id="in another quiz"),
        pytest.param(DRAFT, [standing(quiz_id=None)], Action.DUPLICATE, id="in no quiz"),
        pytest.param(
            DRAFT, [standing(quiz_id=OTHER, retired=True)], Action.NEW, id="retired elsewhere"
        ),
        pytest.param(DRAFT, [FILED], Action.DUPLICATE, id="a file's, by stem"),
        pytest.param(CODED, [FILED], Action.SAME, id="a file's, by id, the very words"),
        pytest.param(
            replace(CODED, explanation="x"), [FILED], Action.OWNED, id="a file's, by id, reworded"
        ),
        pytest.param(
            CODED, [replace(FILED, retired=True)], Action.OWNED, id="a file's, by id, retired"
        ),
        pytest.param(CODED, [standing(quiz_id=OTHER)], Action.SAME, id="by id in another quiz"),
        pytest.param(
            replace(CODED, stem="Anew?"), [standing()], Action.CHANGED, id="by id, another stem"
        ),
        pytest.param(
            replace(DRAFT, stem="?!"), [standing(stem="!!")], Action.NEW, id="stems of no words"
        ),
    ],
)
def test_what_a_question_comes_to(
    draft: QuestionDraft, bank: list[Standing], action: Action
) -> None:
    verdict = Matcher(bank, quiz_id=QUIZ).match(draft)
    assert verdict.action is action
    assert (verdict.question is not None) == (action is not Action.NEW)


def test_the_very_words_come_before_words_that_are_like() -> None:
    bank = [standing(REWORDED, id=1, code="a"), standing(DRAFT, id=2, code="b")]
    verdict = Matcher(bank, quiz_id=QUIZ).match(DRAFT)
    assert verdict.question is not None
    assert (verdict.action, verdict.question.id) == (Action.SAME, 2)


def test_what_is_asked_comes_before_what_is_retired() -> None:
    bank = [standing(id=1, code="a", retired=True), standing(id=2, code="b")]
    verdict = Matcher(bank, quiz_id=QUIZ).match(REWORDED)
    assert verdict.question is not None
    assert (verdict.action, verdict.question.id) == (Action.CHANGED, 2)


def test_two_of_one_stem_are_told_and_met_again_each_as_itself() -> None:
    matcher = Matcher([], quiz_id=QUIZ)
    assert matcher.match(DRAFT).action is Action.NEW
    second = matcher.match(REWORDED)
    assert (second.action, second.twin) == (Action.DUPLICATE, "bank.md:3")
    bank = [standing(DRAFT, id=1, code="a"), standing(REWORDED, id=2, code="b")]
    again = Matcher(bank, quiz_id=QUIZ)
    assert [again.match(draft).action for draft in (DRAFT, REWORDED)] == [Action.SAME] * 2


def test_a_question_is_met_once() -> None:
    matcher = Matcher([standing()], quiz_id=QUIZ)
    assert matcher.match(REWORDED).action is Action.CHANGED
    assert matcher.match(LIKE).action is Action.DUPLICATE


def test_an_id_twice_is_refused_with_the_place_of_the_first() -> None:
    matcher = Matcher([], quiz_id=QUIZ)
    matcher.match(CODED)
    verdict = matcher.match(replace(CODED, stem="Another?", line=9))
    assert verdict.action is Action.REJECTED
    assert verdict.reason == "the id “knot” is that of bank.md:3 – give each question its own"


def test_what_was_held_before_counts() -> None:
    matcher = Matcher([standing()], quiz_id=QUIZ)
    matcher.note(code="other", stem="which knot holds", place="first.md:1", question_id=7)
    verdict = matcher.match(DRAFT)
    assert (verdict.action, verdict.twin) == (Action.DUPLICATE, "first.md:1")
    tagged = replace(DRAFT, tags=Tags(code="other"))
    assert matcher.match(tagged).action is Action.REJECTED


def test_into_a_new_quiz_nothing_is_there_already() -> None:
    verdict = Matcher([standing(quiz_id=None)], quiz_id=None).match(DRAFT)
    assert verdict.action is Action.DUPLICATE


@pytest.mark.parametrize("action", Action)
def test_only_what_would_write_may_be_chosen(action: Action) -> None:
    writes = action in (Action.NEW, Action.CHANGED, Action.BACK, Action.DUPLICATE)
    assert action.may_be_chosen == writes
    assert action.is_chosen_first == (writes and action is not Action.DUPLICATE)
