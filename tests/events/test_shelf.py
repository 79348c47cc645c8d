"""The layers in memory find a copy as those in Redis do."""

import pytest

from alertbot.events.clusters import Clusters
from alertbot.events.copies import ONE_SHARED, sketch
from alertbot.events.judge import Events
from alertbot.events.shelf import Shelf
from tests.events.test_copies import TEXT
from tests.made.values import story


@pytest.mark.parametrize("first", [0, 3, ONE_SHARED - 1, ONE_SHARED])
def test_a_text_whose_first_samples_are_all_unknown_is_no_copy(first: int) -> None:
    shelf = Shelf(Events(Clusters({}), Clusters({}, broad=True)))
    shelf.take(story(id="s1", outlet="one", title="Harbour of Oldport closed", text=TEXT))
    shingles = sketch("", TEXT, "another").shingles
    asked = [*(name + 1 for name in shingles[:first]), *shingles[first:]]
    assert [copy.shared for copy in shelf._copies(asked)] == [len(shingles) - first] * (first < ONE_SHARED)
