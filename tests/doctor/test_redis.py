"""What the server says of itself is judged with a mend."""

from datetime import timedelta

import pytest

from alertbot.doctor.redis import judge_server

GOOD = {
    "redis_version": "7.2.4",
    "valkey_version": "9.1.2",
    "role": "master",
    "maxmemory": 0,
    "used_memory": 1_000_000,
    "used_memory_human": "976.56K",
    "maxmemory_policy": "noeviction",
    "aof_enabled": 1,
    "aof_last_write_status": "ok",
}

PLANTED = [
    ({"redis_version": "6.0.16", "valkey_version": ""}, "fault", "too old"),
    ({"role": "slave"}, "fault", "name the primary"),
    ({"maxmemory_policy": "allkeys-lru"}, "fault", "set it to noeviction"),
    ({"maxmemory": 1_050_000}, "warning", "raise maxmemory"),
    ({"aof_enabled": 0}, "warning", "set appendonly yes"),
    ({"aof_last_write_status": "err"}, "fault", "free space on its disk"),
]


@pytest.mark.parametrize(("planted", "state", "mend"), PLANTED)
def test_a_planted_fault_is_found_with_its_mend(planted: dict[str, object], state: str, mend: str) -> None:
    (found,) = judge_server(GOOD | planted, skew=timedelta())
    assert found.state == state
    assert mend in found.said


def test_a_clock_that_is_off_is_found() -> None:
    (found,) = judge_server(GOOD, skew=timedelta(seconds=-90))
    assert "differs from ours by -90 s" in found.said


def test_a_good_server_is_fine() -> None:
    (found,) = judge_server(GOOD, skew=timedelta(seconds=0.2))
    assert (found.state, found.said) == ("fine", "valkey 9.1.2, 976.56K used")
