"""What a page must never do: fail, complain on the console, break its policy or call elsewhere."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

# A navigation ends what the page before it still asked for.
ABORTED = "net::ERR_ABORTED"


@dataclass
class Watch:
    """Collects the faults of every page of a context; statuses are those a test asked for."""

    home: str
    faults: list[str] = field(default_factory=list)
    statuses: set[int] = field(default_factory=set)

    def over(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)
        context.on("requestfailed", self._failed)
        context.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        wanted = any(f"status of {status} " in message.text for status in self.statuses)
        if message.type in ("error", "warning") and not wanted:
            at = message.page.url if message.page else ""
            self.faults.append(f"console {message.type} at {at}: {message.text}")

    def _error(self, error: WebError) -> None:
        self.faults.append(f"script: {error.error}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.netloc != urlsplit(self.home).netloc:
            self.faults.append(f"another host: {request.url}")

    def _failed(self, request: Request) -> None:
        if request.failure != ABORTED:
            self.faults.append(f"failed: {request.method} {request.url} {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.statuses:
            request = response.request
            self.faults.append(f"status {response.status}: {request.method} {request.url}")
