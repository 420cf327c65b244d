"""What instructors may do in the admin: this and nothing else."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from studyapp.accounts.models import INSTRUCTORS, User

# Nothing may be deleted: questions are retired, and attempts belong to their learners.
MAY: dict[str, dict[str, tuple[str, ...]]] = {
    "content": {
        "view": (
            *("course", "domain", "taskstatement", "service", "chapter", "section", "labstep"),
            *("fact", "factchange"),
        ),
        "change": ("factchange",),
    },
    "quizzes": {
        "view": (
            "quiz",
            "question",
            "questionversion",
            "option",
            "attempt",
            "response",
            "choice",
            "import",
            *("window", "extratime", "examact", "regrade", "regradedattempt"),
        ),
        "add": ("question", "import", "window", "extratime", "regrade"),
        # Who may change windows looks after those who sit in them: see `quizzes.admin.time_deeds`.
        "change": ("quiz", "question", "import", "window", "extratime", "regrade"),
    },
}


def ensure_group() -> Group:
    """The group of instructors with exactly the permissions above. Safe to call at every start.

    Raises LookupError where a permission is missing, as before the first migrate."""
    wanted = {
        (app, f"{verb}_{model}")
        for app, verbs in MAY.items()
        for verb, models in verbs.items()
        for model in models
    }
    found = {
        (permission.content_type.app_label, permission.codename): permission
        for permission in Permission.objects.filter(content_type__app_label__in=MAY).select_related(
            "content_type"
        )
    }
    if missing := sorted(wanted - found.keys()):
        raise LookupError(f"these permissions are not in the database: {missing}")
    with transaction.atomic():
        group, _ = Group.objects.get_or_create(name=INSTRUCTORS)
        group.permissions.set(found[name] for name in wanted)
    return group


def make_instructor(user: User) -> None:
    """Let the user into the admin as an instructor; what else they may do stays as it is."""
    with transaction.atomic():
        user.is_staff = True
        user.save(update_fields=["is_staff"])
        user.groups.add(ensure_group())
