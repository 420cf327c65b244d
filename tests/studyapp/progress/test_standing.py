"""What a learner knows and has read, by service and by domain, and what to do next."""

from collections.abc import Iterable
from datetime import timedelta

import pytest

from quizzes.models import Question
from studyapp.accounts.models import User
from studyapp.progress.mastery import Level, estimate
from studyapp.progress.standing import says
from tests.factories import NOON, question
from tests.studyapp.progress.standings import more, read, row, stand, tally
from tests.world import World, world

pytestmark = pytest.mark.django_db


def test_before_the_first_answer(learner: User, here: World) -> None:
    found = stand(learner)
    assert (found.overall.mastery.level, found.overall.questions) == (Level.NONE, 4)
    assert (found.overall.answers, found.overall.last_answered_at) == (0, None)
    assert (found.percent_read, found.sections_read, found.sections) == (0, 0, 5)
    assert (found.readiness, [d.number for d in found.missing_domains]) == (None, [1, 2])
    assert [one.service.name for one in found.services] == ["RDS", "DynamoDB", "Aurora"]
    assert found.sat == frozenset()


class TestFigures:
    def test_by_service(self, learner: User, other: User, here: World) -> None:
        one, two, three, _four = here.questions
        tally(learner, one, last=True, answers=3, day=1)
        tally(learner, two, last=False, answers=2, day=5)
        tally(other, three)
        found = stand(learner)
        rds = row(found, "RDS").sum
        assert (rds.mastery.right, rds.seen, rds.questions) == (1, 2, 2)
        assert (rds.answers, rds.right_answers) == (5, 4)
        assert rds.last_answered_at == NOON + timedelta(days=5)
        assert row(found, "DynamoDB").sum.seen == 0
        assert row(found, "DynamoDB").sum.questions == 2

    def test_a_question_on_two_services_counts_for_each_and_once_in_all(
        self, learner: User, here: World
    ) -> None:
        here.questions[0].services.add(here.services[1])
        here.course.bump()
        tally(learner, here.questions[0])
        found = stand(learner)
        assert row(found, "RDS").sum.seen == row(found, "DynamoDB").sum.seen == 1
        assert found.overall.seen == 1

    def test_by_domain(self, learner: User, here: World) -> None:
        tally(learner, here.questions[0], last=False)
        tally(learner, here.questions[2])
        found = stand(learner)
        assert [(d.domain.number, d.sum.mastery.right, d.sum.seen) for d in found.domains] == [
            (1, 0, 1),
            (2, 1, 1),
        ]

    def test_a_retired_question_counts_once_it_was_answered(
        self, learner: User, other: User, here: World
    ) -> None:
        gone = here.questions[0]
        tally(learner, gone)
        Question.objects.filter(pk=gone.pk).update(status=Question.Status.RETIRED)
        here.course.bump()
        assert (stand(learner).overall.questions, stand(learner).overall.seen) == (4, 1)
        assert (stand(other).overall.questions, row(stand(other), "RDS").sum.questions) == (3, 1)

    def test_a_draft_does_not_count(self, learner: User, here: World) -> None:
        question(quiz=here.quiz, status=Question.Status.DRAFT, services=[here.services[0]])
        here.course.bump()
        assert stand(learner).overall.questions == 4

    def test_courses_are_apart(self, learner: User, here: World) -> None:
        other = world("other")
        tally(learner, other.questions[0])
        read(learner, other.overview)
        assert stand(learner).overall.answers == stand(learner).sections_read == 0
        assert stand(learner, "other").overall.answers == 1


class TestReading:
    def test_is_counted_by_service_and_in_all(
        self, learner: User, other: User, here: World
    ) -> None:
        read(learner, here.overview, here.first)
        read(other, here.other)
        found = stand(learner)
        assert (found.sections_read, found.percent_read) == (2, 40)
        assert (row(found, "RDS").sections_read, row(found, "RDS").percent_read) == (1, 100)
        assert row(found, "DynamoDB").percent_read == 0

    def test_what_left_the_book_is_not_counted(self, learner: User, here: World) -> None:
        read(learner, here.first, here.contents, here.quiz_section)
        here.first.retired_at = NOON
        here.first.save()
        here.course.bump()
        found = stand(learner)
        assert (found.sections_read, found.sections) == (0, 4)
        assert row(found, "RDS").percent_read is None

    def test_a_service_that_is_neither_taught_nor_asked_has_no_row(
        self, learner: User, here: World
    ) -> None:
        here.later.services.clear()
        here.course.bump()
        assert [one.service.name for one in stand(learner).services] == ["RDS", "DynamoDB"]


class TestReadiness:
    def answers(self, user: User, asked: Iterable[Question], right: int) -> None:
        for place, one in enumerate(asked):
            tally(user, one, last=place < right)

    def test_weighs_each_domain_by_the_exam_guide(self, learner: User, here: World) -> None:
        self.answers(learner, more(here, 5, task=0, service=0), right=5)
        self.answers(learner, more(here, 10, task=1, service=1), right=5)
        # 40 % of all right, 60 % of half right.
        assert stand(learner).readiness == 70

    def test_is_exact_where_floats_are_not(self, learner: User, here: World) -> None:
        for domain, weight in zip(here.domains, (22, 18), strict=True):
            domain.weight = weight
            domain.save()
        self.answers(learner, more(here, 11, task=0, service=0), right=3)
        self.answers(learner, more(here, 5, task=1, service=1), right=4)
        assert (22 * 3 / 11 + 18 * 4 / 5) * 100 / 40 < 51
        assert stand(learner).readiness == 51

    def test_says_which_domains_are_missing(self, learner: User, here: World) -> None:
        self.answers(learner, more(here, 5, task=0, service=0), right=5)
        self.answers(learner, more(here, 4, task=1, service=1), right=4)
        found = stand(learner)
        assert (found.readiness, [d.number for d in found.missing_domains]) == (None, [2])

    def test_needs_no_answers_on_a_domain_without_weight(self, learner: User, here: World) -> None:
        here.domains[1].weight = 0
        here.domains[1].save()
        self.answers(learner, more(here, 5, task=0, service=0), right=4)
        assert stand(learner).readiness == 80

    def test_is_not_to_be_had_without_weights_or_domains(self, learner: User, here: World) -> None:
        for domain in here.domains:
            domain.weight = 0
            domain.save()
        here.course.bump()
        assert stand(learner).readiness is None
        Question.objects.update(task=None, domain=None)
        here.course.domains.all().delete()
        here.course.bump()
        assert stand(learner).readiness is None


class TestNextStep:
    def step(self, user: User, name: str = "RDS") -> tuple[str, str] | None:
        found = row(stand(user), name).step
        return None if found is None else (found.kind, found.url)

    def test_read_first(self, learner: User, here: World) -> None:
        assert self.step(learner) == ("read", "/cloud/databases/#rds")

    def test_then_practise_until_there_is_enough_to_say(self, learner: User, here: World) -> None:
        read(learner, here.first)
        practise = ("practise", "/cloud/databases/quiz/?section=rds")
        assert self.step(learner) == practise
        tally(learner, here.questions[0])
        found = row(stand(learner), "RDS").step
        assert found is not None
        assert found.why.startswith("4 more answers")

    def test_then_mend_what_is_weak_and_leave_what_is_strong(
        self, learner: User, here: World
    ) -> None:
        read(learner, here.first)
        asked = more(here, 6, task=0, service=0)
        for one in asked:
            tally(learner, one, last=False)
        assert self.step(learner) == ("practise", "/cloud/databases/quiz/?section=rds")
        for one in asked:
            one.tallies.update(last_right=True)
        assert self.step(learner) is None

    def test_what_is_strong_need_not_be_read(self, learner: User, here: World) -> None:
        for one in more(here, 8, task=0, service=0):
            tally(learner, one)
        assert self.step(learner) is None

    def test_nothing_to_practise_where_no_section_asks(self, learner: User, here: World) -> None:
        read(learner, here.later)
        assert self.step(learner, "Aurora") is None


@pytest.mark.parametrize(
    ("right", "answered", "words"),
    [
        (0, 0, "No answers yet"),
        (3, 4, "3 of 4, too few to say"),
        (17, 20, "17 of 20, likely 72–93 %"),
        (0, 9, "0 of 9, likely 0–15 %"),
    ],
)
def test_an_estimate_says_what_it_rests_on(right: int, answered: int, words: str) -> None:
    assert says(estimate(right, answered)) == words


def test_quizzes_that_were_sat(learner: User, here: World) -> None:
    tally(learner, here.questions[3])
    assert stand(learner).sat == {here.quiz.pk}
