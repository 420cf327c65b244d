"""Learners are told what was regraded: at first sight, until put aside, and beside the question."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from quizzes import attempts
from quizzes.models import Attempt, Question, Quiz, Regrade
from quizzes.notices import Notice, notices, put_aside
from quizzes.regrade_marks import Policy
from quizzes.regrading import undo
from studyapp.accounts.models import User
from tests.factories import QuizFactory, UserFactory, placed_question
from tests.quizzes.asking import at
from tests.quizzes.regraded import TOMORROW, WHY, applied, correction, sat
from tests.quizzes.taking import PRACTICE, three_questions

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz() -> Quiz:
    return three_questions(pass_mark=60, title="Storage")


@pytest.fixture
def asked(quiz: Quiz) -> Question:
    first = quiz.questions.order_by("position").first()
    assert first is not None
    return first


def told(user: User) -> list[tuple[int, int, bool | None, bool]]:
    return [(n.before, n.now, n.passes, n.taken_back) for n in notices(user.pk)]


def words(client: Client, url: str) -> str:
    """A page's words, without its markup."""
    plain = re.sub(r"<[^>]+>", " ", client.get(url).content.decode())
    return " ".join(plain.split())


def test_a_score_that_changed_is_told(
    quiz: Quiz, asked: Question, instructor: User, learner: User, other: User
) -> None:
    attempt = sat(quiz, ["B", "BC"], learner)
    sat(quiz, ["A", "BC"], other)
    assert notices(learner.pk) == []
    applied(correction(asked, "B"), instructor)
    assert notices(learner.pk) == [
        Notice(
            title="Storage",
            url=at("result", attempt),
            before=33,
            now=66,
            passes=True,
            taken_back=False,
            aside_url=at("put_aside", attempt),
        )
    ]
    # Nobody hears of what did not change for them.
    assert notices(other.pk) == []


def test_practice_has_no_pass_to_tell(
    quiz: Quiz, asked: Question, instructor: User, learner: User
) -> None:
    sat(quiz, ["B", "BC"], learner, mode=PRACTICE)
    applied(correction(asked, "B"), instructor)
    assert told(learner) == [(33, 66, None, False)]


def test_several_regrades_of_an_attempt_are_one_notice(
    quiz: Quiz, asked: Question, instructor: User, learner: User
) -> None:
    attempt = sat(quiz, ["B", "A"], learner)
    last = quiz.questions.order_by("position").last()
    assert last is not None
    applied(correction(asked, "B"), instructor)
    applied(correction(last, "A", Policy.FULL_CREDIT), instructor)
    assert told(learner) == [(0, 66, True, False)]
    put_aside(learner.pk, attempt.pk, now=TOMORROW)
    assert told(learner) == []


def test_whoever_read_of_it_reads_of_the_undoing(
    quiz: Quiz, asked: Question, instructor: User, learner: User, other: User
) -> None:
    attempt = sat(quiz, ["B", "BC"], learner)
    sat(quiz, ["B", "BC"], other)
    regrade = applied(correction(asked, "B"), instructor)
    put_aside(learner.pk, attempt.pk, now=TOMORROW)
    undo(regrade, by=instructor.pk, why=WHY, now=TOMORROW)
    assert told(learner) == [(66, 33, False, True)]
    assert told(other) == []


def test_whoever_is_graded_so_from_the_start_is_told_nothing(
    quiz: Quiz, asked: Question, instructor: User, learner: User
) -> None:
    late = sat(quiz, ["B", "BC"], learner, submitted=False)
    applied(correction(asked, "B"), instructor)
    attempts.submit(learner.pk, late.pk, now=TOMORROW)
    assert told(learner) == []


def test_notices_cost_one_query(
    quiz: Quiz,
    asked: Question,
    instructor: User,
    learner: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(5):
        sat(quiz, ["B", "BC"], learner)
    applied(correction(asked, "B"), instructor)
    with django_assert_num_queries(1):
        assert len(notices(learner.pk)) == 5


def test_the_first_page_tells_until_it_is_put_aside(
    mine: Client, quiz: Quiz, asked: Question, instructor: User, learner: User
) -> None:
    attempt = sat(quiz, ["B", "BC"], learner)
    applied(correction(asked, "B"), instructor)
    page = words(mine, "/")
    assert "Your result was graded anew Storage : 33 % before, 66 % now passed" in page
    got = mine.post(at("put_aside", attempt))
    assert (got.status_code, got["Location"]) == (302, "/")
    assert "graded anew" not in words(mine, "/")
    # Once more does no harm.
    assert mine.post(at("put_aside", attempt)).status_code == 302


def test_nobody_puts_anothers_notice_aside(
    client_of: Callable[[User], Client],
    quiz: Quiz,
    asked: Question,
    instructor: User,
    learner: User,
    other: User,
) -> None:
    attempt = sat(quiz, ["B", "BC"], learner)
    applied(correction(asked, "B"), instructor)
    assert client_of(other).post(at("put_aside", attempt)).status_code == 404
    assert len(notices(learner.pk)) == 1


CASES = [
    # policy, may lower, what was chosen: what the result says, and what it shows as right
    (Policy.RESCORE, True, "B", "what counts now is shown below.", "B"),
    (Policy.RESCORE, False, "A", "The mark that you had stays yours.", "B"),
    (Policy.ACCEPT_BOTH, False, "A", "and the earlier key too.", "AB"),
    (Policy.VOID, True, "A", "this question does not count: it was faulty.", "A"),
    (Policy.VOID, False, "A", "Your mark stays, as you would lose by that.", "A"),
    (Policy.FULL_CREDIT, False, "C", "everybody has the full mark for this question", "A"),
]


@pytest.mark.parametrize(("policy", "lowers", "chosen", "says", "right"), CASES)
def test_the_result_says_what_counts_now_and_since_when(
    mine: Client,
    asked: Question,
    quiz: Quiz,
    instructor: User,
    learner: User,
    policy: Policy,
    lowers: bool,
    chosen: str,
    says: str,
    right: str,
) -> None:
    attempt = sat(quiz, [chosen, "A"], learner)
    applied(correction(asked, "B", policy, lowers=lowers), instructor)
    page = words(mine, at("result", attempt))
    assert says in page
    assert page.count("5 May 2026") == 1
    reviewed = mine.get(at("result", attempt)).context["page"].questions
    first = next(row for row in reviewed if row.position == 1)
    assert all(not row.regraded for row in reviewed if row is not first)
    shown = {option.id for option in first.options if option.state in ("key", "missed")}
    assert asked.current is not None
    letters = asked.current.options.filter(pk__in=shown)
    assert "".join(letters.order_by("letter").values_list("letter", flat=True)) == right


def test_after_an_undoing_the_result_is_as_it_was(
    mine: Client, asked: Question, quiz: Quiz, instructor: User, learner: User
) -> None:
    attempt = sat(quiz, ["B", "BC"], learner)
    before = words(mine, at("result", attempt))
    regrade = applied(correction(asked, "B", Policy.VOID), instructor)
    assert "1 of 2 right" in words(mine, at("result", attempt))
    undo(regrade, by=instructor.pk, why=WHY, now=TOMORROW)
    assert words(mine, at("result", attempt)) == before


def test_the_right_order_that_is_shown_is_the_one_that_counts(
    mine: Client, instructor: User, learner: User
) -> None:
    quiz: Quiz = QuizFactory()
    order = placed_question(1, 2, 3, quiz=quiz)
    attempt = sat(quiz, ["A2 B1 C3"], learner)
    applied(correction(order, places="213"), instructor)
    row = mine.get(at("result", attempt)).context["page"].questions[0]
    assert [option.state for option in row.placed] == ["key"] * 3
    assert [option.right for option in row.placed] == [1, 2, 3]
    assert "what counts now is shown below" in row.regraded


def test_practice_explains_by_the_key_that_was_asked_until_it_is_submitted(
    mine: Client, asked: Question, quiz: Quiz, instructor: User, learner: User
) -> None:
    attempt = sat(quiz, ["B"], learner, mode=PRACTICE, submitted=False)
    applied(correction(asked, "B"), instructor)
    assert "put right on" not in words(mine, at("question", attempt))
    mine.post(at("submit", attempt))
    assert "put right on" in words(mine, at("result", attempt))
    assert Attempt.objects.get(pk=attempt.pk).right == 1


def test_a_graded_attempt_under_way_tells_nothing_of_it(
    mine: Client, asked: Question, quiz: Quiz, instructor: User, learner: User
) -> None:
    attempt = sat(quiz, ["B", "BC"], learner, submitted=False)
    pages = [at("question", attempt), at("review", attempt), "/", reverse("attempts")]
    before = [words(mine, page) for page in pages]
    applied(correction(asked, "B"), instructor)
    assert Regrade.objects.exists()
    assert [words(mine, page) for page in pages] == before


def test_people_without_attempts_are_told_nothing() -> None:
    assert notices(UserFactory().pk) == []
