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
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Event, Thread
from typing import IO, Any
from uuid import uuid4

from metatarsal_load.batches.store import Store
from metatarsal_load.errors import MetatarsalError

LOCK = "_lock"
REFRESH_S = 60.0
STALE_S = 900.0


@dataclass(frozen=True)
class Held:
    """A lock that is held.

    Attributes
    ----------
    token : str
        This batch's own.
    before : str or None
        Process and machine of a batch that held the lock before and ended without letting go.
    """

    token: str
    before: str | None = None


@contextmanager
def locked(store: Store) -> Iterator[Held]:
    """Hold the lock of a place.

    Raises
    ------
    MetatarsalError
        If another batch holds it; names its machine and process. If nothing may be written there.
    """
    token = uuid4().hex
    hold = _folder if store.is_local() and os.name == "posix" else _objects
    with hold(store, token) as told:
        left = told is not None and told.get("token")
        yield Held(token, _who(told) if told and left else None)


def holds(store: Store, token: str) -> bool:
    """Tell whether a batch still holds the lock: a worker may outlive its killed driver."""
    told = store.read_json(LOCK)
    return told is not None and told.get("token") == token


@contextmanager
def _folder(store: Store, token: str) -> Iterator[dict[str, Any] | None]:
    """Lock a file of this machine; gives what the holder before left in it."""
    import fcntl

    try:
        store.fs.makedirs(store.path(""), exist_ok=True)
        stream = open(store.path(LOCK), "a+", encoding="utf-8")  # noqa: PTH123, SIM115
    except OSError as error:
        raise MetatarsalError(store.refusal(LOCK, error)) from error
    with stream:
        told = store.read_json(LOCK)
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise MetatarsalError(_refusal(store, told)) from error
        _tell(store, stream, token)
        try:
            yield told
        finally:
            _tell(store, stream, "")


def _tell(store: Store, stream: IO[str], token: str) -> None:
    """Write the holder into the locked file."""
    try:
        stream.truncate(0)
        stream.write(_holder(token).decode())
        stream.flush()
    except OSError as error:
        raise MetatarsalError(store.refusal(LOCK, error)) from error


@contextmanager
def _objects(store: Store, token: str) -> Iterator[dict[str, Any] | None]:
    """Lock by an object that is made only where there is none; gives a stale one's content."""
    told = store.read_json(LOCK)
    if told is not None and _is_stale(told):
        store.remove(LOCK)
    try:
        store.fs.pipe_file(store.path(LOCK), _holder(token), mode="create")
    except FileExistsError as error:
        raise MetatarsalError(_refusal(store, store.read_json(LOCK))) from error
    except OSError as error:
        raise MetatarsalError(store.refusal(LOCK, error)) from error
    try:
        with _refreshed(store, token):
            yield told
    finally:
        if holds(store, token):
            store.remove(LOCK)


@contextmanager
def _refreshed(store: Store, token: str) -> Iterator[None]:
    """Renew the holder's time every minute, however long a task takes."""
    over = Event()

    def refresh() -> None:
        while not over.wait(REFRESH_S):
            # Where the storage does not answer, the next minute tries again.
            with suppress(OSError):
                if holds(store, token):
                    store.fs.pipe_file(store.path(LOCK), _holder(token))

    thread = Thread(target=refresh, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


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


def _who(told: dict[str, Any]) -> str:
    """Name a holder."""
    return f"process {told.get('pid')} on {told.get('host')}"


def _refusal(store: Store, told: dict[str, Any] | None) -> str:
    """Say who holds the lock, and what to do."""
    who = "" if told is None else f" ({_who(told)})"
    return f"{store.shown}: another batch writes here{who}; wait for it, or choose another folder"
