import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from tests import postgres

WRAPPED = [sys.executable, "-m", "tests.postgres", "--"]
ASK = "import os; print(os.environ['DATABASE_URL'], flush=True)"
ROOT = Path(postgres.__file__).resolve().parent.parent


def folder_of(url: str) -> Path:
    return Path(url.strip().partition("host=")[2])


def comes_true(claim: Callable[[], bool], *, within: float) -> bool:
    deadline = time.monotonic() + within
    while not claim():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_answers_and_leaves_nothing() -> None:
    with postgres.cluster() as url:
        folder = folder_of(url)
        with psycopg.connect(url) as connection:
            row = connection.execute("SELECT upper('éд'), inet_server_addr()").fetchone()
        assert row == ("ÉД", None)
    assert not folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


def test_command_gets_the_address_and_its_status_is_returned() -> None:
    command = [*WRAPPED, sys.executable, "-c", f"{ASK}; raise SystemExit(7)"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 7
    assert done.stdout.startswith("postgres://postgres@/")
    assert not folder_of(done.stdout).exists()


@pytest.fixture
def hears_ctrl_c() -> Iterator[None]:
    """Programs started here hear SIGINT, though the tests may run behind `&` or nohup."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("hears_ctrl_c")
@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_server_ends_with_its_wrapper(ending: signal.Signals) -> None:
    command = [*WRAPPED, sys.executable, "-c", f"{ASK}; import time; time.sleep(60)"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=ROOT, start_new_session=True
    ) as wrapper:
        assert wrapper.stdout is not None
        folder = folder_of(wrapper.stdout.readline())
        assert folder.is_dir()
        if ending == signal.SIGINT:
            os.killpg(wrapper.pid, ending)  # as Ctrl-C does
        else:
            wrapper.send_signal(ending)
        assert comes_true(lambda: not folder.exists(), within=60)
        if ending == signal.SIGKILL:
            os.killpg(wrapper.pid, signal.SIGKILL)


def test_says_what_to_type_without_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert postgres.main(["--"]) == 2
    assert "python -m tests.postgres -- COMMAND" in capsys.readouterr().err
