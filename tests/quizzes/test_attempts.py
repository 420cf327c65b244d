import pytest

from quizzes import attempts
from quizzes.attempts import (
    AttemptClosedError,
    IncompleteAnswerError,
    NothingToAskError,
    Selection,
)
from quizzes.grading import InvalidChoiceError
from quizzes.models import Attempt, Question, Quiz, Response, Tally
from studyapp.accounts.models import User
from tests.factories import NOON, OptionFactory, QuizFactory, SectionFactory, question, reword
from tests.quizzes.taking import (
    GRADED,
    LATER,
    PRACTICE,
    SOON,
    begin,
    give,
    held,
    ids,
    three_questions,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz() -> Quiz:
    return three_questions(pass_mark=60)


class TestStart:
    def test_pins_every_published_question_in_order(self, learner: User, quiz: Quiz) -> None:
        question(quiz=quiz, status=Question.Status.DRAFT)
        question(quiz=quiz, status=Question.Status.RETIRED)
        question(course=quiz.course)
        attempt, made = attempts.start(learner.pk, quiz, mode=PRACTICE, now=NOON)
        assert made
        rows = attempt.responses.values_list("position", "question", "version", "answered_at")
        asked = list(quiz.questions.asked())
        assert list(rows) == [
            (place, one.pk, one.current_id, None) for place, one in enumerate(asked, 1)
        ]
        assert (attempt.mode, attempt.scope, attempt.total) == (PRACTICE, Attempt.Scope.ALL, 3)
        assert (attempt.pass_mark, attempt.started_at, attempt.is_open) == (60, NOON, True)

    def test_gives_back_the_open_attempt(self, learner: User, quiz: Quiz) -> None:
        first = begin(learner, quiz)
        give(first, 2, "BC")
        again, made = attempts.start(learner.pk, quiz, mode=PRACTICE, now=LATER)
        assert (again, made) == (first, False)
        assert (again.mode, again.started_at) == (GRADED, NOON)
        assert held(again, 2) == ("BC", None, True)

    def test_learners_and_quizzes_are_apart(self, learner: User, other: User, quiz: Quiz) -> None:
        second = QuizFactory()
        question(quiz=second)
        made = [begin(learner, quiz), begin(other, quiz), begin(learner, second)]
        assert Attempt.objects.open().count() == len({attempt.pk for attempt in made}) == 3

    def test_after_submission_another_one_begins(self, learner: User, quiz: Quiz) -> None:
        first = begin(learner, quiz)
        attempts.submit(learner.pk, first.pk, now=LATER)
        assert begin(learner, quiz).pk != first.pk

    def test_a_quiz_without_questions_starts_nothing(self, learner: User) -> None:
        empty = QuizFactory()
        question(quiz=empty, status=Question.Status.RETIRED)
        with pytest.raises(NothingToAskError):
            begin(learner, empty)
        assert not Attempt.objects.exists()

    def test_an_open_attempt_goes_on_though_nothing_is_asked_any_more(
        self, learner: User, quiz: Quiz
    ) -> None:
        first = begin(learner, quiz)
        quiz.questions.update(status=Question.Status.RETIRED)
        assert begin(learner, quiz) == first

    def test_of_one_section(self, learner: User, quiz: Quiz) -> None:
        section = SectionFactory(chapter__course=quiz.course)
        mine = question(quiz=quiz, section=section)
        attempt = begin(learner, quiz, selection=Selection(section=section))
        assert [r.question_id for r in attempt.responses.all()] == [mine.pk]
        assert (attempt.scope, attempt.section, attempt.total) == (
            Attempt.Scope.SECTION,
            section,
            1,
        )

    def test_of_a_section_that_teaches_none(self, learner: User, quiz: Quiz) -> None:
        with pytest.raises(NothingToAskError):
            begin(learner, quiz, selection=Selection(section=SectionFactory()))

    def test_of_what_was_wrong(self, learner: User, quiz: Quiz) -> None:
        first = begin(learner, quiz)
        give(first, 1, "A")
        give(first, 2, "B")
        attempts.submit(learner.pk, first.pk, now=LATER)
        again = begin(learner, quiz, selection=Selection(wrong_in=first))
        missed = first.responses.filter(position__in=[2, 3]).order_by("position")
        assert again.scope == Attempt.Scope.WRONG
        assert list(again.responses.values_list("position", "question")) == [
            (1, missed[0].question_id),
            (2, missed[1].question_id),
        ]

    def test_of_what_was_wrong_leaves_out_what_was_retired_since(
        self, learner: User, quiz: Quiz
    ) -> None:
        first = begin(learner, quiz)
        attempts.submit(learner.pk, first.pk, now=LATER)
        gone = first.responses.get(position=1).question_id
        Question.objects.filter(pk=gone).update(status=Question.Status.RETIRED)
        assert begin(learner, quiz, selection=Selection(wrong_in=first)).total == 2

    def test_nothing_was_wrong(self, learner: User, quiz: Quiz) -> None:
        first = begin(learner, quiz)
        for position, letters in enumerate(("A", "BC", "D"), 1):
            give(first, position, letters)
        attempts.submit(learner.pk, first.pk, now=LATER)
        with pytest.raises(NothingToAskError):
            begin(learner, quiz, selection=Selection(wrong_in=first))


class TestGradedAnswer:
    def test_is_kept_and_not_marked(self, learner: User, quiz: Quiz) -> None:
        attempt = begin(learner, quiz)
        response = give(attempt, 1, "A")
        assert (response.answered_at, response.score, response.graded_at) == (SOON, None, None)
        assert held(attempt, 1) == ("A", None, True)
        assert not Tally.objects.exists()

    def test_the_newest_counts(self, learner: User, quiz: Quiz) -> None:
        attempt = begin(learner, quiz)
        for letters in ("A", "BCD", "BC", "D"):
            give(attempt, 2, letters)
            assert held(attempt, 2) == (letters, None, True)

    def test_sent_twice_is_one_answer(self, learner: User, quiz: Quiz) -> None:
        attempt = begin(learner, quiz)
        chosen = ids(attempt, 2, "BC")
        for _ in range(2):
            attempts.answer(learner.pk, attempt.pk, position=2, chosen=chosen * 2, now=SOON)
        assert held(attempt, 2) == ("BC", None, True)

    def test_of_too_few_or_too_many_options_may_wait(self, learner: User, quiz: Quiz) -> None:
        attempt = begin(learner, quiz)
        give(attempt, 2, "ABCD")
        assert held(attempt, 2) == ("ABCD", None, True)
        give(attempt, 2, "B")
        assert held(attempt, 2) == ("B", None, True)

    def test_empty_takes_it_back(self, learner: User, quiz: Quiz) -> None:
        attempt = begin(learner, quiz)
        give(attempt, 2, "BC")
        give(attempt, 2, "")
        assert held(attempt, 2) == ("", None, False)
        attempts.submit(learner.pk, attempt.pk, now=LATER)
        assert held(attempt, 2) == ("", 0.0, False)
        assert not Tally.objects.exists()

    def test_empty_leaves_a_single_answer_as_it_is(self, learner: User, quiz: Quiz) -> None:
        attempt = begin(learner, quiz)
        give(attempt, 1, "")
        assert held(attempt, 1) == ("", None, False)
        give(attempt, 1, "B")
        with pytest.raises(InvalidChoiceError):
            give(attempt, 1, "")
        assert held(attempt, 1) == ("B", None, True)

    def test_answers_do_not_touch_each_other(self, learner: User, other: User, quiz: Quiz) -> None:
        mine, theirs = begin(learner, quiz), begin(other, quiz)
        give(theirs, 1, "B")
        give(mine, 1, "A")
        give(mine, 2, "C")
        assert [held(mine, n)[0] for n in (1, 2, 3)] == ["A", "C", ""]
        assert [held(theirs, n)[0] for n in (1, 2, 3)] == ["B", "", ""]


class TestPracticeAnswer:
    @pytest.mark.parametrize(("letters", "mark"), [("BC", 1.0), ("AB", 0.0)])
    def test_is_marked_at_once(self, learner: User, quiz: Quiz, letters: str, mark: float) -> None:
        attempt = begin(learner, quiz, PRACTICE)
        response = give(attempt, 2, letters)
        assert (response.score, response.graded_at, response.answered_at) == (mark, SOON, SOON)
        assert held(attempt, 2) == (letters, mark, True)
        tally = Tally.objects.get()
        assert (tally.user, tally.question_id) == (learner, response.question_id)
        assert (tally.answers, tally.right, tally.last_right) == (1, int(mark), mark == 1)
        assert tally.last_answered_at == SOON

    @pytest.mark.parametrize("second", ["A", "BC", "B", "", "foreign"])
    def test_is_marked_once(self, learner: User, quiz: Quiz, second: str) -> None:
        attempt = begin(learner, quiz, PRACTICE)
        give(attempt, 2, "AB")
        chosen = [OptionFactory().pk] if second == "foreign" else ids(attempt, 2, second)
        again = attempts.answer(learner.pk, attempt.pk, position=2, chosen=chosen, now=LATER)
        assert (again.score, again.graded_at) == (0.0, SOON)
        assert held(attempt, 2) == ("AB", 0.0, True)
        assert Tally.objects.get().answers == 1

    @pytest.mark.parametrize(("position", "letters"), [(1, ""), (2, ""), (2, "B"), (2, "ABC")])
    def test_incomplete_keeps_all_as_it_was(
        self, learner: User, quiz: Quiz, position: int, letters: str
    ) -> None:
        attempt = begin(learner, quiz, PRACTICE)
        with pytest.raises(IncompleteAnswerError) as refused:
            give(attempt, position, letters)
        assert refused.value.needed == position
        assert held(attempt, position) == ("", None, False)
        assert not Tally.objects.exists()


@pytest.mark.parametrize("mode", Attempt.UNTIMED)
class TestRefusedAnswer:
    def test_a_foreign_option_changes_nothing(
        self, learner: User, quiz: Quiz, mode: Attempt.Mode
    ) -> None:
        attempt = begin(learner, quiz, mode)
        if mode == GRADED:
            give(attempt, 1, "B")
        before = held(attempt, 1)
        for foreign in (ids(attempt, 2, "B"), [0], [10**18], [*ids(attempt, 1, "A"), -1]):
            with pytest.raises(InvalidChoiceError):
                attempts.answer(learner.pk, attempt.pk, position=1, chosen=foreign, now=LATER)
        assert held(attempt, 1) == before

    def test_two_options_for_a_single_answer(
        self, learner: User, quiz: Quiz, mode: Attempt.Mode
    ) -> None:
        attempt = begin(learner, quiz, mode)
        with pytest.raises(InvalidChoiceError):
            give(attempt, 1, "AB")
        assert held(attempt, 1) == ("", None, False)

    def test_an_option_of_another_wording(
        self, learner: User, quiz: Quiz, mode: Attempt.Mode
    ) -> None:
        attempt = begin(learner, quiz, mode)
        newer = reword(attempt.responses.get(position=1).question, key="B")
        foreign = list(newer.options.filter(is_key=True).values_list("pk", flat=True))
        with pytest.raises(InvalidChoiceError):
            attempts.answer(learner.pk, attempt.pk, position=1, chosen=foreign, now=SOON)
        assert held(attempt, 1) == ("", None, False)

    @pytest.mark.parametrize("position", [0, -1, 4, 2**63, 10**30])
    def test_a_question_that_is_not_there(
        self, learner: User, quiz: Quiz, mode: Attempt.Mode, position: int
    ) -> None:
        attempt = begin(learner, quiz, mode)
        with pytest.raises(Response.DoesNotExist):
            attempts.answer(learner.pk, attempt.pk, position=position, chosen=[], now=SOON)

    def test_somebody_elses(
        self, learner: User, other: User, quiz: Quiz, mode: Attempt.Mode
    ) -> None:
        attempt = begin(other, quiz, mode)
        with pytest.raises(Response.DoesNotExist):
            attempts.answer(
                learner.pk, attempt.pk, position=1, chosen=ids(attempt, 1, "A"), now=SOON
            )
        with pytest.raises(Response.DoesNotExist):
            attempts.flag(learner.pk, attempt.pk, position=1, flagged=True)
        with pytest.raises(Attempt.DoesNotExist):
            attempts.submit(learner.pk, attempt.pk, now=SOON)
        attempt.refresh_from_db()
        assert attempt.is_open
        assert held(attempt, 1) == ("", None, False)

    @pytest.mark.parametrize("letters", ["A", "", "B"])
    def test_a_closed_attempt_stays_as_it_is(
        self, learner: User, quiz: Quiz, mode: Attempt.Mode, letters: str
    ) -> None:
        attempt = begin(learner, quiz, mode)
        give(attempt, 1, "B")
        attempts.submit(learner.pk, attempt.pk, now=LATER)
        with pytest.raises(AttemptClosedError):
            give(attempt, 1, letters)
        with pytest.raises(AttemptClosedError):
            attempts.flag(learner.pk, attempt.pk, position=1, flagged=True)
        assert held(attempt, 1) == ("B", 0.0, True)
        assert not attempt.responses.filter(flagged=True).exists()


def test_flags_come_and_go_and_touch_no_answer(learner: User, quiz: Quiz) -> None:
    attempt = begin(learner, quiz)
    give(attempt, 2, "B")
    for flagged in (True, True, False):
        attempts.flag(learner.pk, attempt.pk, position=2, flagged=flagged)
        assert attempt.responses.get(position=2).flagged is flagged
        assert held(attempt, 2) == ("B", None, True)
    assert not attempt.responses.filter(flagged=True).exists()
