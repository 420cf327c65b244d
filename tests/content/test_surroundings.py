from content.dressing import Image
from content.surroundings import Surroundings


def test_text_alone_has_links_and_images_that_lead_nowhere() -> None:
    html = Surroundings().html("![a ship](ship.png) and [more](02-more.md)")
    assert "ship.png" not in html
    assert "a ship" in html
    assert "href" not in html
    assert "more" in html


def test_text_is_drawn_with_what_lies_around_it() -> None:
    around = Surroundings(
        link={"02-more.md": "/sea/more/"}.get, image={"ship.png": Image("/pictures/1.png")}.get
    )
    html = around.html("![a ship](ship.png) and [more](02-more.md)")
    assert 'src="/pictures/1.png"' in html
    assert 'href="/sea/more/"' in html


def test_each_text_is_rendered_once() -> None:
    asked: list[str] = []

    def image(target: str) -> Image:
        asked.append(target)
        return Image("/pictures/1.png")

    around = Surroundings(image=image)
    assert around.html("![a](a.png)") == around.html("![a](a.png)")
    assert asked == ["a.png"]


def test_nothing_comes_to_nothing() -> None:
    assert Surroundings().html("") == ""
    assert Surroundings().section_html("", anchors=(), definitions="", under=2) == ""


def test_section_knows_its_anchors_the_files_definitions_and_its_level() -> None:
    html = Surroundings(link={"b.md": "/sea/b/"}.get).section_html(
        "# Deep\n\nSee [it][b].", anchors=["deep-1"], definitions="[b]: <b.md>", under=2
    )
    assert '<h3 id="deep-1">' in html
    assert 'href="/sea/b/"' in html
