"""The command that drafts fixed forms from a course's bank."""

import io
from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from content.models import Course, TaskStatement
from content.outline import outline_of
from quizzes.form_drafts import spread
from quizzes.form_files import FormDraft, FormKind, read_forms
from quizzes.models import Question
from tests.factories import CourseFactory
from tests.quizzes.examining import bank, fixed

pytestmark = pytest.mark.django_db


def drawn(*arguments: str) -> list[FormDraft]:
    out, err = io.StringIO(), io.StringIO()
    call_command("draw_form", *arguments, stdout=out, stderr=err)
    assert "--seed" in err.getvalue()
    return list(read_forms(out.getvalue(), path="forms.toml"))


def refused(*arguments: str) -> str:
    with pytest.raises(CommandError) as error:
        drawn(*arguments)
    return str(error.value)


@pytest.fixture
def course() -> Course:
    """A bank for two forms, with a task statement for every two questions of a domain."""
    made = bank(8, 4)
    for domain in made.domains.all():
        codes = Question.objects.filter(domain=domain).values_list("pk", flat=True)
        for place, pk in enumerate(codes):
            task, _new = TaskStatement.objects.get_or_create(
                course=made, domain=domain, code=f"{domain.number}.{place % 2}"
            )
            Question.objects.filter(pk=pk).update(task=task)
    return made


def domains(form: FormDraft) -> Counter[tuple[int, bool]]:
    of = dict(Question.objects.values_list("code", "domain__number"))
    return Counter((of[code], code not in form.unscored) for code in form.questions)


def test_forms_have_the_blueprints_proportions_and_nothing_in_common(course: Course) -> None:
    first, second = drawn("--count", "2", "--seed", "5")
    assert (first.slug, first.title, first.kind) == ("mock-exam-1", "Mock exam 1", FormKind.EXAM)
    assert second.slug == "mock-exam-2"
    for form in (first, second):
        assert domains(form) == {(1, True): 3, (1, False): 1, (2, True): 1, (2, False): 1}
    assert not set(first.questions) & set(second.questions)


def test_a_seed_draws_the_same_again(course: Course) -> None:
    first, again, other = (drawn("--seed", seed) for seed in ("5", "5", "6"))
    assert first == again != other
    assert len(drawn()) == 1


def test_a_diagnostic_asks_about_every_task_statement(course: Course) -> None:
    diagnostic, exam = drawn("--diagnostic", "5", "--seed", "1")
    assert (diagnostic.slug, diagnostic.kind) == ("diagnostic", FormKind.DIAGNOSTIC)
    tasks = Question.objects.filter(code__in=diagnostic.questions)
    assert set(tasks.values_list("task__code", flat=True)) == {"1.0", "1.1", "2.0", "2.1"}
    assert len(diagnostic.questions) == 5
    assert not diagnostic.unscored
    assert not set(diagnostic.questions) & set(exam.questions)


def test_what_a_diagnostic_has_over_goes_by_weight(course: Course) -> None:
    codes = dict(TaskStatement.objects.values_list("pk", "code"))
    quotas = {codes[q.domain]: q.questions for q in spread(outline_of(course), 9)}
    assert quotas == {"1.0": 3, "1.1": 3, "2.0": 2, "2.1": 1}


def test_what_fixed_forms_hold_is_left_to_them(course: Course) -> None:
    held = list(course.questions.order_by("pk")[:4])
    fixed(course, held, scored=2)
    (form,) = drawn()
    assert not {question.code for question in held} & set(form.questions)
    assert "(1: 0 of 4)" in refused("--count", "2")
    assert len(drawn("--count", "2", "--anew")) == 2


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["--course", "nowhere"], "there is no such course – name one with --course: "),
        (["--count", "3"], "too few questions are left (1: 0 of 4; 2: 0 of 2)"),
        (["--diagnostic", "13", "--count", "0"], "too few questions are left (2.0: 2 of 3)"),
        (["--diagnostic", "3"], "there are 4 task statements – give the diagnostic as many"),
        (["--count", "-1"], "--count goes from 0 to 20, --diagnostic from 0"),
        (["--count", "21"], "--count goes from 0 to 20"),
        (["--diagnostic", "-1"], "--count goes from 0 to 20"),
    ],
)
def test_what_cannot_be_drawn_is_said(course: Course, arguments: list[str], what: str) -> None:
    assert what in refused(*arguments)


def test_of_several_courses_one_is_to_be_named(course: Course) -> None:
    other: Course = CourseFactory(exam_minutes=0)
    assert "which course is meant" in refused()
    assert len(drawn("--course", course.slug)) == 1
    assert f"{other.slug} has no exam" in refused("--course", other.slug)


def test_without_a_course_there_is_none_to_draw_from() -> None:
    assert refused() == "there is no such course – name one with --course: none has been loaded"
