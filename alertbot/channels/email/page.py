"""A template and what it shows in, a document with inlined styles out. Reads its templates once."""

from collections.abc import Iterable, Iterator
from importlib.resources import files

import css_inline
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from alertbot.alerts.alert import Span

_HERE = files(__package__).joinpath("templates")
_TEMPLATES = Environment(
    loader=PackageLoader(__package__), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)
_TEMPLATES.globals["media"] = Markup(_HERE.joinpath("media.css").read_text(encoding="utf-8"))  # noqa: S704
_INLINER = css_inline.CSSInliner(
    extra_css=_HERE.joinpath("style.css").read_text(encoding="utf-8"),
    keep_style_tags=True,
    load_remote_stylesheets=False,
)


def document(template: str, **shown: object) -> str:
    """The document of `templates/<template>`. Every value is escaped there.

    Styles stand at each element, as the mail clients that drop <style> need; what cannot be inlined,
    dark mode and narrow screens, stays in <style> for those that keep it.
    """
    return _INLINER.inline(_TEMPLATES.get_template(template).render(**shown))


def pieces(text: str, marks: Iterable[Span]) -> Iterator[tuple[str, bool]]:
    """`text` in order, each piece with whether it is marked."""
    at = 0
    for mark in marks:
        if mark.start > at:
            yield text[at : mark.start], False
        yield text[mark.start : mark.end], True
        at = mark.end
    if at < len(text):
        yield text[at:], False


def starred(text: str, marks: Iterable[Span]) -> str:
    """Plain text as people write it: the words that matched between asterisks."""
    return "".join(f"*{piece}*" if hit else piece for piece, hit in pieces(text, marks))
