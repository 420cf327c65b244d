import ast
import base64
import hashlib
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from studyapp import bootstrap

PROJECT = bootstrap.ROOT
PIN = "{name}==1.0 --hash=sha256:{digest}\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with two locks; packages come from its own shelf, nothing from a network."""
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(shelf))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    # No uv: what it does depends on this machine's cache and settings.
    monkeypatch.setenv("PATH", str(tmp_path / "nothing-here"))
    project = tmp_path / "project"
    project.mkdir()
    (project / "requirements.lock").write_text(make_wheel(shelf, "pinned"))
    (project / "requirements-dev.lock").write_text(
        make_wheel(shelf, "pinned") + make_wheel(shelf, "tool")
    )
    return project


def make_wheel(shelf: Path, name: str) -> str:
    """Puts a wheel with one module on the shelf; returns its line of the lock."""
    info = f"{name}-1.0.dist-info"
    members = {
        f"{name}.py": "VALUE = 1\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    records = []
    path = shelf / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for member, text in members.items():
            digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest())
            records.append(f"{member},sha256={digest.decode().rstrip('=')},{len(text)}")
            wheel.writestr(zipfile.ZipInfo(member), text)
        records.append(f"{info}/RECORD,,")
        wheel.writestr(zipfile.ZipInfo(f"{info}/RECORD"), "\n".join(records) + "\n")
    return PIN.format(name=name, digest=hashlib.sha256(path.read_bytes()).hexdigest())


def imports(root: Path, module: str) -> bool:
    python = root / ".venv" / "bin" / "python"
    return subprocess.run([python, "-c", f"import {module}"], capture_output=True).returncode == 0


class TestVersion:
    def test_old_python_can_read_the_file(self) -> None:
        source = Path(bootstrap.__file__).read_text("utf-8")
        ast.parse(source, feature_version=(3, 6))

    @pytest.mark.parametrize("version", [(3, 11, 0), (3, 12, 4), (4, 0, 0)])
    def test_new_enough(self, version: tuple[int, ...]) -> None:
        bootstrap.check_version(version, "/usr/bin/python3")

    @pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 15), (3, 10, 13)])
    def test_too_old_is_one_line_in_ascii(self, version: tuple[int, ...]) -> None:
        with pytest.raises(bootstrap.Problem) as problem:
            bootstrap.check_version(version, "/usr/bin/python3")
        text = str(problem.value)
        assert "Python 3.11 or newer is needed" in text
        assert ".".join(map(str, version)) in text
        assert "make serve PYTHON=python3." in text
        assert text.isascii()
        assert "\n" not in text

    def test_names_a_newer_python_that_is_here(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        stub, real = tmp_path / "python3.13", tmp_path / "python3.12"
        stub.write_text("#!/bin/sh\nexit 127\n")
        real.write_text("#!/bin/sh\nexit 0\n")
        stub.chmod(0o755)
        real.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(
            bootstrap.Problem, match=r"newer one here: make serve PYTHON=python3.12"
        ):
            bootstrap.check_version((3, 9, 2), "python3")


class TestPrepare:
    def test_installs_once_and_grows_in_place(
        self, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        bootstrap.prepare(root, "setup")
        assert "Installing the packages of requirements.lock" in capsys.readouterr().out
        assert imports(root, "pinned")
        assert not imports(root, "tool")

        bootstrap.prepare(root, "dev")
        assert "Making .venv" not in capsys.readouterr().out
        assert imports(root, "tool")

        monkeypatch.setattr(subprocess, "Popen", forbidden)
        bootstrap.prepare(root, "setup")
        bootstrap.prepare(root, "dev")
        assert capsys.readouterr().out == ""

    @pytest.mark.parametrize(
        ("pin", "reason"),
        [
            (PIN.format(name="absent", digest="0" * 64), "absent==1.0"),
            (PIN.format(name="pinned", digest="0" * 64), "hash"),
        ],
        ids=["not to be had", "wrong hash"],
    )
    def test_failure_is_one_line_and_begins_again_from_nothing(
        self, root: Path, pin: str, reason: str
    ) -> None:
        (root / "requirements.lock").write_text(pin)
        left_over = root / ".venv" / "lib" / "half-a-package"
        left_over.mkdir(parents=True)
        with pytest.raises(bootstrap.Problem) as problem:
            bootstrap.prepare(root, "setup")
        assert reason in str(problem.value).lower()
        assert "check the network" in str(problem.value)
        assert "\n" not in str(problem.value)
        assert not left_over.exists()
        assert not imports(root, "pinned")
        assert not bootstrap.is_ready(root, "requirements.lock")


def forbidden(*arguments: object, **named: object) -> None:
    raise AssertionError(f"started {arguments}")


class TestReady:
    @pytest.fixture
    def made(self, root: Path) -> Path:
        """A project whose .venv seems to be made by an interpreter beside it."""
        interpreter = root / "python3.11"
        interpreter.touch()
        (root / ".venv" / "bin").mkdir(parents=True)
        (root / ".venv" / "bin" / "python").symlink_to(interpreter)
        line = bootstrap.fingerprint(root, "requirements.lock")
        (root / ".venv" / "studyapp.stamp").write_text(line + "\n")
        return root

    def test_as_it_was_made(self, made: Path) -> None:
        assert bootstrap.is_ready(made, "requirements.lock")
        assert not bootstrap.is_ready(made, "requirements-dev.lock")

    def test_changed_lock_is_not_ready(self, made: Path) -> None:
        with (made / "requirements.lock").open("a") as lock:
            lock.write("# another word\n")
        assert not bootstrap.is_ready(made, "requirements.lock")
        assert bootstrap.is_whole(made / ".venv" / "studyapp.stamp")

    def test_vanished_interpreter_is_not_ready(self, made: Path) -> None:
        (made / "python3.11").unlink()
        assert not bootstrap.is_ready(made, "requirements.lock")
        assert not bootstrap.is_whole(made / ".venv" / "studyapp.stamp")

    def test_replaced_interpreter_is_not_ready(self, made: Path) -> None:
        (made / "python3.12").touch()
        (made / "python3.11").unlink()
        (made / "python3.11").symlink_to(made / "python3.12")
        assert not bootstrap.is_ready(made, "requirements.lock")
        assert not bootstrap.is_whole(made / ".venv" / "studyapp.stamp")


class TestCommand:
    def test_unknown_target(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert bootstrap.main(["everything"]) == 1
        assert capsys.readouterr().err == "studyapp: say `setup` or `dev`, not `everything`\n"

    def test_problem_is_one_line_and_status_1(self, tmp_path: Path) -> None:
        script = tmp_path / "studyapp" / "bootstrap.py"
        script.parent.mkdir()
        script.write_text(Path(bootstrap.__file__).read_text("utf-8"), "utf-8")
        (tmp_path / "requirements.lock").write_text("")
        (tmp_path / ".venv").write_text("a file where the folder should be")
        done = subprocess.run(
            [sys.executable, "-I", script, "setup"], capture_output=True, text=True
        )
        assert done.returncode == 1
        assert done.stderr.startswith("studyapp: ")
        assert done.stderr.count("\n") == 1


class TestLocks:
    def test_dev_lock_has_the_pins_of_the_runtime_lock(self) -> None:
        runtime, dev = pins("requirements.lock"), pins("requirements-dev.lock")
        assert runtime
        assert runtime <= dev

    @pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
    def test_names_no_host_and_hashes_everything(self, lock: str) -> None:
        text = (PROJECT / lock).read_text()
        assert "://" not in text
        pinned = re.split(r"\n(?=\S)", text.strip())
        assert [block for block in pinned if "--hash=sha256:" not in block] == []


def pins(lock: str) -> set[str]:
    lines = (PROJECT / lock).read_text().splitlines()
    return {line.split(" ")[0] for line in lines if "==" in line.split(" ")[0]}
