"""What a watch is held against: one story as its reader sees it. No IO."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from alertbot.stories.story import Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A story's own words and where it comes from.

    `source` is the publisher's name, `host` the host of the story's address without a port, `lang` a
    BCP 47 tag or empty when it is not known. Title and text never join.
    """

    title: str
    text: str = ""
    source: str = ""
    host: str = ""
    lang: str = ""


def document(story: Story) -> Document:
    """What a watch sees of `story`."""
    return Document(
        title=story.title,
        text=story.text,
        source=story.outlet,
        host=host_of(story.url),
        lang=story.lang,
    )


def host_of(url: str) -> str:
    """The host of an address in lower case; empty when there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # such as http://[half
        return ""
