"""Every Redis key alertbot uses, named once: type, owner, life.

| key                      | type   | owner     | life                                              |
|--------------------------|--------|-----------|---------------------------------------------------|
| form                     | string | any       | the form of all that is kept, see migrations; for ever |
| sources                  | hash   | scheduler | source id → Source; until removed                  |
| sources:due              | zset   | scheduler | source id → epoch seconds of its next poll         |
| sources:leases           | hash   | scheduler | source id → token of the poll under way            |
| sources:states           | hash   | scheduler | source id → SourceState; with its source           |
| source:ID:seen           | hash   | scheduler | identity key → day last listed, below zero if at first sight |
| sources:bell            | list   | anyone → scheduler | wakes a scheduler; seconds                |
| sources:notices          | stream | scheduler | a source broke, is back or gone; until told, 20,000 |
| sources:told             | string | scheduler | notices were told, more are gathered; an hour       |
| source:ID:told           | set    | scheduler | told that it is broken; until it is back  |
| websub                   | hash   | scheduler, web | source id → Subscription; with its source      |
| websub:pushes:ID         | list   | web → scheduler | pushed documents; an hour, the last 8          |
| websub:ping:ID           | string | web       | a ping made us poll; a minute                      |
| stories                  | stream | scheduler → matcher | stories not matched yet; deleted when done |
| events:count             | string | matcher   | the number of the last decision; for ever          |
| events:log               | stream | matcher   | NUMBER-1 → decision; the last 100,000              |
| events:frequencies       | hash   | matcher   | compressed document frequencies, their number; RETENTION |
| known:SLICE:N            | hash   | matcher   | token → number of its story; RETENTION, a million stories |
| articles:N               | hash   | matcher   | number → what copies are held against; RETENTION, as many |
| subscribers              | hash   | matcher   | name → Subscriber; until removed                   |
| subscribers:changes      | stream | whoever changes one | names of changed subscribers; the last 10,000 |
| recent:words:DAY         | string | matcher   | a line a story: id, event, seen, words; retention  |
| recent:stories:DAY       | hash   | matcher   | story id → compressed story; retention, bounded    |
| delivery:ID              | hash   | matcher, then notifier | until sent, then RETENTION; dead ones stay |
| lane:CHANNEL:TO          | zset   | matcher, notifier | delivery id, `~id` for an edit → epoch s it is ready |
| lanes:CHANNEL            | stream | matcher → notifier | lanes to serve now; deleted when left        |
| lanes:queued             | hash   | notifier  | lane → its entry in the stream; until it is left    |
| lanes:later              | zset   | notifier  | lane → epoch seconds it wakes                       |
| counts                   | hash   | every role | what was counted → sum; for ever, some hundred fields |
| deliveries:dead          | zset   | notifier  | id → epoch seconds of its end; until decided on     |
| told:EVENT               | set    | matcher   | `id lane` of an event's deliveries; RETENTION       |
| trail:STORY              | hash   | matcher   | subscriber (empty: all) → Trace; RETENTION          |
| pause:CHANNEL[:TO]       | string | notifier  | why nothing is sent there; until the provider's wish ends |
| gone:CHANNEL:TO          | string | notifier  | why the address cannot be reached; a day            |
| bucket:NAME              | string | notifier  | ms at which a limit is free again; until then       |
| digests:due              | zset   | scheduler | subscriber → epoch seconds of their next summary    |
| digests:leases           | hash   | scheduler | subscriber → token of the summary being made        |
| digests:last             | hash   | scheduler | subscriber → epoch seconds the last one was due     |
| digest:NAME:noted        | hash   | matcher → scheduler | what is told once → Noted; told, or RETENTION |
| digest:NAME:marks        | zset   | matcher, scheduler | mentions, held back, told → epoch s; RETENTION |
| leader:WHAT              | string | one process of many | token of who leads WHAT; seconds          |
| contested:WHAT           | string | who leads WHAT | somebody else does WHAT as well; five minutes |
| rate:WHO                 | string | counter   | costly wishes of WHO in this minute; a minute       |
| shared:WORD              | string | counter   | a shared watchlist; 90 days                         |
| request:SIGNATURE        | string | web       | a signed request that was here; 11 minutes          |
| asked:PLACE:MESSAGE      | string | counter   | the watch a question was about; at most 7 days      |
| readers:key              | string | any       | signs links sent by mail, then older ones, with commas; kept |
| status:key               | string | web, counter | signs links to the status page; never exported, kept |
"""

from datetime import timedelta

from alertbot.alerts.alert import Address

PREFIX = "alertbot:"
RETENTION = timedelta(days=14)
"""How long what was told is remembered, so that it is not told again."""

FORM = PREFIX + "form"
SOURCES = PREFIX + "sources"
SOURCES_DUE = PREFIX + "sources:due"
SOURCES_LEASES = PREFIX + "sources:leases"
SOURCES_STATES = PREFIX + "sources:states"
SOURCES_BELL = PREFIX + "sources:bell"
SOURCES_NOTICES = PREFIX + "sources:notices"
SOURCES_TOLD = PREFIX + "sources:told"
WEBSUB = PREFIX + "websub"
STORIES = PREFIX + "stories"
SUBSCRIBERS = PREFIX + "subscribers"
SUBSCRIBERS_CHANGES = PREFIX + "subscribers:changes"
LANES_QUEUED = PREFIX + "lanes:queued"
LANES_LATER = PREFIX + "lanes:later"
COUNTS = PREFIX + "counts"
EVENTS_COUNT = PREFIX + "events:count"
EVENTS_LOG = PREFIX + "events:log"
EVENTS_WORDS = PREFIX + "events:frequencies"
KNOWN = PREFIX + "known:"
ARTICLES = PREFIX + "articles:"
DELIVERIES_DEAD = PREFIX + "deliveries:dead"
DIGESTS_DUE = PREFIX + "digests:due"
DIGESTS_LEASES = PREFIX + "digests:leases"
DIGESTS_LAST = PREFIX + "digests:last"
READERS_KEY = PREFIX + "readers:key"
STATUS_KEY = PREFIX + "status:key"


DURABLE = (SOURCES, SUBSCRIBERS, STORIES, EVENTS_COUNT, DELIVERIES_DEAD)
"""One of these is there as soon as a server is used."""


def source_seen(source: str) -> str:
    return f"{PREFIX}source:{source}:seen"


def source_told(source: str) -> str:
    return f"{PREFIX}source:{source}:told"


def websub_pushes(source: str) -> str:
    return f"{PREFIX}websub:pushes:{source}"


def websub_ping(source: str) -> str:
    return f"{PREFIX}websub:ping:{source}"


def known(first: int, bucket: int) -> str:
    return f"{KNOWN}{first}:{bucket}"


def articles(bucket: int) -> str:
    return f"{ARTICLES}{bucket}"


def delivery(delivery_id: str) -> str:
    return f"{PREFIX}delivery:{delivery_id}"


def lane(address: Address) -> str:
    """What a lane is called; its key begins like all others."""
    return f"{address.channel}:{address.to}"


def lanes(channel: str) -> str:
    return f"{PREFIX}lanes:{channel}"


def pause(lane: str) -> str:
    """Of a lane, or of a whole channel."""
    return f"{PREFIX}pause:{lane}"


def trail(story: str) -> str:
    return f"{PREFIX}trail:{story}"


def digest_noted(subscriber: str) -> str:
    return f"{PREFIX}digest:{subscriber}:noted"


def digest_marks(subscriber: str) -> str:
    return f"{PREFIX}digest:{subscriber}:marks"


def recent_words(day: str) -> str:
    return f"{PREFIX}recent:words:{day}"


def recent_stories(day: str) -> str:
    return f"{PREFIX}recent:stories:{day}"


def leader(what: str) -> str:
    return f"{PREFIX}leader:{what}"


def contested(what: str) -> str:
    return f"{PREFIX}contested:{what}"


def gone(address: Address) -> str:
    return f"{PREFIX}gone:{lane(address)}"


def rate(who: str) -> str:
    return f"{PREFIX}rate:{who}"


def shared(word: str) -> str:
    return f"{PREFIX}shared:{word}"


def asked(place: str, message: str) -> str:
    return f"{PREFIX}asked:{place}:{message}"


def request(signature: str) -> str:
    return f"{PREFIX}request:{signature}"
