"""Services by name."""

import pytest

from content.catalogue import Finder
from content.drafts import ServiceDraft

SERVICES = [
    ServiceDraft("oak", "Acme Oak", ["Oak"]),
    ServiceDraft("oak-serverless", "Acme Oak Serverless", ["Oak Serverless"]),
    ServiceDraft("waf", "Acme WAF", ["WAF"]),
    ServiceDraft("s3", "Acme S3", ["S3"]),
    ServiceDraft("cpp", "C++ (tools)"),
    ServiceDraft("odd", "  ", ["", "!!"]),
]


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("Acme Oak and the WAF", ("oak", "waf")),
        ("the waf waffles", ()),
        ("OAK, oak and Oak's", ("oak",)),
        ("oaks and soak", ()),
        ("Oak Serverless", ("oak-serverless",)),
        ("acme oak  serverless, then oak", ("oak-serverless", "oak")),
        ("oak-\nserverless", ("oak-serverless",)),
        ("Oak_x xOak", ()),
        ("S3 before WAF before S3", ("s3", "waf")),
        ("C++ (tools)", ("cpp",)),
        ("", ()),
    ],
)
def test_names_are_found_as_whole_words_longest_first(text: str, slugs: tuple[str, ...]) -> None:
    assert Finder(SERVICES).find(text) == slugs


def test_the_first_service_keeps_a_name_that_two_have() -> None:
    twins = [ServiceDraft("a", "Elm"), ServiceDraft("b", "Elm")]
    assert Finder(twins).find("Elm") == ("a",)
