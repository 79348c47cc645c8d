"""Sites with a rule for where their feeds are."""

import pytest

from alertbot.sources.sites import known_feeds


@pytest.mark.parametrize(
    ("page", "known"),
    [
        (
            "https://www.youtube.com/channel/UC123/videos",
            "https://www.youtube.com/feeds/videos.xml?channel_id=UC123",
        ),
        ("https://www.youtube.com/playlist?list=PL1", "https://www.youtube.com/feeds/videos.xml?playlist_id=PL1"),
        ("https://www.reddit.com/r/worldnews/top/?t=day", "https://www.reddit.com/r/worldnews/top/.rss?t=day"),
        ("https://github.com/valkey-io/valkey/releases", "https://github.com/valkey-io/valkey/releases.atom"),
        ("https://github.com/valkey-io/valkey", "https://github.com/valkey-io/valkey/releases.atom"),
        ("https://github.com/valkey-io/valkey/tags", "https://github.com/valkey-io/valkey/tags.atom"),
        (
            "https://news.google.com/search?q=mistral&hl=fr&gl=FR&ceid=FR:fr",
            "https://news.google.com/rss/search?q=mistral&hl=fr&gl=FR&ceid=FR:fr",
        ),
        ("https://news.google.com/home?hl=en-US", "https://news.google.com/rss?hl=en-US"),
        ("https://medium.com/@someone", "https://medium.com/feed/@someone"),
        ("https://medium.com/tag/ai/latest", "https://medium.com/feed/tag/ai"),
        ("https://medium.com/news/tagged/ai", "https://medium.com/feed/news/tagged/ai"),
        ("https://www.youtube.com/user/name", "https://www.youtube.com/feeds/videos.xml?user=name"),
        ("https://www.youtube.com/watch?v=1&list=PL1", "https://www.youtube.com/feeds/videos.xml?playlist_id=PL1"),
        ("https://www.reddit.com/", "https://www.reddit.com/.rss"),
        ("https://new.reddit.com/r/a+b/", "https://www.reddit.com/r/a+b/.rss"),
        ("https://www.reddit.com/user/a/m/news", "https://www.reddit.com/user/a/m/news/.rss"),
        ("https://www.reddit.com/search/?q=mistral", "https://www.reddit.com/search.rss?q=mistral"),
        ("https://github.com/valkey-io/valkey.git", "https://github.com/valkey-io/valkey/releases.atom"),
        ("https://github.com/valkey-io/valkey/commits/", "https://github.com/valkey-io/valkey/commits.atom"),
        (
            "https://github.com/valkey-io/valkey/commits/8.0/src",
            "https://github.com/valkey-io/valkey/commits/8.0/src.atom",
        ),
        ("https://www.tumblr.com/staff", "https://staff.tumblr.com/rss"),
        ("https://www.tumblr.com/blog/view/staff", "https://staff.tumblr.com/rss"),
        ("https://bsky.app/profile/someone.example.com", "https://bsky.app/profile/someone.example.com/rss"),
        ("https://www.reddit.com/top/?t=day", "https://www.reddit.com/top/.rss?t=day"),
        ("https://old.reddit.com/r/worldnews", "https://www.reddit.com/r/worldnews/.rss"),
        ("https://www.reddit.com/user/someone/", "https://www.reddit.com/user/someone/.rss"),
        ("https://github.com/someone", "https://github.com/someone.atom"),
        (
            "https://github.com/valkey-io/valkey/tree/8.0/src",
            "https://github.com/valkey-io/valkey/commits/8.0/src.atom",
        ),
        (
            "https://github.com/valkey-io/valkey/blob/8.0/a.c",
            "https://github.com/valkey-io/valkey/commits/8.0/a.c.atom",
        ),
        ("https://gitlab.com/a/b/c/-/releases", "https://gitlab.com/a/b/c/-/releases.atom"),
        ("https://gitlab.com/a/b/-/tags", "https://gitlab.com/a/b/-/tags?format=atom"),
        ("https://gitlab.com/a/b/-/commits/main", "https://gitlab.com/a/b/-/commits/main?format=atom"),
        ("https://codeberg.org/a/b", "https://codeberg.org/a/b/releases.rss"),
        ("https://codeberg.org/a/b/tags", "https://codeberg.org/a/b/tags.rss"),
        ("https://codeberg.org/a/b/commits/branch/main", "https://codeberg.org/a/b/rss/branch/main"),
        (
            "https://news.google.com/topics/CAAq/sections/CAQi?hl=de&gl=DE&ceid=DE:de",
            "https://news.google.com/rss/topics/CAAq/sections/CAQi?hl=de&gl=DE&ceid=DE:de",
        ),
        ("https://news.google.com/topstories?hl=en-GB", "https://news.google.com/rss?hl=en-GB"),
        ("https://trends.google.com/trending?geo=FR", "https://trends.google.com/trending/rss?geo=FR"),
        ("https://www.bing.com/news/search?q=mistral", "https://www.bing.com/news/search?q=mistral&format=rss"),
        (
            "https://www.sec.gov/cgi-bin/browse-edgar?action=getcompany&CIK=1",
            "https://www.sec.gov/cgi-bin/browse-edgar?action=getcompany&CIK=1&output=atom",
        ),
        ("https://someone.medium.com/a-story-1", "https://someone.medium.com/feed"),
        ("https://paper.substack.com/p/a-story", "https://paper.substack.com/feed"),
        ("https://open.substack.com/pub/paper/p/a-story", "https://paper.substack.com/feed"),
        ("https://news.ycombinator.com", "https://news.ycombinator.com/rss"),
        ("https://lobste.rs/", "https://lobste.rs/rss"),
        ("https://lobste.rs/t/ai", "https://lobste.rs/t/ai.rss"),
        ("https://arxiv.org/list/cs.AI/recent", "https://rss.arxiv.org/rss/cs.AI"),
        ("https://stackoverflow.com/questions", "https://stackoverflow.com/feeds"),
        (
            "https://ai.stackexchange.com/questions/tagged/llm?tab=Newest",
            "https://ai.stackexchange.com/feeds/tag?tagnames=llm&sort=newest",
        ),
        ("https://ru.stackoverflow.com/questions/12/a", "https://ru.stackoverflow.com/feeds/question/12"),
        ("https://dev.to/t/ai", "https://dev.to/feed/tag/ai"),
        ("https://dev.to/someone/a-story", "https://dev.to/feed/someone"),
        (
            "https://music.youtube.com/playlist?list=PL1",
            "https://www.youtube.com/feeds/videos.xml?playlist_id=PL1",
        ),
    ],
)
def test_some_sites_have_a_rule(page: str, known: str) -> None:
    assert known_feeds(page) == (known,)
    assert known_feeds(known) == ()


def test_a_gitlab_project_without_releases_may_have_tags() -> None:
    project = "https://gitlab.com/a/b"
    assert known_feeds(project) == (f"{project}/-/releases.atom", f"{project}/-/tags?format=atom")


@pytest.mark.parametrize(
    "page",
    [
        "https://www.youtube.com/@name",
        "https://github.com/trending",
        "https://github.com/",
        "https://gitlab.com/explore",
        "https://gitlab.com/a/b/-/issues",
        "https://codeberg.org/a",
        "https://www.bing.com/search?q=mistral",
        "https://trends.google.com/trending?geo=%00",
        "https://news.ycombinator.com/item?id=1",
        "https://arxiv.org/abs/2601.00001",
        "https://arxiv.org/list/%2e%2e/x",
        "https://stackoverflow.com/tags",
        "https://notsubstack.com/p/a",
        "https://www.reddit.com/settings",
        "https://[",
    ],
)
def test_a_page_without_a_rule_is_for_discovery(page: str) -> None:
    assert known_feeds(page) == ()
