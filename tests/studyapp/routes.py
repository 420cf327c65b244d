"""Every URL pattern that the resolver knows, and a real address of each."""

import re
from collections.abc import Iterator
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.urls import URLPattern, URLResolver, get_resolver

from quizzes import acts, attempts
from quizzes.models import ExamAct, Regrade
from studyapp.accounts.models import User
from tests.factories import NOON, ExtraTimeFactory, WindowFactory, exam_at
from tests.world import World, open_attempt


def routes() -> Iterator[str]:
    """The patterns' whole routes, as they are written in the URL configuration."""

    def walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, route)
            else:
                yield route

    yield from walk(get_resolver().url_patterns, "")


class Addresses:
    """Real addresses: what belongs to somebody in them belongs to owner."""

    def __init__(self, here: World, owner: User) -> None:
        closed = open_attempt(owner, here.quiz)
        attempts.submit(owner.pk, closed.pk, now=NOON)
        self.closed, self.open = closed, open_attempt(owner, here.quiz)
        window = WindowFactory(quiz__course=here.course)
        self.exam = exam_at(here.questions, user=owner, window=window)
        extra = ExtraTimeFactory(user=owner, course=here.course)
        act = acts.log(ExamAct.Kind.OPENED, owner.pk, here.course, "W.", now=NOON, window=window)
        key, _made = Authenticator.objects.get_or_create(
            user=owner, type="webauthn", defaults={"data": {"name": "A key"}}
        )
        email, _made = EmailAddress.objects.get_or_create(
            user=owner, email=owner.email, defaults={"primary": True}
        )
        self.values: dict[str, Any] = {
            "course": here.course.slug,
            "chapter": here.chapter.slug,
            "slug": here.quiz.slug,
            "position": 1,
            "digest": here.picture.digest,
            "ending": "png",
            "pk": key.pk,
            "key": EmailConfirmationHMAC(email).key,
            "uidb36": "1",
            "content_type_id": 1,
            "app_label": "quizzes",
            "url": "nothing/here",
        }
        self.rows: dict[str, Any] = {
            "content/course": here.course.pk,
            "content/chapter": here.chapter.pk,
            "content/fact": here.fact.pk,
            "quizzes/attempt": self.closed.pk,
            "quizzes/import": here.upload.pk,
            "quizzes/question": here.questions[0].pk,
            "quizzes/quiz": here.quiz.pk,
            "quizzes/window": window.pk,
            "quizzes/extratime": extra.pk,
            "quizzes/examact": act.pk,
            "quizzes/regrade": Regrade.objects.create(
                question=here.questions[0], policy=Regrade.Policy.FULL_CREDIT, made_at=NOON
            ).pk,
            "auth/group": Group.objects.get_or_create(name="Some group")[0].pk,
            "accounts/user": owner.pk,
            "account/emailaddress": email.pk,
            "mfa/authenticator": key.pk,
        }

    def of(self, route: str, **instead: str) -> str:
        """An address that the route matches; instead: other values of its parameters, as quoted."""

        def value(found: re.Match[str]) -> str:
            name = found["name"]
            if name in instead:
                return instead[name]
            if name == "attempt":
                finished = route.endswith(("result/", "retake/"))
                return str((self.closed if finished else self.open).pk)
            if name == "object_id" and route.endswith(("more-time/", "reopen/")):
                return str(self.exam.pk)
            if name == "object_id":
                model = "/".join(route.split("/")[1:3])
                return str(self.rows.get(model, 1))
            return str(self.values[name])

        return "/" + re.sub(_PARAMETER, value, _plain(route))


def parameters(route: str) -> list[str]:
    """The names of what varies in the route's addresses."""
    return [found["name"] for found in re.finditer(_PARAMETER, _plain(route))]


def _plain(route: str) -> str:
    return re.sub(_GROUP, r"<\1>", route).replace("^", "").replace("$", "")


_PARAMETER = re.compile(r"<(?:\w+:)?(?P<name>\w+)>")
_GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
