"""Pictures of every page, in two widths and two themes: `python -m tests.shots`, `make shots`.

They are taken from the site as it is served, with a database of its own, and land in data/shots.
Words pick the pages whose names hold them; --readme writes the few pictures that the README shows.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import django
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import chromium

if TYPE_CHECKING:
    from tests.browser.stops import Stop
    from tests.browser.tour import Guide

ROOT = Path(__file__).resolve().parent.parent
SHOTS = ROOT / "data" / "shots"
IMAGES = ROOT / "docs" / "images"
README = {"chapter": "chapter", "feedback-wrong": "question", "progress": "progress"}
WIDTHS = {390: 844, 1280: 900}
THEMES = ("light", "dark")
TALLEST = 4_500
START_SECONDS = 60
# Ends when the images in the window are there, or have not come for long; those elsewhere wait
# until one scrolls to them.
IMAGES_IN_SIGHT = """() => Promise.race([
    new Promise((end) => setTimeout(end, 5000)),
    Promise.allSettled([...document.images]
        .map((image) => [image, image.getBoundingClientRect()])
        .filter(([, { top, bottom }]) => top < innerHeight && bottom > 0)
        .map(([image]) => image.decode())),
])"""
INTO_VIEW = "element => element.scrollIntoView({ block: 'end', behavior: 'instant' })"


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.shots", description=__doc__)
    parser.add_argument("names", nargs="*", help="only pages whose names hold one of these")
    parser.add_argument("--readme", action="store_true", help="write docs/images instead")
    wanted = parser.parse_args(words)
    # Told to stop, it stops the server and the browser too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        program = chromium.ensure()
    except chromium.NoChromium as problem:
        print(problem, file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="studyapp-shots-") as data:
        use_data(Path(data))
        with serving(Path(data)) as url, sync_playwright() as playwright:
            guides = fill()
            browser = playwright.chromium.launch(
                executable_path=str(program), args=chromium.ARGUMENTS
            )
            if wanted.readme:
                count = take_for_readme(browser, guides, url)
            else:
                count = take(browser, guides, url, wanted.names)
    print(f"{count} pictures in {IMAGES if wanted.readme else SHOTS}", file=sys.stderr)
    return 0 if count else 1


def use_data(data: Path) -> None:
    """This process and the server live in this folder, away from the machine's own settings."""
    for name in [name for name in os.environ if name.startswith("STUDYAPP_")]:
        del os.environ[name]
    os.environ.pop("DATABASE_URL", None)
    os.environ |= {
        "STUDYAPP_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "studyapp.settings",
        # Playwright keeps an event loop in this thread, beside which the ORM is used.
        "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
    }


@contextmanager
def serving(data: Path) -> Iterator[str]:
    """The site's address while `manage.py serve` runs on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    with (data / "server.log").open("w+b") as log:
        server = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
        try:
            url = f"http://127.0.0.1:{port}"
            if not answers(f"{url}/readyz", server):
                log.seek(0)
                sys.exit(f"the site did not start:\n{log.read().decode(errors='replace')}")
            django.setup()
            yield url
        finally:
            server.terminate()
            server.wait(timeout=30)


def answers(url: str, server: "subprocess.Popen[bytes]") -> bool:
    """Whether the server answers before it ends or the time is up."""
    until = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    return False


def fill() -> "tuple[Guide, ...]":
    """The people at work whose pages are taken."""
    from django.utils import timezone

    from quizzes.models import Quiz
    from tests.browser.tour import people_the

    return people_the(Quiz.objects.exclude(chapter=None)[0], now=timezone.now())


def take(browser: Browser, guides: "Sequence[Guide]", url: str, names: Sequence[str]) -> int:
    SHOTS.mkdir(parents=True, exist_ok=True)
    count = 0
    for width in WIDTHS:
        for theme in THEMES:
            for guide in guides:
                with device(browser, guide, url, width=width, theme=theme) as page:
                    for stop in guide.stops:
                        if names and not any(name in stop.name for name in names):
                            continue
                        path = SHOTS / f"{stop.name}-{width}-{theme}.png"
                        picture(page, stop, path)
                        count += 1
                        print(f"{count} {path.name}", file=sys.stderr, flush=True)
    return count


def take_for_readme(browser: Browser, guides: "Sequence[Guide]", url: str) -> int:
    IMAGES.mkdir(parents=True, exist_ok=True)
    found = [(guide, stop) for guide in guides for stop in guide.stops if stop.name in README]
    for guide, stop in found:
        with device(browser, guide, url, width=1280, theme="light") as page:
            reach(page, stop)
            if stop.name == "chapter":
                figure = page.locator("#sec-amazon-dynamodb figure").first
                # Once to have it loaded, and again now that its height is known.
                for _ in range(2):
                    figure.evaluate(INTO_VIEW)
                    page.evaluate(IMAGES_IN_SIGHT)
            path = IMAGES / f"{README[stop.name]}.png"
            page.screenshot(path=path, animations="disabled")
            print(f"{path.name} {path.stat().st_size // 1000} kB", file=sys.stderr, flush=True)
    return len(found)


@contextmanager
def device(browser: Browser, guide: "Guide", url: str, *, width: int, theme: str) -> Iterator[Page]:
    """A page of the guide's on a device of this width, in this theme."""
    context: BrowserContext = browser.new_context(
        base_url=url,
        viewport={"width": width, "height": WIDTHS[width]},
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
        has_touch=width < 600,
        is_mobile=width < 600,
    )
    if guide.user_id is not None:
        from studyapp.accounts.models import User
        from tests.browser.site import session_of

        session = session_of(User.objects.get(pk=guide.user_id))
        context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
    try:
        yield context.new_page()
    finally:
        context.close()


def reach(page: Page, stop: "Stop") -> None:
    from django.template.loader import render_to_string

    if stop.drawn:
        body = render_to_string(stop.drawn)
        page.route(
            f"**{stop.path}",
            lambda route: route.fulfill(status=stop.status, body=body, content_type="text/html"),
        )
    page.goto(stop.path)
    if stop.then is not None:
        stop.then(page)


def picture(page: Page, stop: "Stop", path: Path) -> None:
    """The whole page, or the upper part of a very long one, in a window that shows it at once.

    A picture taken by scrolling would show what sticks to the window's edges amid the text."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    reach(page, stop)
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": min(height, TALLEST)})
    page.evaluate(IMAGES_IN_SIGHT)
    page.screenshot(path=path, animations="disabled")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
