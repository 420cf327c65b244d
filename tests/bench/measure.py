"""One database's figures; run by `tests.bench` with an empty data folder."""

import io
import os
import platform
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import django
from django.conf import settings

ROUNDS, BATCH = 36, 4
TOKEN = "t" * 32
STOCK = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
FLOOR = "/floor/"
STOCK_BACKEND = "django.contrib.auth.backends.ModelBackend"
BUDGETS = {"lesson": 1.8, "quiz page": 2.3, "submit 6": 2.0, "result": 3.0, "progress": 2.5}

Handler = Callable[[dict[str, Any], Any], Any]


@dataclass(slots=True)
class Page:
    """A request that is made over and over; call(n) does the nth and gives its CPU in seconds."""

    name: str
    call: Callable[[int], float]
    has_parts: bool = False
    best: float = float("inf")
    queries: int = 0
    batches: list[float] = field(default_factory=list)
    undrawn: list[float] = field(default_factory=list)


def request(
    handler: Handler, path: str, cookie: str, data: Mapping[str, Any] | None = None
) -> float:
    """CPU seconds of one request. Raises AssertionError unless it is answered as it should be."""
    body = urlencode({**data, "csrfmiddlewaretoken": TOKEN}, doseq=True).encode() if data else b""
    target, _mark, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": "POST" if data is not None else "GET",
        "PATH_INFO": target,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1",
        "HTTP_ACCEPT": "text/html,application/xhtml+xml,*/*;q=0.8",
        "HTTP_ACCEPT_ENCODING": "gzip, deflate, br",
        "HTTP_ACCEPT_LANGUAGE": "en-GB,en;q=0.7",
        "HTTP_COOKIE": f"{cookie}; csrftoken={TOKEN}",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.url_scheme": "http",
    }
    status: list[str] = []
    begin = time.process_time()
    response = handler(environ, lambda line, headers, exc_info=None: status.append(line))
    sum(len(part) for part in response)
    response.close()
    spent = time.process_time() - begin
    wanted = "302" if data is not None else "200"
    assert status[0].startswith(wanted), f"{path}: {status[0]}"
    return spent


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studyapp.settings")
    settings.ROOT_URLCONF = "tests.bench.urls"
    settings.DEBUG = False
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    with tempfile.TemporaryDirectory() as folder:
        pages = prepare(Path(folder))
    for page in pages:
        page.queries = _count_queries(page)
    for turn in range(ROUNDS):
        for page in pages:
            spent = sum(page.call(turn * BATCH + n) for n in range(1, BATCH + 1))
            page.batches.append(spent / BATCH)
        for page in pages:
            if page.has_parts:
                _forget_what_is_drawn()
                page.undrawn.append(page.call(0))
        for page in pages:
            if page.has_parts:
                page.call(0)
    _print(connection.vendor, pages)


def prepare(folder: Path) -> list[Page]:
    """The pages to measure, W first, on a database that holds what they show."""
    from django.core.handlers.wsgi import WSGIHandler

    from tests.bench import world

    site: Handler = WSGIHandler()
    own = settings.MIDDLEWARE, settings.SESSION_ENGINE
    settings.MIDDLEWARE, settings.SESSION_ENGINE = STOCK, "django.contrib.sessions.backends.db"
    stock: Handler = WSGIHandler()
    settings.MIDDLEWARE, settings.SESSION_ENGINE = own
    settings.AUTHENTICATION_BACKENDS.append(STOCK_BACKEND)

    course = world.build(folder)
    reader = world.learner(0)
    done = world.with_history(reader, course.quiz)
    sitter = world.learner(1)
    open_attempt = world.open_attempt(sitter, course.quiz)
    options = list(world.options(course.quiz))
    waiting = [world.learner(n + 2) for n in range(ROUNDS * BATCH + 2)]
    ready = [(user.cookie, world.open_attempt(user, course.quiz)) for user in waiting]

    def get(name: str, path: str, cookie: str, handler: Handler = site) -> Page:
        has_parts = path != FLOOR
        return Page(name, lambda n: request(handler, path, cookie), has_parts)

    def answer(n: int) -> float:
        position = n % 6 + 1
        chosen = {"option": options[position - 1][n % 4]}
        path = f"/attempts/{open_attempt.pk}/{position}/answer/"
        return request(site, path, sitter.cookie, chosen)

    def submit(n: int) -> float:
        cookie, attempt = ready[n]
        return request(site, f"/attempts/{attempt.pk}/submit/", cookie, {"go": "1"})

    return [
        get("W", FLOOR, world.cookie(reader.id, STOCK_BACKEND), stock),
        get("W, our middleware", FLOOR, reader.cookie),
        get("lesson", course.lesson, reader.cookie),
        get("lesson, signed out", course.lesson, "none=1"),
        get("course", course.course, reader.cookie),
        get("quiz page", course.quiz.get_absolute_url(), reader.cookie),
        get("question", f"/attempts/{open_attempt.pk}/1/", sitter.cookie),
        Page("answer", answer),
        Page("submit 6", submit),
        get("result", f"/attempts/{done.pk}/result/", reader.cookie),
        get("progress", "/progress/", reader.cookie),
        get("home", "/", reader.cookie),
    ]


def _count_queries(page: Page) -> int:
    """SQL statements of one request after the first, transactions' own words not counted."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page.call(0 if page.name != "submit 6" else -1)
    with CaptureQueriesContext(connection) as captured:
        page.call(0)
    words = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
    return sum(not query["sql"].startswith(words) for query in captured.captured_queries)


def _forget_what_is_drawn() -> None:
    from studyapp import packing
    from studyapp.templatetags import drawn

    drawn._drawn.cache_clear()
    packing._once.cache_clear()


def _versions() -> str:
    from django.db import connection

    numbers = ".".join(str(number) for number in connection.get_database_version())
    python = platform.python_version()
    return f"Python {python}, Django {django.get_version()}, {connection.display_name} {numbers}"


def _print(vendor: str, pages: list[Page]) -> None:
    """A table of medians and minima as ratios to W, which stands first."""
    floor = min(pages[0].batches)
    print(f"\n## {vendor}\n\n{_versions()}; W = {floor * 1000:.2f} ms of CPU\n")
    print("| page | SQL | W = 1 | budget | undrawn |\n|---|---|---|---|---|")
    for page in pages:
        budget = BUDGETS.get(page.name)
        shown = "" if budget is None else f"{budget}"
        cold = f"{min(page.undrawn) / floor:.2f}" if page.undrawn else ""
        warm = f"{min(page.batches) / floor:.2f}"
        print(f"| {page.name} | {page.queries} | {warm} | {shown} | {cold} |")


if __name__ == "__main__":
    main()
