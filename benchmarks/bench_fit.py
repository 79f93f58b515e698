"""FIT to samples against the other Python readers: ``pytest benchmarks --benchmark-only``.

``python -m benchmarks.table`` makes one table of all readers with their ratios.
"""

from __future__ import annotations

import importlib
import struct
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from metatarsal_load.readers.fit import read_fit

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "readers"))
import fit_files as fit

FIELDS = (
    (253, "uint32"), (0, "sint32"), (1, "sint32"), (5, "uint32"), (78, "uint32"), (73, "uint32"),
    (7, "uint16"), (39, "uint16"), (41, "uint16"), (85, "uint16"), (3, "uint8"), (4, "uint8"),
    (53, "uint8"), (13, "sint8"),
)  # fmt: skip
READERS = ("metatarsal_load", "fitfast", "garmin_fit_sdk", "fitdecode", "fitparse")
FAST = READERS[:2]
SENSOR = ((253, "uint32"), (0, "uint16"))


def row(k: int) -> tuple[int, ...]:
    """One second of a run with all channels."""
    return (
        fit.T0 + k, 568_000_000 + 30 * k, 98_000_000 + 20 * k, 300 * k, 2600 + k % 200,
        3000 + k % 50, 250 + k % 40, 80 + k % 9, 2300 + k % 90, 10_900 + k % 99, 140 + k % 30,
        84 + k % 4, 64 * (k % 2), 18,
    )  # fmt: skip


def plain(count: int) -> bytes:
    """One record a second, nothing between."""
    body = fit.file_id() + fit.records([row(k) for k in range(count)], FIELDS)
    return fit.fit_file(body + fit.session(fit.T0, count - 1, 3 * count))


def interleaved(count: int) -> bytes:
    """A record with a developer field and two other messages every second."""
    developer = ((0, 2, 0), (1, 4, 0))
    out = [
        fit.file_id(),
        fit.developer_id(),
        fit.description("Power", units="Watts", native=7),
        fit.description("Leg Spring Stiffness", number=1, base="float32", units="kN/m"),
        fit.define(4, 20, FIELDS, developer=developer),
        fit.define(5, 104, SENSOR),
        fit.define(6, 233, SENSOR),
    ]
    for k in range(count):
        extra = struct.pack("<Hf", 250 + k % 50, 10.0 + k % 7 / 8)
        out.append(fit.message(4, FIELDS, row(k), developer=extra))
        out.append(fit.message(5, SENSOR, (fit.T0 + k, k % 100)))
        if k % 5 != 2:
            out.append(fit.message(6, SENSOR, (fit.T0 + k, 7)))
    return fit.fit_file(b"".join(out) + fit.session(fit.T0, count - 1, 3 * count))


def readers(path: str) -> dict[str, Callable[[], object]]:
    """Every reader that is installed, from path to records."""
    found: dict[str, Callable[[], object]] = {
        "metatarsal_load": lambda: read_fit(Path(path).read_bytes(), path)
    }
    calls = {
        "fitfast": lambda m: m.records(path),
        "garmin_fit_sdk": lambda m: m.Decoder(m.Stream.from_file(path)).read(),
        "fitdecode": lambda m: [f for f in m.FitReader(path) if isinstance(f, m.FitDataMessage)],
        "fitparse": lambda m: [r.get_values() for r in m.FitFile(path).get_messages("record")],
    }
    for name, call in calls.items():
        try:
            module = importlib.import_module(name)
        except ImportError:
            continue
        found[name] = lambda call=call, module=module: call(module)
    return found


def peak_over_size(count: int = 100_000) -> float:
    """Peak memory of reading a long file, as a multiple of its size."""
    data = plain(count)
    read_fit(data, "long")
    tracemalloc.start()
    read_fit(data, "long")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / len(data)


@pytest.mark.filterwarnings("default")  # of the peers
@pytest.mark.parametrize("shape", [plain, interleaved], ids=lambda make: make.__name__)
@pytest.mark.parametrize("reader", READERS)
def test_hour_from_path_to_samples(benchmark, tmp_path, shape, reader):
    path = tmp_path / "hour.fit"
    path.write_bytes(shape(3600))
    calls = readers(str(path))
    if reader not in calls:
        pytest.skip(f"{reader} is not installed")
    benchmark.group = f"FIT, {shape.__name__}"
    benchmark.pedantic(calls[reader], rounds=50 if reader in FAST else 3, warmup_rounds=1)


def test_long_file_in_little_memory(benchmark):
    benchmark.group = "FIT, 100,000 records"
    times = benchmark.pedantic(peak_over_size, rounds=1)
    benchmark.extra_info["peak over size"] = times
    assert times < 30
