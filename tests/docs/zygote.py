"""`alertbot` without its start: a process that has imported everything and forks for each command.

A page's commands would take a second each to start. Here they start at once, in the caller's folder and
environment, on the caller's standard streams, and all else is as it would be.

    python tests/docs/zygote.py SOCKET           serves
    python -S -E tests/docs/zygote.py SOCKET ARGUMENT…   runs `alertbot ARGUMENT…` there
"""

import json
import os
import signal
import socket
import sys

STREAMS = (0, 1, 2)


def call(path: str, arguments: list[str]) -> int:
    """Has the server at `path` run a command; its exit status. `run` is interrupted as soon as it runs."""
    reading, writing = os.pipe() if arguments[:1] == ["run"] else (-1, 2)
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(path)
        said = json.dumps({"arguments": arguments, "folder": os.getcwd(), "environ": dict(os.environ)})
        socket.send_fds(connection, [said.encode()], [0, 1, writing])
        answers = connection.makefile()
        process = int(answers.readline())
        if reading >= 0:
            os.close(writing)
            _watch(reading, process)
        return int(answers.readline())


def _watch(stream: int, process: int) -> None:
    """Passes on what `process` logs, and interrupts it, as Ctrl-C does, when it says that it runs."""
    with open(stream, "rb") as lines:
        for line in lines:
            os.write(2, line)
            if b" running " in line:
                os.kill(process, signal.SIGINT)


def serve(path: str) -> None:
    """Runs commands, one after the other, until it is ended."""
    from importlib import import_module

    from alertbot.cli.main import COMMANDS, main

    for where, _ in COMMANDS.values():
        import_module(where.split(":")[0])
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        listening.listen()
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while True:
            connection, _ = listening.accept()
            with connection:
                _run(connection, main)


def _run(connection: socket.socket, main) -> None:
    """Answers the process id at once, and the exit status at its end."""
    said, streams, _, _ = socket.recv_fds(connection, 1 << 20, len(STREAMS))
    child = os.fork()
    if not child:
        os._exit(_command(json.loads(said), streams, main))
    for each in streams:
        os.close(each)
    connection.sendall(f"{child}\n".encode())
    connection.sendall(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n".encode())


def _command(asked, streams: list[int], main) -> int:
    for ours, theirs in zip(STREAMS, streams, strict=True):
        os.dup2(theirs, ours)
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environ"])
    sys.argv = ["alertbot", *asked["arguments"]]
    try:
        main()
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    sys.stdout.flush()
    sys.stderr.flush()
    return status


if __name__ == "__main__":
    if len(sys.argv) == 2:
        serve(sys.argv[1])
    else:
        sys.exit(call(sys.argv[1], sys.argv[2:]))
