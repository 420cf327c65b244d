"""Makes HTML from a course's text safe: an allowlist of tags, attributes, classes and schemes."""

import nh3

from content import highlighting

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_INLINE = "a abbr b br cite code del em i img ins kbd mark q s samp small span strong sub sup u var"
_BLOCKS = "aside blockquote caption dd details div dl dt figcaption figure hr li ol p pre section"
_TABLES = "summary table tbody td tfoot th thead tr ul"
TAGS = {*_INLINE.split(), *_BLOCKS.split(), *_TABLES.split(), *_HEADINGS}
_CELL = {"align", "colspan", "rowspan"}
_ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),
    "a": {"href", "title"},
    "abbr": {"title"},
    "details": {"open"},
    "img": {"alt", "src", "title"},
    "li": {"id", "value"},
    "ol": {"reversed", "start"},
    "pre": {"data-lang"},
    "sup": {"id"},
    "td": _CELL,
    "th": _CELL | {"scope"},
    **{heading: {"id"} for heading in _HEADINGS},
}
_ALERTS = {f"callout-{n}" for n in ("note", "tip", "important", "warning", "caution")}
_CLASSES: dict[str, set[str]] = {
    "a": {"footnote-back"},
    "aside": {"callout", *_ALERTS},
    "li": {"task-list-item"},
    "p": {"callout-title"},
    "section": {"footnotes"},
    "span": {"task-open", "task-done", *highlighting.CLASSES},
    "sup": {"footnote-mark"},
}
_CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={"script", "style", "template", "iframe", "object", "svg", "math"},
    attributes=_ATTRIBUTES,
    allowed_classes=_CLASSES,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)


def sanitised(html: str) -> str:
    """html with nothing left that runs, styles, submits or loads."""
    return _CLEANER.clean(html)
