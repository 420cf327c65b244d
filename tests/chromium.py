"""Finds a Chromium for the browser tests, or installs one: `python -m tests.chromium`."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

# Without windows to draw, the browser tests take two thirds of the time.
LIGHT_NAMES = ("chromium-headless-shell", "chrome-headless-shell")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_APPLICATIONS = ("Google Chrome", "Chromium")
PLAYWRIGHT_CACHES = ("~/.cache/ms-playwright", "~/Library/Caches/ms-playwright")
PLAYWRIGHT_LIGHT_PROGRAMS = ("chromium_headless_shell-*/chrom*/*headless?shell",)
PLAYWRIGHT_PROGRAMS = (
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
)

# No traffic of the browser's own, and no graphics card.
ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


class NoChromium(Exception):
    """No Chromium could be had; the text says what to type."""


def find() -> Path | None:
    """The first Chromium on this machine that starts: the one that CHROMIUM in the environment
    names, else a light one, else any."""
    return next((path for path in candidates() if starts(path)), None)


def candidates() -> Iterator[Path]:
    if named := os.environ.get("CHROMIUM"):
        yield Path(named)
    yield from _light()
    yield from (Path(path) for name in NAMES if (path := shutil.which(name)))
    for name in MAC_APPLICATIONS:
        yield Path(f"/Applications/{name}.app/Contents/MacOS/{name}")
    yield from _cached(PLAYWRIGHT_PROGRAMS)


def _light() -> Iterator[Path]:
    yield from (Path(path) for name in LIGHT_NAMES if (path := shutil.which(name)))
    yield from _cached(PLAYWRIGHT_LIGHT_PROGRAMS)


def _cached(patterns: Sequence[str]) -> Iterator[Path]:
    """What Playwright has installed, the newest revision first."""
    own_cache = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    for cache in [own_cache] if own_cache else PLAYWRIGHT_CACHES:
        for pattern in patterns:
            yield from sorted(Path(cache).expanduser().glob(pattern), reverse=True)


def starts(path: Path) -> bool:
    """Whether the program runs at all: on Ubuntu /usr/bin/chromium may only point to a shop."""
    if not os.access(path, os.X_OK):
        return False
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def ensure() -> Path:
    """A Chromium that Playwright can drive, installed first where there is none.

    Raises NoChromium."""
    ensure_driver()
    return provide()


def provide() -> Path:
    """The Chromium of `find`; one is installed first where there is none, or where there is but a
    heavy one and a light one is quickly had. Raises NoChromium."""
    found = find()
    if found is not None and ("CHROMIUM" in os.environ or found in _light()):
        return found
    for commands in ways_to_install(some=found is not None):
        print(f"Browser: trying {' '.join(commands[-1])}", flush=True)
        if all(subprocess.run(command).returncode == 0 for command in commands) and (
            better := find()
        ):
            return better
    if found is not None:
        return found
    raise NoChromium(
        "the browser tests need Chromium, and none could be installed – type: "
        "sudo apt-get install chromium (or install Google Chrome), then the same again"
    )


def ensure_driver() -> None:
    """Playwright's own Node needs a library that a bare Debian lacks. Raises NoChromium."""
    if driver_starts():
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"])
        subprocess.run(["apt-get", "install", "-y", "-qq", "libatomic1"])
    if not driver_starts():
        raise NoChromium(
            "Playwright does not start, which drives the browser tests – type: "
            "sudo apt-get install libatomic1, then the same again"
        )


def driver_starts() -> bool:
    command = [sys.executable, "-m", "playwright", "--version"]
    return subprocess.run(command, capture_output=True).returncode == 0


def ways_to_install(*, some: bool) -> Iterator[list[list[str]]]:
    """Commands that may bring a Chromium. some: there is one, and only a light one is wanted."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "--no-remove"]
        for name in LIGHT_NAMES[:1] if some else (LIGHT_NAMES[0], "chromium"):
            command = ["env", "DEBIAN_FRONTEND=noninteractive", *install, name]
            yield [["apt-get", "update", "-qq"], command]
    if not some:
        yield [[sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"]]


def main() -> int:
    try:
        print(ensure())
    except NoChromium as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
