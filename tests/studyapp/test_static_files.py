"""The files that pages ask for beside themselves: found, named by what is in them, compressed."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client, override_settings
from whitenoise.middleware import WhiteNoiseMiddleware

from studyapp.accounts.models import User
from studyapp.static_files import SCRIPT, SCRIPT_PARTS, ScriptFinder
from tests.world import World


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def finder(data: Path) -> ScriptFinder:
    with override_settings(DATA_DIR=data):
        return ScriptFinder()


def part(name: str) -> str:
    found = finders.find(name)
    assert isinstance(found, str)
    return Path(found).read_text("utf-8")


class TestTheScript:
    def test_holds_its_parts_in_order(self, finder: ScriptFinder) -> None:
        script = Path(finder.find(SCRIPT)).read_text("utf-8")
        htmx, own = (script.index(part(name)) for name in SCRIPT_PARTS)
        assert htmx == 0 < own

    def test_is_listed_with_a_storage_that_has_it(self, finder: ScriptFinder) -> None:
        ((name, storage),) = finder.list([])
        assert Path(storage.path(name)).read_text("utf-8") == Path(finder.find(SCRIPT)).read_text()

    def test_is_all_that_is_found(self, finder: ScriptFinder) -> None:
        assert finder.find("studyapp.js") == []
        assert finder.find(SCRIPT, find_all=True) == [finder.find(SCRIPT)]

    def test_is_made_anew_only_when_a_part_has_changed(self, finder: ScriptFinder) -> None:
        made = Path(finder.find(SCRIPT))
        first = made.stat().st_mtime_ns
        assert Path(finder.find(SCRIPT)).stat().st_mtime_ns == first
        whole = made.read_bytes()
        made.write_bytes(b"// of an older htmx")
        assert Path(finder.find(SCRIPT)).read_bytes() == whole

    def test_is_found_by_the_site(self) -> None:
        found = finders.find(SCRIPT)
        assert isinstance(found, str)
        assert found.endswith(SCRIPT)


class TestGathered:
    @pytest.fixture
    def root(self, data: Path) -> Path:
        root = data / "static"
        storage = {"BACKEND": "studyapp.static_files.Storage"}
        with override_settings(STATIC_ROOT=root, STORAGES={"staticfiles": storage}):
            call_command("collectstatic", interactive=False, verbosity=0)
        return root

    def test_what_pages_ask_for_has_a_compressed_copy(self, root: Path) -> None:
        for name in ("studyapp", "quiz", "question", "site", "icons"):
            copies = list(root.glob(f"{name}.????????????.*.gz"))
            assert copies
            for packed in copies:
                plain = packed.with_suffix("")
                assert gzip.decompress(packed.read_bytes()) == plain.read_bytes()
                assert packed.stat().st_size < plain.stat().st_size

    def test_the_admins_are_left_as_they_are(self, root: Path) -> None:
        assert (root / "admin").is_dir()
        assert not list((root / "admin").rglob("*.gz"))

    def test_whitenoise_serves_it_to_who_takes_it(self, root: Path) -> None:
        (packed,) = root.glob("site.????????????.js.gz")
        address = f"/static/{packed.with_suffix('').name}"
        with override_settings(STATIC_ROOT=root, WHITENOISE_AUTOREFRESH=False):
            serve = WhiteNoiseMiddleware(lambda request: None)
        for accept, encoding in (("gzip", "gzip"), ("", None)):
            environ = {"REQUEST_METHOD": "GET", "HTTP_ACCEPT_ENCODING": accept}
            headers = dict(serve.files[address].get_response("GET", environ).headers)
            assert headers.get("Content-Encoding") == encoding


@pytest.mark.django_db
def test_a_lesson_asks_for_three_files_beside_itself(
    learner: User, here: World, client_of: Callable[[User], Client]
) -> None:
    for client in (client_of(learner), Client()):
        html = client.get(here.chapter.get_absolute_url()).content.decode()
        asked = re.findall(r'(?:src|href)="(/static/[^"#]+)', html)
        assert sorted(set(asked)) == [
            "/static/icons.svg",
            "/static/site.js",
            "/static/studyapp.css",
        ]
