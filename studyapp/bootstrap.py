"""Makes `.venv` from the hashed lock. Standard library only, and readable by Python 3.6."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

NEEDED = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"setup": ["requirements.lock"], "dev": ["requirements.lock", "requirements-dev.lock"]}
QUIET_ENVIRONMENT = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}


class Problem(Exception):
    """What is wrong and what to do about it, in one line."""


def check_version(version: "tuple[int, ...]", executable: str) -> None:
    """Raises Problem for a Python older than NEEDED; names a newer one that is on the PATH."""
    if tuple(version[:2]) >= NEEDED:
        return
    newer = next(filter(runs, (f"python3.{minor}" for minor in (14, 13, 12, 11))), None)
    needed, found = (".".join(map(str, numbers)) for numbers in (NEEDED, version[:3]))
    what_next = "there is a newer one here" if newer else "install one, then"
    # Plain ASCII: an old Python in a C locale can write nothing else.
    raise Problem(
        f"Python {needed} or newer is needed, and {executable} is Python {found}; "
        f"{what_next}: make serve PYTHON={newer or 'python3.12'}"
    )


def runs(python: str) -> bool:
    """Whether the name stands for a Python that starts (a version manager's stub may not)."""
    if not shutil.which(python):
        return False
    nowhere = subprocess.DEVNULL
    return subprocess.call([python, "-c", ""], stdout=nowhere, stderr=nowhere) == 0


def fingerprint(root: Path, lock: str) -> str:
    """What `.venv` must have been made from: this lock's bytes, by the interpreter it points to.

    An upgrade of the system may replace that interpreter; then the packages are lost to it."""
    digest = hashlib.sha256((root / lock).read_bytes()).hexdigest()
    return f"{lock} {digest} {interpreter(root / '.venv')}"


def interpreter(venv: Path) -> str:
    return os.path.realpath(str(venv / "bin" / "python"))


def is_ready(root: Path, lock: str) -> bool:
    """Whether `.venv` holds this lock already; needs no network and no other process."""
    stamp = root / ".venv" / "studyapp.stamp"
    if not stamp.is_file() or not Path(interpreter(root / ".venv")).is_file():
        return False
    return fingerprint(root, lock) in stamp.read_text(encoding="utf-8").splitlines()


def prepare(root: Path, target: str) -> None:
    """Brings `.venv` to the target's lock; raises Problem when that cannot be done."""
    locks = LOCKS[target]
    if is_ready(root, locks[-1]):
        return
    started = time.time()
    venv = root / ".venv"
    stamp = venv / "studyapp.stamp"
    usable = stamp.is_file() and is_whole(stamp)
    # No stamp while an install runs: one that was cut off is begun again from nothing.
    if stamp.exists():
        stamp.unlink()
    if not usable:
        say("Making .venv with Python {}.{}.{}".format(*sys.version_info[:3]))
        make_venv(venv)
    say(f"Installing the packages of {locks[-1]}")
    install(venv, root / locks[-1])
    lines = [fingerprint(root, lock) for lock in locks]
    stamp.write_text("\n".join(lines) + "\n", encoding="utf-8")
    say(f"Ready in {time.time() - started:.0f} s")


def is_whole(stamp: Path) -> bool:
    """Whether an install into `.venv` ran to its end, by an interpreter that is still there."""
    lines = stamp.read_text(encoding="utf-8").splitlines()
    python = interpreter(stamp.parent)
    return Path(python).is_file() and any(line.endswith(" " + python) for line in lines)


def count(lock: Path) -> int:
    return len(re.findall(r"^[a-z0-9][^ ]*==", lock.read_text(encoding="utf-8"), re.MULTILINE))


def make_venv(venv: Path) -> None:
    command = [sys.executable, "-m", "venv", "--clear", "--without-pip", str(venv)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode and "No module named venv" in done.stdout:
        raise Problem("this Python has no venv module – on Debian: apt install python3-venv")
    if done.returncode:
        raise Problem(
            f"{venv} could not be made ({last_line(done.stdout)}) – "
            "make this folder writable, then type the same again"
        )


def install(venv: Path, lock: Path) -> None:
    """Fetches and installs what the lock names, by uv where it is on the PATH, else by pip."""
    python = str(venv / "bin" / "python")
    # The lock is complete. Left to resolve, pip 23 takes `coverage[toml]>=7` for a package of its
    # own, finds a release newer than the lock's, and refuses it for want of a hash.
    wanted = ["install", "--no-deps", "--require-hashes", "-r", str(lock)]
    uv = shutil.which("uv")
    if uv:
        if run([uv, "pip", wanted[0], "--python", python, *wanted[1:]], venv, lock)[0] == 0:
            return
        say("uv could not do it; trying pip")
    bring_pip(python)
    status, output = run([python, "-m", "pip", *wanted, "--retries", "2"], venv, lock)
    if status:
        raise Problem(
            f"the packages could not be installed ({last_line(output)}) – check the network or "
            f"the proxy, then type the same again; all that pip said is in {venv / 'setup.log'}"
        )


def bring_pip(python: str) -> None:
    for command in (["pip", "--version"], ["ensurepip", "--default-pip"]):
        done = subprocess.run(
            [python, "-m", *command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        if done.returncode == 0:
            return
    raise Problem("this Python cannot install pip – on Debian: apt install python3-venv")


def run(command: "list[str]", venv: Path, lock: Path) -> "tuple[int, str]":
    """Exit status and output; the output goes to setup.log, the packages' names to the screen."""
    total, seen, lines = count(lock), 0, []
    log = venv / "setup.log"
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=dict(os.environ, **QUIET_ENVIRONMENT),
    ) as process:
        for line in process.stdout or ():
            lines.append(line)
            if line.startswith("Collecting "):
                seen += 1
                name = re.split(r"[=<>;\s]", line[len("Collecting ") :])[0]
                show_progress(f"  {seen}/{total} {name}")
    show_progress("")
    log.write_text("".join(lines), encoding="utf-8")
    return process.returncode, "".join(lines)


def show_progress(text: str) -> None:
    """Rewrites one line of a terminal; elsewhere shows nothing."""
    if sys.stdout.isatty():
        sys.stdout.write("\r\033[K" + text)
        sys.stdout.flush()


def last_line(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith("error")]
    return (errors or lines or ["no reason given"])[-1][:160]


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main(arguments: "list[str]") -> int:
    target = arguments[0] if arguments else "setup"
    try:
        check_version(sys.version_info[:3], sys.executable)
        if target not in LOCKS:
            raise Problem(f"say `setup` or `dev`, not `{target}`")
        prepare(ROOT, target)
    except Problem as problem:
        sys.stderr.write(f"studyapp: {problem}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nstudyapp: stopped; the same command begins again\n")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
