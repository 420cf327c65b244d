import pytest
from django.contrib.auth.models import Permission

from studyapp.accounts.instructors import MAY, ensure_group, make_instructor
from studyapp.accounts.models import INSTRUCTORS, User

pytestmark = pytest.mark.django_db


def test_instructors_see_the_course_and_attempts_and_change_only_questions_and_exams(
    instructor: User,
) -> None:
    permissions = instructor.get_all_permissions()
    assert {p for p in permissions if ".view_" not in p} == {
        "quizzes.add_import",
        "quizzes.add_question",
        "quizzes.add_regrade",
        "quizzes.change_regrade",
        "quizzes.add_window",
        "quizzes.change_window",
        "quizzes.add_extratime",
        "quizzes.change_extratime",
        "content.change_factchange",
        "quizzes.change_import",
        "quizzes.change_question",
        "quizzes.change_quiz",
    }
    assert {p.split(".")[0] for p in permissions} == {"content", "quizzes"}
    assert {"content.view_course", "quizzes.view_attempt"} <= permissions
    assert "quizzes.view_tally" not in permissions


def test_ensuring_twice_takes_back_what_was_added() -> None:
    group = ensure_group()
    expected = set(group.permissions.values_list("codename", flat=True))
    group.permissions.add(Permission.objects.get(codename="delete_user"))
    again = ensure_group()
    assert again.pk == group.pk
    assert set(again.permissions.values_list("codename", flat=True)) == expected


def test_missing_permissions_are_named() -> None:
    Permission.objects.filter(codename="view_course").delete()
    with pytest.raises(LookupError, match="view_course"):
        ensure_group()


def test_every_permission_named_exists() -> None:
    assert ensure_group().permissions.count() == sum(
        len(models) for verbs in MAY.values() for models in verbs.values()
    )


def test_making_an_instructor_keeps_other_groups_and_rights(learner: User) -> None:
    learner.is_superuser = True
    learner.save()
    make_instructor(learner)
    learner.refresh_from_db()
    assert learner.is_staff
    assert learner.is_superuser
    assert learner.groups.get().name == INSTRUCTORS
