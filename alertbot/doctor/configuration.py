"""Can the configuration be read, and does it say something? Values in, findings out. No IO."""

from alertbot.doctor.finding import Fault, Finding, fault, fine, warning
from alertbot.doctor.people import ZONE
from alertbot.errors import UsageError
from alertbot.settings.environment import VARIABLES
from alertbot.settings.load import DEFAULT_PATH, Settings

UNREADABLE = fault(
    "configuration",
    "the configuration file cannot be read, or says something it cannot say (unknown key, wrong value)",
    "correct the line that is named",
)
ENVIRONMENT = fault(
    "environment",
    "a variable has a value it cannot have, or its _FILE cannot be read",
    "correct the variable that is named",
)
MISSING = warning(
    "configuration-missing", "there is no configuration file", "alertbot init writes one to start from"
)
FAULTS = (UNREADABLE, ENVIRONMENT, MISSING)


def configuration(settings: Settings) -> list[Finding]:
    """What was read."""
    file = settings.file
    if settings.path is None:
        return [MISSING.at("configuration", f"there is no {DEFAULT_PATH}, so nothing of it is watched")]
    counted = f"{len(file.sources)} sources, {len(file.subscribers)} subscribers"
    return [fine("configuration", f"{settings.path}: {counted}")]


def unreadable(error: UsageError) -> list[Finding]:
    """One finding a line of what `error` says is wrong with the file, or with the environment."""
    return [_fault(line).at(_about(line), line) for line in str(error).splitlines()]


def _about(line: str) -> str:
    first = line.split(" ")[0].removesuffix(":").removesuffix("_FILE")
    return "environment" if first in VARIABLES else "configuration"


def _fault(line: str) -> Fault:
    if _about(line) == "environment":
        return ENVIRONMENT
    return ZONE if "bot.timezone must" in line else UNREADABLE
