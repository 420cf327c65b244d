"""The exam hall: one factory a model, and `question(...)` for a question with its words."""

from collections import abc
from collections.abc import Iterable
from typing import Any

from factory.declarations import (
    LazyAttribute,
    LazyFunction,
    SelfAttribute,
    Sequence,
    SubFactory,
    Trait,
)

from content.models import Service
from quizzes.models import (
    Attempt,
    Choice,
    MatchAnswer,
    Option,
    Question,
    QuestionVersion,
    Quiz,
    Response,
    Tally,
)
from studyapp.accounts.models import User
from tests.factories.book import ChapterFactory, CourseFactory
from tests.factories.people import NOON, ModelFactory, UserFactory


class QuizFactory(ModelFactory):
    """A quiz of the chapter given, else of no chapter."""

    class Meta:
        model = Quiz

    class Params:
        of_chapter = Trait(chapter=SubFactory(ChapterFactory, course=SelfAttribute("..course")))

    course = SubFactory(CourseFactory)
    slug = Sequence(lambda n: f"quiz-{n}")
    title = Sequence(lambda n: f"Quiz {n}")


class QuestionFactory(ModelFactory):
    """A draft without words; `question(...)` makes a published one with words."""

    class Meta:
        model = Question

    course = SubFactory(CourseFactory)
    code = Sequence(lambda n: f"question-{n}")
    position = Sequence(lambda n: n)


class QuestionVersionFactory(ModelFactory):
    class Meta:
        model = QuestionVersion

    question = SubFactory(QuestionFactory)
    number = LazyAttribute(lambda o: o.question.versions.count() + 1)
    kind = QuestionVersion.Kind.SINGLE
    stem = LazyAttribute(lambda o: f"Stem of {o.question.code}, version {o.number}?")
    stem_html = LazyAttribute(lambda o: f"<p>{o.stem}</p>")
    explanation = LazyAttribute(lambda o: f"Why, by {o.question.code} v{o.number}.")
    explanation_html = LazyAttribute(lambda o: f"<p>{o.explanation}</p>")
    fingerprint = Sequence(lambda n: f"{n:064x}")
    created_at = NOON


class OptionFactory(ModelFactory):
    class Meta:
        model = Option

    version = SubFactory(QuestionVersionFactory)
    position = LazyAttribute(lambda o: o.version.options.count() + 1)
    letter = LazyAttribute(lambda o: chr(ord("A") + o.position - 1))
    text = LazyAttribute(lambda o: f"Text {o.letter} of {o.version}")
    html = LazyAttribute(lambda o: f"<p>{o.text}</p>")
    is_key = False
    rationale = LazyAttribute(lambda o: f"Rationale {o.letter} of {o.version}")
    rationale_html = LazyAttribute(lambda o: f"<p>{o.rationale}</p>")


class MatchAnswerFactory(ModelFactory):
    class Meta:
        model = MatchAnswer

    version = SubFactory(QuestionVersionFactory, kind=QuestionVersion.Kind.MATCHING)
    position = LazyAttribute(lambda o: o.version.answers.count() + 1)
    text = LazyAttribute(lambda o: f"Answer {o.position} of {o.version}")
    html = LazyAttribute(lambda o: f"<p>{o.text}</p>")


class AttemptFactory(ModelFactory):
    """An open graded attempt without responses; total is yours to match."""

    class Meta:
        model = Attempt

    user = SubFactory(UserFactory)
    quiz = SubFactory(QuizFactory)
    mode = Attempt.Mode.GRADED
    pass_mark = SelfAttribute("quiz.pass_mark")
    partial_credit = SelfAttribute("quiz.partial_credit")
    started_at = NOON
    total = 1
    counted = SelfAttribute("total")


class ResponseFactory(ModelFactory):
    """A blank response to the question's current version."""

    class Meta:
        model = Response

    attempt = SubFactory(AttemptFactory)
    question = LazyFunction(lambda: question())
    version = SelfAttribute("question.current")
    position = LazyAttribute(lambda o: o.attempt.responses.count() + 1)


class ChoiceFactory(ModelFactory):
    class Meta:
        model = Choice

    response = SubFactory(ResponseFactory)
    option = LazyAttribute(lambda o: o.response.version.options.first())


class TallyFactory(ModelFactory):
    class Meta:
        model = Tally

    user = SubFactory(UserFactory)
    question = LazyFunction(lambda: question())
    answers = 1
    right = 1
    last_right = True
    last_answered_at = NOON


def question(
    *,
    key: str = "A",
    texts: abc.Sequence[str] | int = 4,
    services: Iterable[Service] = (),
    stem: str | None = None,
    **fields: Any,
) -> Question:
    """A published question with one version: letters in key are right, several make it multiple.

    texts: the options' texts, or how many options. fields are Question's own; with quiz given,
    course is the quiz's."""
    if "quiz" in fields and fields["quiz"] is not None:
        fields.setdefault("course", fields["quiz"].course)
    status = fields.pop("status", Question.Status.PUBLISHED)
    made: Question = QuestionFactory(**fields)
    made.services.set(services)
    made.status = status
    reword(made, key=key, texts=texts, stem=stem)
    return made


def reword(
    question: Question,
    *,
    key: str = "A",
    texts: abc.Sequence[str] | int = 4,
    stem: str | None = None,
    author: User | None = None,
) -> QuestionVersion:
    """The question's next version, made current; older versions stay as they are."""
    words = {} if stem is None else {"stem": stem}
    kind = QuestionVersion.Kind.SINGLE if len(key) == 1 else QuestionVersion.Kind.MULTIPLE
    version: QuestionVersion = QuestionVersionFactory(
        question=question, kind=kind, author=author, **words
    )
    count = texts if isinstance(texts, int) else len(texts)
    for place in range(count):
        letter = chr(ord("A") + place)
        text = {} if isinstance(texts, int) else {"text": texts[place]}
        OptionFactory(version=version, position=place + 1, is_key=letter in key, **text)
    question.current = version
    question.save()
    return version


def placed_question(*places: int, answers: int = 0, **fields: Any) -> Question:
    """A published question whose options A, B, C … belong in these places.

    With answers it is a matching question with so many of them, else an ordering one."""
    kind = QuestionVersion.Kind.MATCHING if answers else QuestionVersion.Kind.ORDERING
    if "quiz" in fields:
        fields.setdefault("course", fields["quiz"].course)
    made: Question = QuestionFactory(**fields)
    version = QuestionVersionFactory(question=made, kind=kind)
    for place in places:
        OptionFactory(version=version, place=place)
    for _ in range(answers):
        MatchAnswerFactory(version=version)
    made.current, made.status = version, Question.Status.PUBLISHED
    made.save()
    return made


def attempt_at(questions: abc.Sequence[Question], **fields: Any) -> Attempt:
    """An attempt with a blank response to each question, in this order; fields are Attempt's."""
    if questions and questions[0].quiz is not None:
        fields.setdefault("quiz", questions[0].quiz)
    made: Attempt = AttemptFactory(total=len(questions), **fields)
    for place, asked in enumerate(questions, start=1):
        ResponseFactory(attempt=made, question=asked, position=place)
    return made


def choose(response: Response, letters: str, *, graded: bool = False) -> Response:
    """The response with the options of these letters chosen, and marked if graded."""
    options = list(response.version.options.all())
    response.choices.all().delete()
    for option in options:
        if option.letter in letters:
            ChoiceFactory(response=response, option=option)
    response.answered_at = NOON
    if graded:
        key = {option.letter for option in options if option.is_key}
        response.score = float(key == set(letters))
        response.graded_at = NOON
    response.save()
    return response


def submit(attempt: Attempt, answers: abc.Sequence[str]) -> Attempt:
    """The attempt with these letters chosen, response by response, marked and submitted."""
    responses = list(attempt.responses.all())
    for response, letters in zip(responses, answers, strict=True):
        choose(response, letters, graded=True)
    attempt.right = sum(response.score == 1 for response in responses)
    attempt.score = attempt.right / attempt.total
    attempt.submitted_at = NOON
    attempt.save()
    return attempt
