import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from studyapp import preflight
from studyapp.preflight import Refusal

SETTINGS = 'env.bool("STUDYAPP_DEBUG", default=False); env.str("STUDYAPP_DATA", default="")'


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


class TestRefusal:
    def test_is_one_line_and_status_2(self) -> None:
        refusal = Refusal("the database\n\tdoes not answer", "start it")
        assert str(refusal) == "the database does not answer – start it"
        assert refusal.returncode == 2


class TestEnvironment:
    @pytest.mark.parametrize("value", ["1", "0", "True", "false", "on", ""])
    def test_known_names(self, value: str) -> None:
        environment = {"STUDYAPP_DEBUG": value, "STUDYAPP_DATA": "x", "HOME": "/root"}
        preflight.check_environment(environment, SETTINGS)

    def test_slip_of_the_pen(self) -> None:
        with pytest.raises(Refusal, match=r"STUDYAPP_DEBGU is no .* did you mean STUDYAPP_DEBUG\?"):
            preflight.check_environment({"STUDYAPP_DEBGU": "1"}, SETTINGS)

    def test_far_from_all_names(self) -> None:
        with pytest.raises(Refusal, match="known are STUDYAPP_DATA, STUDYAPP_DEBUG"):
            preflight.check_environment({"STUDYAPP_QQQ": "1"}, SETTINGS)

    def test_neither_yes_nor_no(self) -> None:
        with pytest.raises(Refusal, match="STUDYAPP_DEBUG is “maybe” – write 1 for yes"):
            preflight.check_environment({"STUDYAPP_DEBUG": "maybe"}, SETTINGS)

    @pytest.mark.parametrize("name", ["STUDYAPP_DEBUG", "STUDYAPP_HTTPS", "STUDYAPP_DATA"])
    def test_the_settings_own_names_are_found(self, name: str) -> None:
        source = Path(settings.BASE_DIR, "studyapp", "settings.py").read_text("utf-8")
        preflight.check_environment({name: "1"}, source)


class TestFolder:
    def test_is_made(self, tmp_path: Path) -> None:
        preflight.check_folder(tmp_path / "new" / "data")
        assert list((tmp_path / "new" / "data").iterdir()) == []

    def test_cannot_be_made(self, tmp_path: Path) -> None:
        (tmp_path / "data").write_text("a file in its place")
        with pytest.raises(Refusal, match=r"nothing can be written in .*data .* STUDYAPP_DATA"):
            preflight.check_folder(tmp_path / "data")


class TestCourses:
    def test_the_shipped_ones_pass(self) -> None:
        preflight.check_courses(settings.COURSES_DIR)

    @pytest.mark.parametrize(
        ("name", "said"),
        [
            ("absent", r"absent – there is no such file or folder – check the path"),
            ("empty", r"empty – there is no Markdown file and no bank in it – give a folder"),
            ("notes.pdf", r"notes\.pdf – not a file of a known format – give one"),
        ],
    )
    def test_lead_nowhere(self, tmp_path: Path, name: str, said: str) -> None:
        (tmp_path / "empty").mkdir()
        (tmp_path / "notes.pdf").write_text("# Notes")
        with pytest.raises(Refusal, match=f"^STUDYAPP_COURSES: .*{said}") as refusal:
            preflight.check_courses(tmp_path / name)
        assert refusal.value.returncode == 2

    def test_two_at_one_address_are_the_loader_s_to_tell(self, tmp_path: Path) -> None:
        for name in ("The Sea", "the-sea"):
            (tmp_path / name).mkdir()
            (tmp_path / name / "course.toml").write_text('title = "The Sea"')
        preflight.check_courses(tmp_path)


class TestAddress:
    def test_in_use_names_a_free_port(self, taken_port: int) -> None:
        with pytest.raises(Refusal, match="in use") as refusal:
            preflight.check_address("127.0.0.1", taken_port)
        suggested = int(str(refusal.value).rpartition("PORT=")[2].split()[0])
        preflight.check_address("127.0.0.1", suggested)

    @pytest.mark.parametrize("port", [0, -1, 65536])
    def test_no_port(self, port: int) -> None:
        with pytest.raises(Refusal, match=f"{port} is no port"):
            preflight.check_address("127.0.0.1", port)

    @pytest.mark.parametrize("text", ["", "http", "80.5"])
    def test_no_number(self, text: str) -> None:
        with pytest.raises(Refusal, match="write a number"):
            preflight.port_from(text)

    def test_no_address(self) -> None:
        with pytest.raises(Refusal, match="no address of this machine – HOST="):
            preflight.check_address("not an address", 8000)

    def test_address_of_another_machine(self) -> None:
        # 192.0.2.0/24 is kept for documentation: no machine has it.
        with pytest.raises(Refusal, match="cannot be listened at"):
            preflight.check_address("192.0.2.1", 8000)


class TestDatabase:
    @pytest.mark.django_db
    def test_as_it_should_be(self) -> None:
        preflight.check_database()

    def test_from_newer_code(self) -> None:
        loader = MigrationLoader(None)
        known = list(loader.disk_migrations)
        with pytest.raises(Refusal, match=r"newer than this code \(quizzes.9999_later is unknown"):
            preflight.check_age([*known, ("quizzes", "9999_later")])

    def test_what_a_removed_application_left_is_not_newer(self) -> None:
        preflight.check_age([("an_app_of_old", "0001_initial")])

    def test_file_in_no_folder(self, tmp_path: Path) -> None:
        with pytest.raises(Refusal, match="there is no folder"):
            preflight.check_file(tmp_path / "absent" / "studyapp.sqlite3")

    def test_new_and_present_files_pass(self, tmp_path: Path) -> None:
        preflight.check_file(tmp_path / "new.sqlite3")
        sqlite3.connect(tmp_path / "old.sqlite3").close()
        preflight.check_file(tmp_path / "old.sqlite3")


def test_https_without_a_proxy_that_speaks_it_is_refused() -> None:
    with pytest.raises(preflight.Refusal, match="STUDYAPP_BEHIND_PROXY=1"):
        preflight.check_https(https=True, behind_proxy=False)
    preflight.check_https(https=True, behind_proxy=True)
    preflight.check_https(https=False, behind_proxy=False)


def test_a_command_s_own_variable_is_no_unknown_setting() -> None:
    preflight.check_environment({"STUDYAPP_INSTRUCTOR_PASSWORD": "x"}, '"STUDYAPP_DEBUG"')
