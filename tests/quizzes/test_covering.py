"""The coverage report of stored courses: the command and the instructors' page."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from content.drafts import SectionKind
from content.models import Course, Section
from quizzes.covering import covered
from quizzes.drafts import Kind
from quizzes.models import Question
from tests.books import at_most
from tests.factories import NOON, FactFactory, SectionFactory, ServiceFactory, question
from tests.studyapp.growth import more_questions
from tests.world import World, with_places, world

pytestmark = [pytest.mark.django_db, pytest.mark.words]
PAGE = "/admin/quizzes/question/coverage/"
TODAY = NOON.date()


@pytest.fixture
def here() -> World:
    return with_places(world())


def run(*options: str) -> tuple[int, str]:
    said = StringIO()
    try:
        call_command("coverage_report", *options, stdout=said)
    except SystemExit as end:
        return int(str(end.code)), said.getvalue()
    return 0, said.getvalue()


def taught(here: World) -> dict[str, list[str]]:
    """The sections that teach each task and service."""
    report = covered(here.course, today=TODAY)
    rows = (*report.tasks, *report.services)
    return {row.about.code: [section.title for section in row.sections] for row in rows}


def test_questions_count_for_their_task_domain_and_services(here: World) -> None:
    report = covered(here.course, today=TODAY)
    assert report.questions == 6
    assert [(row.about.code, row.questions) for row in report.tasks] == [("1.1", 2), ("2.1", 4)]
    assert [row.questions for row in report.domains] == [2, 4]
    assert [(row.about.code, row.questions) for row in report.services] == [
        ("rds", 2),
        ("dynamodb", 4),
        ("aurora", 0),
    ]
    assert report.tasks[1].kinds == dict.fromkeys(Kind, 1)


def test_only_published_questions_count(here: World) -> None:
    Question.objects.exclude(pk=here.questions[0].pk).update(status=Question.Status.DRAFT)
    assert covered(here.course, today=TODAY).questions == 1


def test_a_question_may_be_on_a_domain_as_a_whole(here: World) -> None:
    question(quiz=here.quiz, domain=here.domains[0])
    report = covered(here.course, today=TODAY)
    assert [row.questions for row in report.domains] == [3, 4]


def test_what_no_exam_may_draw_fills_none(here: World) -> None:
    old = FactFactory(course=here.course, checked_on=TODAY - timedelta(days=9), good_for_days=1)
    here.questions[0].facts.add(old)
    report = covered(here.course, today=TODAY)
    assert [(row.questions, row.scored) for row in report.domains] == [(2, 1), (4, 4)]


def test_a_section_teaches_what_it_names_and_what_its_questions_are_on(here: World) -> None:
    assert taught(here) == {
        "1.1": ["Amazon RDS"],
        "2.1": ["Amazon DynamoDB"],
        "rds": ["Amazon RDS"],
        "dynamodb": ["Amazon DynamoDB"],
        "aurora": ["Amazon Aurora"],
    }
    here.services[2].task = here.tasks[0]
    here.services[2].save()
    assert taught(here)["1.1"] == ["Amazon RDS", "Amazon Aurora"]


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ({}, True),
        ({"kind": SectionKind.LAB}, True),
        ({"kind": SectionKind.SUMMARY}, False),
        ({"kind": SectionKind.QUIZ}, False),
        ({"retired_at": NOON}, False),
    ],
)
def test_only_sections_that_teach_count(here: World, changes: dict[str, Any], counts: bool) -> None:
    made: Section = SectionFactory(chapter=here.second, title="More", **changes)
    made.services.add(here.services[2])
    assert ("More" in taught(here)["aurora"]) is counts


def test_services_out_of_scope_or_retired_are_not_looked_for(here: World) -> None:
    ServiceFactory(course=here.course, slug="far", in_scope=False)
    ServiceFactory(course=here.course, slug="gone", retired_at=NOON)
    assert not {"far", "gone"} & taught(here).keys()


def test_it_costs_the_same_at_a_hundred_times_the_data(here: World) -> None:
    with at_most(5):
        covered(here.course, today=TODAY)
    more_questions(here, 100)
    with at_most(5):
        assert covered(here.course, today=TODAY).questions > 100


class TestTheCommand:
    def test_says_what_there_is_and_what_is_missing(self, here: World) -> None:
        status, said = run()
        assert status == 1
        lines = said.splitlines()
        assert lines[0] == (
            "cloud: domain 1 Domain 1: 40 % of the exam, 2 questions (33 %), 2 of them for exams "
            "that need 26"
        )
        assert (
            "cloud: task 2.1 Task 2.1: 1 sections, 4 questions (levels 0/0/0; 1 single, "
            "1 multiple, 1 matching, 1 ordering)"
        ) in lines
        assert "cloud: missing: 1.1 – 2 questions – write 8 more" in lines
        assert "cloud: missing: aurora – no question – write one that is on it" in lines
        assert lines[-1] == (
            "cloud: 6 questions are asked; they fill 0 exams of 65 that share none; 9 missing."
        )

    def test_ends_well_where_nothing_is_missing(self, here: World) -> None:
        full(here)
        status, said = run("--course", "cloud")
        assert (status, "missing:" in said) == (0, False)
        assert said.endswith("; 0 missing.\n")

    def test_speaks_json(self, here: World) -> None:
        status, said = run("--json")
        (course,) = json.loads(said)["courses"]
        assert status == 1
        assert (course["course"], course["questions"], course["forms"]) == ("cloud", 6, 0)
        assert course["missing"] == sum(
            len(row["missing"]) for row in (*course["tasks"], *course["services"])
        )
        assert course["services"][2] == {
            "code": "aurora",
            "title": "Aurora",
            "sections": ["/cloud/storage/#aurora"],
            "questions": 0,
            "levels": [0, 0, 0],
            "kinds": {},
            "missing": ["no-question"],
        }
        assert course["domains"][0]["quota"] == 26

    def test_looks_at_one_course_or_all(self, here: World) -> None:
        full(here)
        world("sky")
        assert run("--course", "cloud")[0] == 0
        assert run()[0] == 1
        with pytest.raises(CommandError, match="there is no course “sea”"):
            run("--course", "sea")

    def test_of_an_empty_site_has_nothing_to_say(self) -> None:
        assert run() == (0, "")


def full(here: World) -> None:
    """Let nothing be missing in the world."""
    for n in range(30):
        services = [here.services[2]]
        question(quiz=here.quiz, task=here.tasks[n % 2], level=1 + n % 3, services=services)
    here.course.bump()


class TestThePage:
    def test_lists_and_draws_what_there_is(self, desk: Client, here: World) -> None:
        page = desk.get(PAGE)
        text = page.content.decode()
        for told in ("2 questions – write 8 more", "Amazon DynamoDB", "/cloud/databases/#rds"):
            assert told in text
        assert text.count('<svg class="coverage-bar') == 2 + 2 + 3
        assert "style=" not in text

    def test_says_that_nothing_is_missing(self, desk: Client, here: World) -> None:
        full(here)
        text = desk.get(PAGE).content.decode()
        assert "Nothing: every task statement has" in text
        assert "badge-bad" not in text

    def test_shows_the_course_that_is_asked_for(self, desk: Client, here: World) -> None:
        world("sky")
        shown: list[Course] = [
            desk.get(PAGE, query).context["page"].course
            for query in ({}, {"course": "sky"}, {"course": "nowhere"})
        ]
        assert [course.slug for course in shown] == ["cloud", "sky", "cloud"]

    def test_has_a_word_for_an_empty_site(self, desk: Client) -> None:
        assert "load a course first" in desk.get(PAGE).content.decode()

    def test_bars_fill_their_drawing_and_no_more(self, desk: Client, here: World) -> None:
        full(here)
        page = desk.get(PAGE).context["page"]
        for line in (*page.tasks, *page.services):
            ends = [part.start + part.length for part in line.parts]
            assert ends == sorted(ends)
            assert ends[-1] <= page.width
            assert [p.start for p in line.parts[1:]] == ends[:-1]
        for domain in page.domains:
            assert max(domain.share_length, domain.weight_length) <= page.width

    def test_costs_the_same_at_a_hundred_times_the_data(self, desk: Client, here: World) -> None:
        more_questions(here, 100)
        with at_most(12):
            desk.get(PAGE)

    def test_is_linked_from_the_front(self, desk: Client, here: World) -> None:
        assert f"{PAGE}?course=cloud" in desk.get("/admin/").content.decode()
