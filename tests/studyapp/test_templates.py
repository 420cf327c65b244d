"""What holds for every template and static file, whatever page they draw."""

import gzip
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

ROOT = Path(settings.BASE_DIR)
STATIC = ROOT / "static"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
ERRORS = ("400", "403", "403_csrf", "404", "500", "503")
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
WORDS_FOR_PEOPLE = ("aria-label", "alt", "placeholder", "title")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT / "templates"))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_nothing_that_the_content_policy_blocks(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"\sstyle\s*=", text)
    assert "<style" not in text
    assert not re.search(r"\son[a-z]+\s*=", text)
    assert "hx-on" not in text
    assert "js:" not in text
    assert "javascript:" not in text
    for script in re.findall(r"<script\b[^>]*>", text):
        assert "src=" in script or 'type="application/json"' in script


class Untranslated(HTMLParser):
    """Collects the words that stand in a template as they are."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._keys = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._keys += tag == "kbd"
        self.found += [v for k, v in attrs if k in WORDS_FOR_PEOPLE and v and wordy(v)]

    def handle_endtag(self, tag: str) -> None:
        self._keys -= tag == "kbd"

    def handle_data(self, data: str) -> None:
        if not self._keys and wordy(data):
            self.found.append(data.strip())


def wordy(text: str) -> bool:
    return re.search(r"[^\W\d_]{2}", text) is not None


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_every_word_can_be_translated(path: Path) -> None:
    text = path.read_text()
    text = re.sub(r"\{% block (?:body|page)_?class %\}.*?\{% endblock", "", text)
    text = re.sub(r"<script\b.*?</script>", "", text, flags=re.DOTALL)
    for block in ("blocktranslate", "blocktrans", "comment"):
        text = re.sub(rf"\{{% {block}\b.*?\{{% end{block} %\}}", "", text, flags=re.DOTALL)
    reader = Untranslated()
    reader.feed(TAG.sub("", text))
    assert reader.found == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_every_icon_is_in_the_sprite(path: Path) -> None:
    symbols = set(re.findall(r'<symbol id="([a-z]+)"', (STATIC / "icons.svg").read_text()))
    used = re.findall(
        r'#((?:\{%.*?%\}|[a-z])+)"', " ".join(re.findall(r'<use href="[^>]*>', path.read_text()))
    )
    for reference in used:
        assert set(re.findall(r"[a-z]+", re.sub(r"\{%.*?%\}", " ", reference))) <= symbols


@pytest.mark.parametrize("page", ERRORS)
def test_error_pages_need_neither_request_nor_query(page: str) -> None:
    html = render_to_string(f"{page}.html")
    assert "<h1>" in html
    assert 'href="/"' in html


def test_a_cold_lesson_stays_light() -> None:
    script = finders.find("site.js")
    assert isinstance(script, str)
    styles = packed(STATIC / "studyapp.css")
    scripts = packed(Path(script))
    assert styles <= 12_000
    assert scripts <= 20_000
    assert styles + scripts + packed(STATIC / "icons.svg") <= 40_000


def packed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))
