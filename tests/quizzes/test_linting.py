"""The lint of stored questions: what is read of them, by the command and by pages."""

import json
import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content.models import Course
from quizzes import linting
from quizzes.drafts import Kind
from quizzes.lint import Rule
from quizzes.models import Question, Quiz
from tests.factories import (
    NOON,
    ChapterFactory,
    DomainFactory,
    QuizFactory,
    SectionFactory,
    ServiceFactory,
    TaskStatementFactory,
    question,
    reword,
)
from tests.world import world

pytestmark = pytest.mark.django_db
Status = Question.Status


@pytest.fixture
def quiz() -> Quiz:
    made: Quiz = QuizFactory(of_chapter=True)
    ServiceFactory(course=made.course)
    return made


def run(*options: str) -> tuple[int, str]:
    """Exit status and standard output of lint_bank."""
    said = StringIO()
    try:
        call_command("lint_bank", *options, stdout=said)
    except SystemExit as end:
        return int(str(end.code)), said.getvalue()
    return 0, said.getvalue()


def rules(course: Course) -> list[tuple[str, Rule]]:
    return [(found.code, found.rule) for found in linting.of_course(course)]


class TestWhatIsRead:
    def test_is_what_is_asked_and_not_retired(self, quiz: Quiz) -> None:
        published = question(quiz=quiz, code="published")
        question(quiz=quiz, code="draft", status=Status.DRAFT)
        question(quiz=quiz, code="retired", status=Status.RETIRED)
        Question.objects.create(course=quiz.course, code="wordless")
        asked = published.current
        reword(published, stem="Waits?")
        published.current = asked
        published.save()
        read = {each.code: each for each in linting.subjects(Question.objects.all())}
        assert set(read) == {"published", "draft"}
        assert read["published"].draft.stem == "Stem of published, version 1?"

    def test_says_where_it_came_from(self, quiz: Quiz) -> None:
        question(quiz=quiz, code="a", source_path="knots.md", source_line=7)
        question(quiz=quiz, code="b", source_path="knots.md")
        question(quiz=quiz, code="c")
        places = [each.place for each in linting.subjects(Question.objects.all())]
        assert sorted(places) == ["", "knots.md", "knots.md:7"]

    def test_knows_what_the_question_is_about(self, quiz: Quiz) -> None:
        course = quiz.course
        domain = DomainFactory(course=course)
        gone = ServiceFactory(course=course, slug="gone", retired_at=NOON)
        far = ServiceFactory(course=course, slug="far", in_scope=False)
        task = TaskStatementFactory(course=course, domain=domain)
        question(quiz=quiz, code="a", services=[gone, far], task=task)
        question(quiz=quiz, code="b", domain=domain)
        one, two = linting.subjects(Question.objects.all())
        about = {each.slug: (each.known, each.in_scope) for each in one.services}
        assert about == {"gone": (False, True), "far": (True, False)}
        assert one.has_domain
        assert two.has_domain
        assert not two.services

    def test_of_a_course_without_a_catalogue_asks_for_no_tags(self) -> None:
        bare = question(quiz=QuizFactory())
        assert not linting.subjects(Question.objects.all())[0].has_catalogue
        found = {rule for _code, rule in rules(bare.course)}
        assert not found & {Rule.NO_SERVICE, Rule.NO_DOMAIN}

    def test_takes_sources_from_the_chapter_that_teaches_it(self, quiz: Quiz) -> None:
        source = "<!-- source: https://example.org -->"
        SectionFactory(chapter=quiz.chapter, markdown=f"Up to 35 days. {source}\n\nAnd 9 GB.")
        SectionFactory(chapter=quiz.chapter, markdown=f"8 days. {source}", retired_at=NOON)
        other = ChapterFactory(course=quiz.course)
        taught = SectionFactory(chapter=other, markdown=f"Some 7 nodes. {source}")
        question(quiz=quiz, code="by-quiz")
        question(quiz=quiz, code="by-section", section=taught)
        read = {each.code: each for each in linting.subjects(Question.objects.all())}
        assert set(read["by-quiz"].sourced) == {"35 days"}
        assert set(read["by-section"].sourced) == {"7 nodes"}

    def test_takes_the_same_queries_whatever_the_number(self, quiz: Quiz) -> None:
        counts = []
        for size in (2, 30):
            for _ in range(size):
                question(quiz=quiz)
            with CaptureQueriesContext(connection) as queries:
                linting.of_course(quiz.course)
            counts.append(len(queries))
        assert counts[0] == counts[1]

    def test_takes_every_kind(self, quiz: Quiz) -> None:
        kinds = {each.draft.kind for each in linting.subjects(world().course.questions.all())}
        assert kinds == {Kind.SINGLE, Kind.MULTIPLE}


class TestForAPage:
    def test_it_is_kept_until_the_course_moves_on(self, quiz: Quiz) -> None:
        asked = question(quiz=quiz, texts=["one", "two", "three"], stem="Same?")
        first = linting.of_these([asked])
        with CaptureQueriesContext(connection) as queries:
            assert linting.of_these([asked]) == first
        assert len(queries) == 0
        question(quiz=quiz, texts=["one", "two", "three"], stem="Same?", code="later")
        quiz.course.bump()
        later = Question.objects.get(code="later")
        assert Rule.SAME_QUESTION in {each.rule for each in linting.of_these([later])[later.pk]}

    def test_of_a_large_bank_each_question_is_looked_at_alone(
        self, quiz: Quiz, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(linting, "KEPT_UP_TO", 1)
        for code in ("a", "b"):
            question(quiz=quiz, code=code, texts=["one", "two"], stem="Same?")
        asked = Question.objects.get(code="b")
        found = {each.rule for each in linting.of_these([asked])[asked.pk]}
        assert Rule.TOO_FEW_OPTIONS in found
        assert Rule.SAME_QUESTION not in found
        assert Rule.SAME_QUESTION in {each.rule for each in linting.kept(asked.course)["b"]}

    def test_a_retired_question_is_let_be(self, quiz: Quiz) -> None:
        asked = question(quiz=quiz, texts=["one"], status=Status.RETIRED)
        assert list(linting.of_these([asked])[asked.pk]) == []


class TestTheCommand:
    def test_of_a_sound_bank_ends_well(self, quiz: Quiz) -> None:
        domain = DomainFactory(course=quiz.course)
        service = ServiceFactory(course=quiz.course)
        question(quiz=quiz, services=[service], domain=domain)
        slug = quiz.course.slug
        assert run() == (0, f"{slug}: 1 questions, 0 errors, 0 warnings.\n")

    def test_warns_without_failing(self, quiz: Quiz) -> None:
        question(quiz=quiz, code="few", texts=["one", "two"])
        status, said = run("--course", quiz.course.slug)
        assert status == 0
        assert f"{quiz.course.slug}: few – warning: there are only two options – add one" in said
        assert "1 questions, 0 errors, 3 warnings." in said

    def test_fails_on_an_error(self, quiz: Quiz) -> None:
        question(quiz=quiz, code="alone", texts=["one"], source_path="k.md", source_line=3)
        status, said = run()
        assert status == 1
        assert "k.md:3 – alone – error: there is only one option – write two or more" in said

    def test_tells_errors_first_and_counts_each_rule(self, quiz: Quiz) -> None:
        question(quiz=quiz, code="few", texts=["one", "two"])
        question(quiz=quiz, code="alone", texts=["one"])
        lines = run()[1].splitlines()
        severities = [re.findall(r" – (error|warning): ", line) for line in lines]
        told = [found[0] for found in severities if found]
        assert told == sorted(told)
        assert set(told) == {"error", "warning"}
        slug = quiz.course.slug
        assert f"{slug}: no-domain: 2" in lines
        assert f"{slug}: too-few-options: 2" in lines
        assert sum(int(line.rsplit(" ", 1)[1]) for line in lines[len(told) : -1]) == len(told)

    def test_looks_at_one_course_or_all(self, quiz: Quiz) -> None:
        question(quiz=quiz, texts=["one"])
        sound: Quiz = QuizFactory()
        question(quiz=sound)
        assert run("--course", sound.course.slug)[0] == 0
        assert run()[0] == 1
        with pytest.raises(CommandError, match="there is no course “nowhere” – name one"):
            run("--course", "nowhere")

    def test_speaks_json_to_machines(self, quiz: Quiz) -> None:
        question(quiz=quiz, code="alone", texts=["one"], source_path="k.md", source_line=3)
        status, said = run("--json")
        report: dict[str, Any] = json.loads(said)
        assert status == 1
        first = report["findings"][0]
        assert first == {
            "course": quiz.course.slug,
            "question": "alone",
            "place": "k.md:3",
            "rule": "too-few-options",
            "severity": "error",
            "what": "there is only one option",
            "how": "write two or more",
        }
        totals = report["totals"]
        assert (totals["questions"], totals["errors"]) == (1, 1)
        assert totals["warnings"] == len(report["findings"]) - 1
        assert sum(totals["rules"].values()) == len(report["findings"])

    def test_of_an_empty_site_has_nothing_to_say(self) -> None:
        assert run() == (0, "")
        assert json.loads(run("--json")[1])["findings"] == []
