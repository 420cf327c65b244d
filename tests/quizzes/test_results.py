from datetime import timedelta

import pytest

from quizzes import attempts, results
from quizzes.models import Attempt, Question
from quizzes.results import Result, result
from quizzes.sitting import of_learner
from studyapp.accounts.models import User
from tests.factories import NOON, reword
from tests.world import TOKEN, World, open_attempt, option_ids

pytestmark = pytest.mark.django_db

GRADED, PRACTICE = Attempt.Mode.GRADED, Attempt.Mode.PRACTICE


def sat(
    user: User, here: World, *answers: str, mode: Attempt.Mode = GRADED, minutes: float = 10
) -> Attempt:
    """A submitted attempt with these letters; an empty one is left unanswered."""
    attempt = open_attempt(user, here.quiz, mode)
    for response, letters in zip(attempt.responses.all(), answers, strict=False):
        if letters:
            attempts.answer(
                user.pk,
                attempt.pk,
                position=response.position,
                chosen=option_ids(response, letters),
                now=NOON,
            )
    attempts.submit(user.pk, attempt.pk, now=NOON + timedelta(minutes=minutes))
    return of_learner(user.pk, attempt.pk)


def steps(page: Result) -> list[str]:
    return [step.kind for step in page.next_steps]


def test_the_score_and_its_parts(learner: User, here: World) -> None:
    page = result(sat(learner, here, "A", "B", "D"))
    assert (page.right, page.total, page.percent, page.passed) == (2, 4, 50, False)
    services = [(bar.label, bar.hue, bar.right, bar.total, bar.percent) for bar in page.by_service]
    assert services == [("RDS", 1, 1, 2, None), ("DynamoDB", 2, 1, 2, None)]
    domains = [(bar.label, bar.right, bar.total) for bar in page.by_domain]
    assert domains == [("1 Domain 1", 1, 2), ("2 Domain 2", 1, 2)]


@pytest.mark.parametrize(("minutes", "said"), [(0, 1), (0.2, 1), (1.4, 1), (1.6, 2), (95, 95)])
def test_the_time_taken(learner: User, here: World, minutes: float, said: int) -> None:
    assert result(sat(learner, here, minutes=minutes)).minutes_taken == said


def test_passed_is_said_of_graded_attempts_only(learner: User, here: World) -> None:
    everything = ("A", "BC", "D", "AD")
    assert result(sat(learner, here, *everything)).passed is True
    assert result(sat(learner, here, *everything, mode=PRACTICE)).passed is None


def test_every_question_is_explained(learner: User, here: World) -> None:
    page = result(sat(learner, here, "A", "B"))
    rows = {row.position: row for row in page.questions}
    assert [row.position for row in page.questions] == [2, 3, 4, 1]
    assert {n: row.verdict for n, row in rows.items()} == {
        1: "right",
        2: "wrong",
        3: "unanswered",
        4: "unanswered",
    }
    for n, row in rows.items():
        assert f"{TOKEN} why cloud-{n}" in row.explanation
        assert all(TOKEN in option.rationale for option in row.options)
    assert rows[1].section_url == "/cloud/databases/#rds"
    assert (rows[4].section_title, rows[4].section_url) == ("", "")
    assert [service.name for service in rows[1].services] == ["RDS"]


def test_filters(learner: User, here: World) -> None:
    attempt = open_attempt(learner, here.quiz)
    for position, letters in ((1, "A"), (2, "BC")):
        response = attempt.responses.get(position=position)
        attempts.answer(
            learner.pk,
            attempt.pk,
            position=position,
            chosen=option_ids(response, letters),
            now=NOON,
        )
    attempts.flag(learner.pk, attempt.pk, position=2, flagged=True)
    attempts.submit(learner.pk, attempt.pk, now=NOON)
    closed = of_learner(learner.pk, attempt.pk)
    found = {
        show: [row.position for row in result(closed, show=show).questions] for show in results.SHOW
    }
    assert found == {"all": [3, 4, 1, 2], "wrong": [3, 4], "flagged": [2]}
    counts = [(f.value, f.count) for f in result(closed).filters]
    assert counts == [("all", 4), ("wrong", 2), ("flagged", 1)]


class TestNextSteps:
    def test_after_mistakes(self, learner: User, here: World) -> None:
        page = result(sat(learner, here, "B", "B", "D", "AD"))
        assert steps(page) == ["retake", "read", "graded"]
        retake, read, _graded = page.next_steps
        assert "2 you missed" in retake.title
        assert (retake.method, retake.fields) == ("post", {"scope": "wrong", "mode": "practice"})
        assert read.url == "/cloud/databases/#rds"

    def test_where_no_section_teaches_what_was_missed(self, learner: User, here: World) -> None:
        assert steps(result(sat(learner, here, "A", "BC", "D", "B"))) == [
            "retake",
            "graded",
            "progress",
        ]

    def test_where_nothing_was_missed(self, learner: User, here: World) -> None:
        everything = ("A", "BC", "D", "AD")
        assert steps(result(sat(learner, here, *everything))) == ["progress"]
        assert steps(result(sat(learner, here, *everything, mode=PRACTICE))) == [
            "graded",
            "progress",
        ]


def test_a_section_or_service_that_is_gone_is_left_out(learner: User, here: World) -> None:
    attempt = sat(learner, here)
    here.first.retired_at = NOON
    here.first.save()
    Question.objects.filter(pk=here.questions[2].pk).update(task=None, domain=None)
    here.questions[2].services.clear()
    here.course.bump()
    page = result(of_learner(learner.pk, attempt.pk))
    rows = {row.position: row for row in page.questions}
    assert (rows[1].section_title, rows[1].section_url) == ("", "")
    assert rows[3].services == ()
    assert [bar.total for bar in page.by_service] == [2, 1]
    assert [bar.total for bar in page.by_domain] == [2, 1]


def test_an_old_result_keeps_its_words(learner: User, here: World) -> None:
    attempt = sat(learner, here, "A")
    reword(here.questions[0], key="B", stem="Newer?")
    Question.objects.filter(pk=here.questions[0].pk).update(status=Question.Status.RETIRED)
    here.course.bump()
    row = {row.position: row for row in result(attempt).questions}[1]
    assert (row.stem, row.verdict) == ("<p>What of cloud-1?</p>", "right")


def test_an_open_attempt_has_none(learner: User, here: World) -> None:
    attempt = open_attempt(learner, here.quiz)
    with pytest.raises(ValueError, match="open attempt"):
        result(of_learner(learner.pk, attempt.pk))
