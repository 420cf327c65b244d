"""Where the relative links and images of a text lead, and the HTML that it comes to there."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from content.dressing import Resolve, ResolveImage
from content.rendering import nowhere, render, render_inline


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What lies around a text; without a file around it, its links and images lead nowhere."""

    link: Resolve = nowhere
    image: ResolveImage = nowhere
    _made: dict[str, str] = field(default_factory=dict)

    def html(self, markdown: str) -> str:
        """The HTML of a question's stem, option, rationale or explanation, rendered once."""
        if not markdown:
            return ""
        if markdown not in self._made:
            self._made[markdown] = render_inline(markdown, link=self.link, image=self.image)
        return self._made[markdown]

    def section_html(
        self, markdown: str, *, anchors: Sequence[str], definitions: str, under: int
    ) -> str:
        """The HTML of a section or step; under is the level of the heading that it stands below."""
        if not markdown:
            return ""
        return render(
            markdown,
            anchors=anchors,
            definitions=definitions,
            under=under,
            link=self.link,
            image=self.image,
        )
