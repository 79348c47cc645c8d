"""A short race of matchers in processes of their own; `python -m benchmarks.racing` lets eight of them race."""

from benchmarks.racing import race


async def test_racing_matchers_alert_once_an_event_though_some_are_killed_and_some_hang() -> None:
    result = await race(4, events=24, kills=2, hangs=1)
    assert (result.double, result.lost, result.unnamed) == (0, 0, 0), result
    assert all([*result.killed, *result.hung])
