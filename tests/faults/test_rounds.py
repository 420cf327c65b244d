import pytest

from tests.factories import CourseFactory, QuizFactory, question
from tests.faults.rounds import play
from tests.quizzes.examining import fixed


@pytest.mark.django_db(transaction=True)
def test_one_attempt_and_one_grading_of_many_at_once() -> None:
    course = CourseFactory()
    bank = QuizFactory(course=course)
    asked = [question(quiz=bank, key=key) for key in ("A", "BC", "D", "AD", "B")]
    assert play(5, fixed(course, asked, scored=3)) == []
