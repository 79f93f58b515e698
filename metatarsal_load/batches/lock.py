"""One batch at a time into one place.

In a folder the kernel holds the lock and lets go of it when the process dies, however it dies. In
object storage it is an object with the holder's name and time: one that was not refreshed for a
quarter of an hour, or whose process on this machine is gone, is stale.
"""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any
from uuid import uuid4

from metatarsal_load.batches.store import Store
from metatarsal_load.errors import MetatarsalError

LOCK = "_lock"
REFRESH_S = 60.0
STALE_S = 900.0
Refresh = Callable[[], None]


@contextmanager
def locked(store: Store) -> Iterator[tuple[str, Refresh]]:
    """Hold the lock of a place; gives this batch's token, and what to call now and then.

    Raises
    ------
    MetatarsalError
        If another batch holds it; names its machine and process.
    """
    token = uuid4().hex
    hold = _folder if store.is_local() and os.name == "posix" else _objects
    with hold(store, token) as refresh:
        yield token, refresh


def holds(store: Store, token: str) -> bool:
    """Tell whether a batch still holds the lock: a worker may outlive its killed driver."""
    told = store.read_json(LOCK)
    return told is not None and told.get("token") == token


@contextmanager
def _folder(store: Store, token: str) -> Iterator[Refresh]:
    """Lock a file of this machine."""
    import fcntl

    store.fs.makedirs(store.path(""), exist_ok=True)
    with open(store.path(LOCK), "a+", encoding="utf-8") as stream:  # noqa: PTH123 - fsspec's path
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise MetatarsalError(_refusal(store, store.read_json(LOCK))) from error
        _tell(stream, token)
        try:
            yield lambda: None
        finally:
            stream.truncate(0)


def _tell(stream: IO[str], token: str) -> None:
    """Write the holder into the locked file."""
    stream.truncate(0)
    stream.write(_holder(token).decode())
    stream.flush()


@contextmanager
def _objects(store: Store, token: str) -> Iterator[Refresh]:
    """Lock by an object that is made only where there is none."""
    told = store.read_json(LOCK)
    if told is not None and _is_stale(told):
        store.remove(LOCK)
    try:
        store.fs.pipe_file(store.path(LOCK), _holder(token), mode="create")
    except FileExistsError as error:
        raise MetatarsalError(_refusal(store, store.read_json(LOCK))) from error
    last = [time.monotonic()]

    def refresh() -> None:
        if time.monotonic() - last[0] > REFRESH_S:
            store.fs.pipe_file(store.path(LOCK), _holder(token))
            last[0] = time.monotonic()

    try:
        yield refresh
    finally:
        if holds(store, token):
            store.remove(LOCK)


def _holder(token: str) -> bytes:
    """Say who holds the lock."""
    told = {"token": token, "host": socket.gethostname(), "pid": os.getpid(), "time": time.time()}
    return (json.dumps(told) + "\n").encode()


def _is_stale(told: dict[str, Any]) -> bool:
    """Tell whether the holder is gone."""
    if time.time() - float(told.get("time", 0)) > STALE_S:
        return True
    if told.get("host") != socket.gethostname() or os.name != "posix":
        return False
    with suppress(PermissionError):
        try:
            os.kill(int(told["pid"]), 0)
        except ProcessLookupError:
            return True
    return False


def _refusal(store: Store, told: dict[str, Any] | None) -> str:
    """Say who holds the lock, and what to do."""
    who = "" if told is None else f" (process {told.get('pid')} on {told.get('host')})"
    return f"{store.shown}: another batch writes here{who}; wait for it, or choose another folder"
