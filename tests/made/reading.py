"""Documents that are read as a test says. Imports little, for the processes that read them import it."""

import os


def read(_: bytes, enough: int, ours: int) -> int:
    """One that is done only in a process that insists so much less on its turn than ours; answers by how much."""
    while (less := os.getpriority(os.PRIO_PROCESS, 0) - ours) < enough:
        pass
    return less


def give_in(_: bytes) -> None:
    """One that ends its process."""
    os._exit(3)
