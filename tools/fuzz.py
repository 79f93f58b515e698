"""Read mutated files until one does not end in a result or an error of ours, in 2 s and 1 GiB.

Usage: python tools/fuzz.py [--count N] [--seed S] [--format F] [--jobs J] [--folder DIR]
       python tools/fuzz.py --seed S --format F --number N     (one input again, with its traceback)

Input n of a format and seed is the same bytes every time (as long as the files it starts from
are the same). What was found and how far the run came stand in DIR; the same command goes on there.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import resource
import signal
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

# Arrow's own allocator takes a gigabyte of addresses at its first word.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")

import fuzz_read
from fuzz_mutate import TOKENS, mutate
from fuzz_seeds import FORMATS, seeds

SECONDS, BYTES = 2.0, 2**30
BLOCK = 1000
STUCK_S = 120.0
# Out of a hundred inputs.
SHARES = {"fit": 30, "gpx": 15, "tcx": 10, "csv": 15, "json": 20, "zip": 10}


class TooLongError(BaseException):
    """An input took more processor time than it may."""


def make(kind: str, seed: int, number: int, starts: list[bytes]) -> bytes:
    """Input `number` of a seed."""
    rng = random.Random(f"{seed}:{kind}:{number}")
    data, other = rng.choice(starts), rng.choice(starts)
    return mutate(rng, data, other, TOKENS[kind])


def blocks(count: int, kinds: list[str]) -> Iterator[tuple[str, int, int]]:
    """Formats and numbers [from, to), the formats in turn by their shares."""
    total = sum(SHARES[kind] for kind in kinds)
    done = dict.fromkeys(kinds, 0)
    wanted = {kind: -(-count * SHARES[kind] // total) for kind in kinds}
    while any(done[kind] < wanted[kind] for kind in kinds):
        kind = min(kinds, key=lambda each: done[each] / max(wanted[each], 1))
        to = min(wanted[kind], done[kind] + BLOCK)
        yield kind, done[kind], to
        done[kind] = to


def limit() -> None:
    """Bound the memory this process may write to (address space alone costs nothing)."""
    resource.setrlimit(resource.RLIMIT_DATA, (BYTES, BYTES))


def _too_long(*_: object) -> None:
    raise TooLongError


def attempt(kind: str, data: bytes, place: Path) -> str:
    """What reading came to: ``result``, ``error``, or what went wrong."""
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        return fuzz_read.read(kind, data, place)
    except TooLongError:
        return f"more than {SECONDS} s"
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:300]
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def work(
    kind: str, seed: int, span: range, at: Synchronized[int], tell: Callable[[object], None]
) -> None:
    """Run a block in a process of its own."""
    limit()
    starts = seeds(kind)
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as tmp:
        for number in span:
            at.value = number
            data = make(kind, seed, number, starts)
            began = time.process_time()
            ended = attempt(kind, data, Path(tmp))
            took = time.process_time() - began
            counts[ended if ended in ("result", "error") else "find"] += 1
            if ended not in ("result", "error"):
                tell((number, ended, data))
            counts["longest_ms"] = max(counts["longest_ms"], round(1000 * took))
    counts["peak_kb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    tell(dict(counts))


def run_block(kind: str, seed: int, first: int, to: int, folder: Path) -> Counter[str]:
    """Run a block to its end, over the inputs that kill their process."""
    fork = multiprocessing.get_context("fork")
    totals: Counter[str] = Counter()
    while first < to:
        at = fork.Value("q", first)
        hear, say = fork.Pipe(duplex=False)
        worker = fork.Process(target=work, args=(kind, seed, range(first, to), at, say.send))
        worker.start()
        say.close()
        told = _listen(hear, kind, seed, folder)
        worker.join(1)
        if told is not None:
            return totals + Counter(told)
        worker.kill()
        worker.join()
        data = make(kind, seed, at.value, seeds(kind))
        note(folder, kind, seed, at.value, f"killed its process ({worker.exitcode})", data)
        totals.update(find=1, result=0)
        first = at.value + 1
    return totals


def _listen(hear: object, kind: str, seed: int, folder: Path) -> dict[str, int] | None:
    """Write down finds as they are told; the block's counts, or None if the process fell silent."""
    try:
        while hear.poll(STUCK_S * 10):  # type: ignore[attr-defined]
            told = hear.recv()  # type: ignore[attr-defined]
            if isinstance(told, dict):
                return told
            note(folder, kind, seed, *told)
    except EOFError:
        pass
    return None


def note(folder: Path, kind: str, seed: int, number: int, what: str, data: bytes) -> None:
    """Write a find down: what it was, how to make it again, and its bytes."""
    name = f"{kind}-{seed}-{number}"
    (folder / f"{name}.bin").write_bytes(data)
    with (folder / "finds.jsonl").open("a") as out:
        out.write(json.dumps({"format": kind, "seed": seed, "number": number, "what": what}) + "\n")
    print(f"find: {name}: {what}", flush=True)


def main(arguments: list[str] | None = None) -> int:
    """Run, or run one input again."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--format", choices=FORMATS, action="append")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=Path(".fuzz"))
    parser.add_argument("--number", type=int)
    asked = parser.parse_args(arguments)
    kinds = asked.format or list(FORMATS)
    if asked.number is not None:
        return again(kinds[0], asked.seed, asked.number)
    asked.folder.mkdir(parents=True, exist_ok=True)
    return run(asked.count, asked.seed, kinds, asked.jobs, asked.folder)


def warm_up(kinds: list[str]) -> None:
    """Read each format once, so that the processes to come share what it imports."""
    with tempfile.TemporaryDirectory() as folder:
        for kind in kinds:
            for data in seeds(kind):
                attempt(kind, data, Path(folder))


def again(kind: str, seed: int, number: int) -> int:
    """One input, with the traceback of what it raises."""
    data = make(kind, seed, number, seeds(kind))
    print(len(data), "bytes:", data[:200])
    with tempfile.TemporaryDirectory() as folder:
        print(fuzz_read.read(kind, data, Path(folder)))
    return 0


def run(count: int, seed: int, kinds: list[str], jobs: int, folder: Path) -> int:
    """All blocks that were not done before; gives 1 if there are finds."""
    from concurrent.futures import ThreadPoolExecutor

    signal.signal(signal.SIGPROF, _too_long)
    warnings.simplefilter("error")
    state = folder / f"done-{seed}.json"
    done: dict[str, dict[str, int]] = json.loads(state.read_text()) if state.exists() else {}
    left = [block for block in blocks(count, kinds) if _name(block) not in done]
    warm_up(kinds)
    with ThreadPoolExecutor(jobs) as pool:
        ends = pool.map(
            lambda block: (_name(block), run_block(block[0], seed, *block[1:], folder)), left
        )
        for name, counts in ends:
            done[name] = dict(counts)
            draft = state.with_suffix(".draft")
            draft.write_text(json.dumps(done))
            draft.replace(state)
    total: Counter[str] = Counter()
    for counts in done.values():
        total += Counter(
            {name: n for name, n in counts.items() if name in ("result", "error", "find")}
        )
    for name in ("longest_ms", "peak_kb"):
        total[name] = max((counts.get(name, 0) for counts in done.values()), default=0)
    print(f"seed {seed}:", ", ".join(f"{name} {n}" for name, n in sorted(total.items())))
    return int(total["find"] > 0)


def _name(block: tuple[str, int, int]) -> str:
    return f"{block[0]} {block[1]}-{block[2]}"


if __name__ == "__main__":
    sys.exit(main())
