"""A folded template must draw what Django's own tags would have drawn."""

from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Engine
from django.utils.translation import override

from studyapp.folding import folded

TEMPLATES = sorted(Path(settings.BASE_DIR, "templates").rglob("*.html"))
ENGINE = Engine(
    libraries={
        "i18n": "django.templatetags.i18n",
        "static": "django.templatetags.static",
    },
    builtins=["django.template.defaulttags"],
)
PREFACE = "{% load i18n static %}"


def drawn(source: str, **values: object) -> str:
    return ENGINE.from_string(PREFACE + source).render(Context(values))


@pytest.mark.parametrize(
    "source",
    [
        '{% translate "Sign in" %}',
        '{% translate "100 % of it" %}',
        "{% blocktranslate %}Plain words{% endblocktranslate %}",
        "{% blocktranslate %}{{ name }} has 50 % of it{% endblocktranslate %}",
        "{% blocktranslate with n=name %}Welcome, {{ n }}{% endblocktranslate %}",
        '{% blocktranslate with n=name|default:"you" %}Welcome, {{ n }}{% endblocktranslate %}',
        "{% blocktranslate count n=count %}{{ n }}{% plural %}{{ n }} s{% endblocktranslate %}",
        '{% static "icons.svg" %}',
        '{% url "home" %}',
        "{% csrf_token %}",
        '{% url "chapter" "a" "b" %}',
        '{% url "progress" as here %}{{ here }}',
        '{% translate "Sign in" as words %}{{ words }}',
    ],
)
@pytest.mark.parametrize("name", ["Ada", "<b>Bo & Co</b>", "50 % {{ x }}"])
def test_draws_what_the_tags_would(source: str, name: str) -> None:
    values = {"name": name, "count": 2, "csrf_token": "t" * 64}
    assert drawn(folded(source), **values) == drawn(source, **values)


def test_leaves_no_tag_that_it_could_fold() -> None:
    assert folded('{% translate "Sign in" %}{% url "home" %}') == "Sign in/"


def test_leaves_what_is_not_plain_to_the_tags() -> None:
    for source in ("{% translate words %}", '{% url "no_such_page" %}', "{% static name %}"):
        assert folded(source) == source


def test_takes_the_words_of_the_language_in_force() -> None:
    with override("de"):
        assert folded('{% translate "Password" %}') == "Passwort"
    assert folded('{% translate "Password" %}') == "Password"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_template_of_ours_folds_to_one_that_keeps_its_other_tags(path: Path) -> None:
    source = path.read_text("utf-8")
    after = folded(source)
    for tag in ("{% block ", "{% include ", "{% if ", "{% for ", "{% extends "):
        assert after.count(tag) == source.count(tag)
