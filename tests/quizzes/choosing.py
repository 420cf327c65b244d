"""A course of six questions to choose from."""

from content.models import Course
from quizzes.models import Question, Quiz
from tests.factories import (
    ChapterFactory,
    CourseFactory,
    DomainFactory,
    QuizFactory,
    SectionFactory,
    ServiceFactory,
    question,
)


def six_questions() -> Course:
    """Six questions: a and b on S3 in chapter "one", c and d on EC2 and e on both in "two", f on
    nothing. Domain 1 has a, c and e, domain 2 b and d."""
    made: Course = CourseFactory(slug="sea")
    s3, ec2 = (ServiceFactory(course=made, slug=slug, category="C") for slug in ("s3", "ec2"))
    domains = [DomainFactory(course=made, number=number, weight=50) for number in (1, 2)]
    one, two = (ChapterFactory(course=made, slug=slug) for slug in ("one", "two"))
    quizzes = [QuizFactory(course=made, chapter=chapter) for chapter in (one, two)]
    section = SectionFactory(chapter=two)
    about = {
        "a": (quizzes[0], None, domains[0], [s3]),
        "b": (quizzes[0], None, domains[1], [s3]),
        "c": (quizzes[1], None, domains[0], [ec2]),
        "d": (quizzes[1], None, domains[1], [ec2]),
        "e": (quizzes[0], section, domains[0], [s3, ec2]),
        "f": (QuizFactory(course=made), None, None, []),
    }
    for code, (quiz, taught, domain, services) in about.items():
        question(code=code, quiz=quiz, section=taught, domain=domain, services=services)
    question(code="draft", quiz=quizzes[0], services=[s3], status=Question.Status.DRAFT)
    QuizFactory(course=made, kind=Quiz.Kind.CUSTOM, slug="custom-quiz", title="Custom quiz")
    return made


def named(course: Course, codes: str) -> list[Question]:
    return [course.questions.get(code=code) for code in codes]
