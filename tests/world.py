"""A small course that has one of everything, with words by which a leaked key is found."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from content.drafts import SectionKind
from content.models import (
    Chapter,
    Course,
    CoursePage,
    Domain,
    Fact,
    LabStep,
    Picture,
    Section,
    Service,
)
from content.models import TaskStatement as Task
from quizzes import attempts
from quizzes.models import Attempt, Import, Question, QuestionVersion, Quiz, Response
from quizzes.wordings import wordings
from studyapp.accounts.models import User
from tests.factories import (
    NOON,
    ChapterFactory,
    CourseFactory,
    CoursePageFactory,
    DomainFactory,
    FactFactory,
    ImportFactory,
    ImportItemFactory,
    LabStepFactory,
    MatchAnswerFactory,
    OptionFactory,
    PictureFactory,
    QuestionFactory,
    QuestionVersionFactory,
    QuizFactory,
    SectionFactory,
    ServiceFactory,
    TaskStatementFactory,
    TermFactory,
)

TOKEN = "canaryzqx"
"""In every explanation and rationale, and nowhere else."""

KEYS = ("A", "BC", "D", "AD")
"""The keys of the world's questions, in order."""


@dataclass(frozen=True)
class World:
    course: Course
    domains: list[Domain]
    tasks: list[Task]
    services: list[Service]
    chapter: Chapter
    second: Chapter
    contents: Section
    overview: Section
    first: Section
    other: Section
    lab: Section
    quiz_section: Section
    later: Section
    steps: list[LabStep]
    quiz: Quiz
    questions: list[Question]
    picture: Picture
    upload: Import
    fact: Fact
    page: CoursePage

    @property
    def readable(self) -> list[Section]:
        """The sections of the first chapter that count as reading."""
        return [self.overview, self.first, self.other, self.lab]


def world(slug: str = "cloud", *, keys: tuple[str, ...] = KEYS) -> World:
    """Two chapters; the first with a lab and a quiz of four questions, each on a service.

    Question 1 and 2 are taught in section `first`, 3 in `other`, 4 in none."""
    course = CourseFactory(slug=slug, title=f"The {slug} course", notice="No affiliation.")
    domains: list[Domain] = [
        DomainFactory(course=course, number=n, title=f"Domain {n}", weight=weight)
        for n, weight in ((1, 40), (2, 60))
    ]
    tasks: list[Task] = [
        TaskStatementFactory(course=course, domain=domain, code=f"{domain.number}.1")
        for domain in domains
    ]
    services: list[Service] = [
        ServiceFactory(course=course, slug=name.lower(), name=name, position=place)
        for place, name in enumerate(("RDS", "DynamoDB", "Aurora"))
    ]
    chapter = ChapterFactory(course=course, number=1, slug="databases", title="Databases")
    second = ChapterFactory(course=course, number=2, slug="storage", title="Storage")
    contents = SectionFactory(chapter=chapter, slug="contents", kind=SectionKind.CONTENTS)
    overview = SectionFactory(chapter=chapter, slug="overview", kind=SectionKind.OVERVIEW)
    first = SectionFactory(chapter=chapter, slug="rds", title="Amazon RDS")
    first.services.add(services[0])
    other = SectionFactory(chapter=chapter, slug="dynamodb", title="Amazon DynamoDB")
    other.services.add(services[1])
    lab = SectionFactory(chapter=chapter, slug="lab", title="A lab", kind=SectionKind.LAB)
    steps: list[LabStep] = [
        LabStepFactory(section=lab, slug=f"step-{n}", title=f"Do {n}") for n in (1, 2)
    ]
    quiz_section = SectionFactory(
        chapter=chapter, slug="quiz", kind=SectionKind.QUIZ, markdown="", html=""
    )
    later = SectionFactory(chapter=second, slug="aurora", title="Amazon Aurora")
    later.services.add(services[2])
    quiz = QuizFactory(course=course, chapter=chapter, slug="databases", title="Databases quiz")
    questions: list[Question] = [
        ask(quiz, key, code=f"{slug}-{n}", position=n) for n, key in enumerate(keys, start=1)
    ]
    about = [(first, 0, 0), (first, 0, 0), (other, 1, 1), (None, 1, 1)]
    for made, (section, service, task) in zip(questions, about, strict=False):
        made.section, made.task = section, tasks[task]
        made.save()
        made.services.add(services[service])
    return World(
        course=course,
        domains=domains,
        tasks=tasks,
        services=services,
        chapter=chapter,
        second=second,
        contents=contents,
        overview=overview,
        first=first,
        other=other,
        lab=lab,
        quiz_section=quiz_section,
        later=later,
        steps=steps,
        quiz=quiz,
        questions=questions,
        picture=PictureFactory(course=course),
        upload=uploaded(quiz),
        fact=cited(first, questions[0]),
        page=beside(course),
    )


def beside(course: Course) -> CoursePage:
    """A page on the exam day, and a term that no chapter uses."""
    TermFactory(course=course, slug="sextant", name="Sextant")
    page: CoursePage = CoursePageFactory(course=course, slug="exam-day", title="The exam day")
    return page


def cited(section: Section, question: Question) -> Fact:
    """A fact that the two rest on, good for a hundred years."""
    fact: Fact = FactFactory(course=question.course, slug="largest", good_for_days=32_000)
    section.facts.add(fact)
    question.facts.add(fact)
    return fact


def uploaded(quiz: Quiz) -> Import:
    """An import into the quiz of one question, waiting to be looked through."""
    upload = ImportFactory(course=quiz.course, quiz=quiz, status=Import.Status.READY)
    ImportItemFactory(upload=upload, explanation=f"{TOKEN} of the import")
    made: Import = upload
    return made


def ask(quiz: Quiz, key: str, *, code: str, position: int) -> Question:
    """A published question of four options; what explains them carries the token."""
    made: Question = QuestionFactory(course=quiz.course, quiz=quiz, code=code, position=position)
    kind = QuestionVersion.Kind.SINGLE if len(key) == 1 else QuestionVersion.Kind.MULTIPLE
    version = QuestionVersionFactory(
        question=made, kind=kind, stem=f"What of {code}?", explanation=f"{TOKEN} why {code}"
    )
    for place, letter in enumerate("ABCD", start=1):
        OptionFactory(
            version=version,
            position=place,
            letter=letter,
            text=f"Choice {letter} of {code}",
            is_key=letter in key,
            rationale=f"{TOKEN} reason {letter} of {code}",
        )
    made.current, made.status = version, Question.Status.PUBLISHED
    made.save()
    return made


ORDER, MATCH = (3, 1, 4, 2), (2, 5, 2, 1)
"""The right places of the options A to D in the questions that `with_places` adds."""


def with_places(world: World, *, order: tuple[int, ...] = ORDER) -> World:
    """The world with an ordering question and a matching one of five answers in its quiz."""
    kinds = {QuestionVersion.Kind.ORDERING: order, QuestionVersion.Kind.MATCHING: MATCH}
    added = []
    for position, (kind, places) in enumerate(kinds.items(), len(world.questions) + 1):
        code = f"{world.course.slug}-{position}"
        made: Question = ask(world.quiz, "", code=code, position=position)
        version = QuestionVersionFactory(
            question=made, kind=kind, stem=f"What of {code}?", explanation=f"{TOKEN} why {code}"
        )
        for letter, place in zip("ABCD", places, strict=True):
            OptionFactory(
                version=version,
                text=f"Choice {letter} of {code}",
                place=place,
                rationale=f"{TOKEN} reason {letter} of {code}",
            )
        if kind == QuestionVersion.Kind.MATCHING:
            for number in range(1, 6):
                MatchAnswerFactory(version=version, text=f"Match {number} of {code}")
        made.current, made.section, made.task = version, world.other, world.tasks[1]
        made.save()
        made.services.add(world.services[1])
        added.append(made)
    world.course.bump()
    return replace(world, questions=[*world.questions, *added])


def form_of(response: Response, places: Mapping[str, int]) -> dict[str, str]:
    """The form that gives the options with these letters these places, as authored."""
    by_letter = dict(response.version.options.values_list("letter", "pk"))
    words = wordings([response.version_id])[response.version_id]
    seen = words.layout(response.version_id, seed=bytes(response.attempt.seed))
    numbers = seen.posted({by_letter[letter]: place for letter, place in places.items()})
    return {f"place-{number}": str(given) for number, given in numbers.items()}


def option_ids(response: Response, letters: str) -> list[int]:
    options = response.version.options.filter(letter__in=letters)
    return list(options.values_list("pk", flat=True))


def open_attempt(user: User, quiz: Quiz, mode: Attempt.Mode = Attempt.Mode.GRADED) -> Attempt:
    """An attempt at the whole quiz, begun in the way that learners begin one."""
    return attempts.start(user.pk, quiz, mode=mode, now=NOON)[0]
