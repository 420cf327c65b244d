"""A page joined with its parents and includes must draw what Django would have drawn of them."""

import copy
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template import Context, Engine
from django.test import Client, override_settings
from django.urls import reverse

from quizzes import attempts
from quizzes.models import Attempt
from studyapp.accounts.models import User
from studyapp.folding import PAGES
from studyapp.joining import joined
from tests.factories import NOON
from tests.studyapp.test_folding import TEMPLATES
from tests.world import World, open_attempt


def block(name: str, text: str = "") -> str:
    return f"{{% block {name} %}}{text}{{% endblock %}}"


def extends(parent: str, *rest: str) -> str:
    return f'{{% extends "{parent}" %}}' + "\n".join(rest)


FILES = {
    "base.html": f"<t>{block('title', 'none')}</t>{block('main', '<p>' + block('text') + '</p>')}!",
    "middle.html": extends(
        "base.html", block("main", f"<b>{block('text', 'middle')}</b>{block('more')}")
    ),
    "_word.html": "{{ word }}",
    "_twice.html": '{% include "_word.html" %}{% include "_word.html" with word=other %}',
    "_loop.html": '{% if word %}{% include "_loop.html" with word="" %}{% endif %}.',
}
VALUES = {"word": "one & all", "other": "<two>", "words": ["a", "b"]}


def drawn(source: str) -> str:
    engine = Engine(
        loaders=[("django.template.loaders.locmem.Loader", FILES)],
        libraries={"i18n": "django.templatetags.i18n", "l10n": "django.templatetags.l10n"},
    )
    return engine.from_string(source).render(Context(VALUES))


@pytest.mark.parametrize(
    "source",
    [
        "{{ word }}",
        extends("base.html"),
        extends("base.html", block("title", "{{ word }}")),
        extends("base.html", "{% load i18n %}lost", block("text", '{% translate "No" %}')),
        extends("base.html", block("main", "all"), block("nowhere", "lost")),
        extends("base.html", block("main", "a" + block("text", "b"))),
        extends("base.html", "{% block text %}{{ word }}{% endblock text %}"),
        extends("middle.html", block("text", "{{ other }}")),
        extends("middle.html", block("more", "{{ other }}")),
        extends("middle.html", block("main", "{{ other }}")),
        extends(
            "middle.html", "{% load l10n %}", block("title", "{% localize off %}1{% endlocalize %}")
        ),
        extends("base.html", block("title", "{{ block.super }} and {{ word }}")),
        '{% for word in words %}{% include "_word.html" %}{% endfor %}',
        '{% include "_twice.html" %}{{ word }}',
        '{% include "_word.html" with word=other|upper %}{{ word }}',
        '{% include "_word.html" with word=other only %}',
        '{% include "_loop.html" %}',
        '{% with name="_word.html" %}{% include name %}{% endwith %}',
    ],
)
def test_draws_what_django_would(source: str) -> None:
    assert drawn(joined(source, FILES.get)) == drawn(source)


def test_leaves_no_tag_that_it_could_join() -> None:
    source = extends("middle.html", block("text", '{% include "_twice.html" %}'))
    text = joined(source, FILES.get)
    assert not re.search("extends|block|include", text)


@pytest.mark.parametrize(
    "source",
    [
        extends("elsewhere.html", block("text", "x")),
        extends("base.html", block("title", "{{ block.super }}")),
        "{% extends parent %}{% block title %}x{% endblock %}",
        '{% include "elsewhere.html" %}',
        '{% include "middle.html" %}',
    ],
)
def test_leaves_to_django_what_is_not_plain(source: str) -> None:
    assert joined(source, FILES.get) == source


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_nothing_extends_a_page(path: Path) -> None:
    """Joined pages have no blocks left."""
    parents = re.findall(r'{% extends "([^"]+)"', path.read_text("utf-8"))
    assert not [parent for parent in parents if parent.startswith(PAGES)]


def plainly_loaded() -> list[dict[str, Any]]:
    """The TEMPLATES setting without any folding or joining."""
    engine: dict[str, Any] = dict(copy.deepcopy(settings.TEMPLATES[0]))
    engine["OPTIONS"]["loaders"] = [
        "django.template.loaders.filesystem.Loader",
        "django.template.loaders.app_directories.Loader",
    ]
    return [engine]


TOKEN = re.compile(r"[0-9A-Za-z]{64}")


@pytest.mark.django_db
def test_every_page_is_the_same_as_without_joining(
    learner: User, here: World, client_of: Callable[[User], Client]
) -> None:
    closed = open_attempt(learner, here.quiz)
    attempts.submit(learner.pk, closed.pk, now=NOON)
    running = open_attempt(learner, here.quiz, Attempt.Mode.PRACTICE)
    addresses = [
        "/",
        here.course.get_absolute_url(),
        here.chapter.get_absolute_url(),
        here.quiz.get_absolute_url(),
        reverse("question", args=[running.pk, 1]),
        reverse("review", args=[running.pk]),
        reverse("result", args=[closed.pk]),
        reverse("progress"),
        reverse("attempts"),
        reverse("profile"),
    ]
    signed_in, guest = client_of(learner), Client()

    def pages(client: Client) -> list[str]:
        answers = [client.get(address) for address in addresses]
        return [TOKEN.sub("token", answer.content.decode()) for answer in answers]

    for client in (signed_in, guest):
        pages(client)
        ours = pages(client)
        with override_settings(TEMPLATES=plainly_loaded()):
            assert pages(client) == ours
