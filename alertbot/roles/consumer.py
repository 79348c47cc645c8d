"""A name for one consumer of a stream."""

import os
import socket
import uuid


def consumer_name() -> str:
    """Different for every process that ever was; the host and process help who reads it in Redis."""
    return f"{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex[:6]}"
