"""The names of what scrolls in a stored text are words of the page that shows it."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation
from django.utils.translation import trans_real

from content.dressing import Image
from content.rendering import render
from tests.world import World

LABEL, ID = re.compile(r'aria-labelledby="(word:[^"]*)"'), re.compile(r'\bid="(word:[^"]*)"')
TEXT = "# word:table\n\n| a |\n|---|\n\n- [ ] oak\n\n![A](a.svg)"


def _wide(_path: str) -> Image:
    return Image("/a.svg", (760, 400))


def test_each_name_that_a_text_refers_to_is_there_once() -> None:
    html = render(TEXT, image=_wide)
    named = ID.findall(render_to_string("_words.html"))
    assert sorted(named) == sorted(set(named)) == sorted(LABEL.findall(html))
    assert not ID.findall(html)


def test_the_names_are_in_the_readers_language(monkeypatch: pytest.MonkeyPatch) -> None:
    german = {"Drawing": "Zeichnung", "Table": "Tabelle", "Task": "Aufgabe"}
    with translation.override("de"):
        catalogue = trans_real.catalog()
        monkeypatch.setattr(catalogue, "gettext", lambda word: german.get(word, word))
        text = render_to_string("_words.html")
    assert re.findall(r">([A-Z]\w+)<", text) == list(german.values())


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/cloud/databases/", "/cloud/databases/quiz/"])
def test_every_page_has_them(here: World, client: Client, path: str) -> None:
    text = client.get(path).content.decode()
    assert len(ID.findall(text)) == 3
    assert set(LABEL.findall(text)) <= set(ID.findall(text))


@pytest.mark.django_db
def test_so_have_the_pages_of_the_admin(here: World, admin_client: Client) -> None:
    assert len(ID.findall(admin_client.get("/admin/").content.decode())) == 3
