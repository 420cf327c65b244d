"""Our templates compiled once a language, with what never changes worked out beforehand.

Pages here spend more on looking up unchanging words and on passing from template to template than
on their queries. Before a template is compiled, `{% translate %}` and plain `{% blocktranslate %}`
become the words of the language in force, `{% static %}` and `{% url %}` without arguments the
address, a plain `{% include %}` the text of what it includes; a page and the one that it extends
become one text (studyapp/joining.py). Whatever is not of that simple form is left to Django's own
tags, as are the templates of other packages."""

import re
from collections.abc import Callable

from django.template import Origin
from django.template.exceptions import TemplateDoesNotExist
from django.template.loaders import cached, filesystem
from django.templatetags.static import static
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.translation import get_language, gettext

from studyapp.joining import joined

PAGES = ("content/", "quizzes/", "studyapp/")
"""Where the pages are that no other template extends."""


class CachedLoader(cached.Loader):
    """Django's cached loader with a compiled template for each language and place of the site."""

    def cache_key(self, template_name: str, skip: list[Origin] | None = None) -> str:
        return f"{get_language()} {get_script_prefix()} {super().cache_key(template_name, skip)}"


class Loader(filesystem.Loader):
    """The templates of the DIRS setting, folded. Belongs inside a CachedLoader."""

    def get_contents(self, origin: Origin) -> str:
        source = super().get_contents(origin)
        if str(origin.template_name).startswith(PAGES):
            source = joined(source, self._source)
        return folded(source)

    def _source(self, template_name: str) -> str | None:
        """A template of ours as it stands; None where it is not one of ours."""
        for origin in self.get_template_sources(template_name):
            try:
                return super().get_contents(origin)
            except TemplateDoesNotExist:
                continue
        return None


def folded(source: str) -> str:
    """The template's source with the constants of the language in force in place of their tags."""
    for pattern, fold in _FOLDS:
        source = pattern.sub(fold, source)
    return source


def _translate(match: re.Match[str]) -> str:
    words = gettext(match[1].replace("%", "%%")).replace("%%", "%")
    return match[0] if "{" in words else words


_ARGUMENT = re.compile(r'(\w+)=([^\s"]+(?:"[^"]*")?)')
_NAME = re.compile(r"\{\{ (\w+) \}\}")
_HOLE = re.compile(r"%\((\w+)\)s")


def _block(match: re.Match[str]) -> str:
    """The translated text with its variables where the tag would have put their values."""
    values = dict(_ARGUMENT.findall(match[1] or ""))
    words = gettext(_NAME.sub(r"%(\1)s", match[2].replace("%", "%%")))
    if "{" in words:
        return match[0]
    names = _HOLE.sub(lambda hole: f"{{{{ {values.get(hole[1], hole[1])} }}}}", words)
    return names.replace("%%", "%")


def _csrf(match: re.Match[str]) -> str:
    return '<input type="hidden" name="csrfmiddlewaretoken" value="{{ csrf_token }}">'


def _static(match: re.Match[str]) -> str:
    return static(match[1])


def _url(match: re.Match[str]) -> str:
    try:
        return reverse(match[1])
    except NoReverseMatch:
        return match[0]


_FOLDS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r'\{% translate "([^"\\]*)" %\}'), _translate),
    (
        re.compile(
            r"\{% blocktranslate(?: with((?: \w+=[^\s%\"]+(?:\"[^\"]*\")?)+))? %\}"
            r"([^{}]*(?:\{\{ \w+ \}\}[^{}]*)*)\{% endblocktranslate %\}"
        ),
        _block,
    ),
    (re.compile(r"\{% csrf_token %\}"), _csrf),
    (re.compile(r'\{% static "([^"]+)" %\}'), _static),
    (re.compile(r'\{% url "([\w:-]+)" %\}'), _url),
)
