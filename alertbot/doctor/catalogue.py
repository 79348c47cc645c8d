"""Every fault that `alertbot check` can find, in the order of docs/check.md. No IO."""

from alertbot.doctor import (
    apprise,
    certificate,
    clock,
    configuration,
    look,
    machine,
    mail,
    memory,
    others,
    people,
    redis,
    sender,
    slack,
    sources,
    telegram,
    web,
    work,
)
from alertbot.doctor.finding import Fault

ROOMS = (
    *(configuration, machine, clock, redis, memory, work, slack, telegram, mail, sender, apprise, others),
    *(web, certificate, people, sources, look),
)

CATALOGUE: tuple[Fault, ...] = tuple(fault for room in ROOMS for fault in room.FAULTS)
