"""Reads the configuration file, or says what is wrong with it: the key, the line and the mend. Edge."""

import difflib
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from alertbot.errors import UsageError
from alertbot.settings.environment import Secrets, read_secrets
from alertbot.settings.file import TABLES, Checks, File
from alertbot.settings.lines import line_of

DEFAULT_PATH = Path("config/alertbot.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All that configures alertbot. `path` is the file that was read, None when there was none."""

    file: File
    secrets: Secrets
    path: Path | None


def load(environ: Mapping[str, str], *, check_watch: Callable[[str], object]) -> Settings:
    """Reads the file that ALERTBOT_CONFIG names, else the one at the default place, else none.

    Raises UsageError with every fault found in the file, or in the environment.
    """
    secrets = read_secrets(environ)
    named = environ.get("ALERTBOT_CONFIG", "")
    path = Path(named) if named else DEFAULT_PATH
    if not named and not path.exists():
        return Settings(file=File(), secrets=secrets, path=None)
    return Settings(file=load_file(path, check_watch=check_watch), secrets=secrets, path=path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in the file a value stands: `[table]`, or number `index` of `[[table]]`, and its key."""

    table: str
    index: int | None
    key: str | None

    def __str__(self) -> str:
        return ".".join(part for part in (self.table, self.key) if part)


def load_file(path: Path, *, check_watch: Callable[[str], object]) -> File:
    """The checked content of the configuration file at `path`.

    Raises UsageError with every fault, one a line, each with the key, the line and the mend.
    """
    text = _read(path)
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: this is not TOML: {error}") from error
    try:
        return File.model_validate(content, context=Checks(check_watch=check_watch))
    except ValidationError as error:
        faults = dict.fromkeys(_fault(text, each) for each in error.errors(include_url=False))
        lines = (f"{path}, line {line}: {sentence}" for line, sentence in sorted(faults))
        raise UsageError("\n".join(lines)) from error


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise UsageError(f"there is no configuration file at {path}; alertbot init writes one") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8 text; save it as UTF-8") from error
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}; let this user read it") from error


def _fault(text: str, error: ErrorDetails) -> tuple[int, str]:
    place = _place(error["loc"])
    line = line_of(text, place.table, place.index, place.key)
    if error["type"] == "said":
        return line, f"{place}{error['msg']}"
    if error["type"] == "extra_forbidden":
        return line, f"{place} is not a known key; {_suggestion(place)}"
    if error["type"] == "missing":
        return line, f"{place} is missing; add {place.key} = …, {_description(place)}"
    return line, f"{place} must be {_description(place)}"


def _place(loc: tuple[int | str, ...]) -> Place:
    """Deeper parts, like the third of a list of watches, belong to their key."""
    names = [part for part in loc if isinstance(part, str)]
    index = loc[1] if len(loc) > 1 and isinstance(loc[1], int) else None
    if loc[0] not in TABLES:
        return Place(table="", index=None, key=str(loc[0]))
    return Place(table=names[0], index=index, key=names[1] if len(names) > 1 else None)


def _fields(table: str) -> dict[str, Any]:
    return dict(TABLES[table].model_fields if table else File.model_fields)


def _description(place: Place) -> str:
    field = _fields(place.table).get(place.key or "") or File.model_fields[place.table]
    return str(field.description)


def _suggestion(place: Place) -> str:
    known = list(_fields(place.table))
    near = difflib.get_close_matches(place.key or "", known, n=1)
    if near:
        return f"did you mean {near[0]}?"
    return f"known here: {', '.join(known)}"
