import pytest

from quizzes.formats.fences import fence_ends


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("```\nx\n```", {0: 2}),
        ("~~~ python\nx\n~~~\n", {0: 2}),
        ("   ```\nx\n  ```", {0: 2}),
        ("    ```\nx\n    ```", {}),
        ("````\n```\n````", {0: 2}),
        ("```\n~~~\n```", {0: 2}),
        ("```\nx", {}),
        ("```\n```\n\n```\nx\n```", {0: 1, 3: 5}),
        ("```\nnever closed\n```python\nx\n```", {2: 4}),
        ("``x``\n```x", {}),
        ("", {}),
    ],
)
def test_a_fence_is_closed_by_one_of_its_kind(text: str, ends: dict[int, int]) -> None:
    assert fence_ends(text.split("\n"), breaks=()) == ends


def test_a_fence_around_a_break_is_none() -> None:
    lines = ["```", "x", "BREAK", "```", "y", "```"]
    assert fence_ends(lines, breaks=()) == {0: 3}
    assert fence_ends(lines, breaks={2}) == {3: 5}
