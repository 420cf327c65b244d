"""The right answers of the small course, by how each question begins."""

from playwright.sync_api import Page

RIGHT = {
    "About how much time": ["Twelve hours and twenty-five minutes"],
    "Which two tell": ["The tide table", "The clock"],
    "From where": ["From the lowest water"],
    "Which of these six": ["A piano"],
}
WRONG = {
    "About how much time": ["One day"],
    "Which two tell": ["The clock", "The name of the ship"],
    "From where": ["From the keel"],
    "Which of these six": ["The tide"],
}


def answers_to(page: Page, *, right: bool) -> list[str]:
    """The texts of the options to choose at the question that the page shows."""
    stem = page.locator("#stem").inner_text()
    return next(
        texts for start, texts in (RIGHT if right else WRONG).items() if stem.startswith(start)
    )
