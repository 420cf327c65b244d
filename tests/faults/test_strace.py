"""Where strace is missing it is installed, and else it is said what to type."""

import os
from pathlib import Path

import pytest

from tests.faults import strace

WORKS = "#!/bin/sh\nexit 0\n"
REFUSED = "#!/bin/sh\necho 'ptrace: Operation not permitted' >&2\nexit 1\n"


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder in which programs are looked for."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def program(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o755)


def test_one_that_traces_is_enough(programs: Path) -> None:
    program(programs / "strace", WORKS)
    strace.ensure()


@pytest.mark.parametrize("user", [0, 1000], ids=["root", "user"])
def test_without_any_it_is_said_what_to_type(
    programs: Path, monkeypatch: pytest.MonkeyPatch, user: int
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    if user:  # who may not install
        program(programs / "apt-get", f"#!/bin/sh\n/bin/cp /bin/true {programs}/strace\n")
    with pytest.raises(strace.NoStrace, match="not here – type: sudo apt-get install strace, then"):
        strace.ensure()


def test_root_has_it_installed(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    (programs / "env").symlink_to("/usr/bin/env")
    install = f"#!/bin/sh\n[ $1 = install ] || exit 0\n/bin/ln -s /bin/true {programs}/strace\n"
    program(programs / "apt-get", install)
    strace.ensure()
    assert (programs / "strace").exists()


def test_one_that_may_not_trace_says_so(programs: Path) -> None:
    program(programs / "strace", REFUSED)
    with pytest.raises(strace.NoStrace, match=r"\(ptrace: Operation not permitted\) – type: sudo"):
        strace.ensure()
