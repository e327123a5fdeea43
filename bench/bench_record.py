"""Measure the record: appends at full durability, and the verification of 10,000 statements.

Numbers depend on the disk and the load; the ratios do not: appends to the bare flushes of the same
disk in the same run, verification to the bare cryptography of the same bytes on the same core.
Run: ``python bench/bench_record.py``
"""

from __future__ import annotations

import json
import os
import platform
import tempfile
import time
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from overflight.adapters.clock import SeededIds, SetClock
from overflight.adapters.store.copies import verify_path
from overflight.assembly import OpenRecord, Outside, new_record, open_record
from overflight.desk import Charter, origin_of, read_record, signed
from overflight.record import (
    STATEMENT_MEDIA_TYPE,
    Statement,
    pae,
    read_envelope,
    verifies,
)

STATEMENTS = 10_000
PARTIES = ("HU", "RO", "IT", "DE")
AT = datetime(2003, 5, 8, 9, tzinfo=UTC)


def leaf(record: OpenRecord, party: str, number: int) -> bytes:
    """Return one signed statement of a usual size."""
    statement = Statement(
        type="bench.said/1",
        log=origin_of(record.desk.records, party),
        id=sha256(f"{party} {number}".encode()).hexdigest()[:32],
        party=party,
        time=AT,
        body={"number": number, "says": "One statement of a usual size. " * 12},
    )
    return signed(statement, [record.signers[party]])


def appends(record: OpenRecord, batch: int, count: int, start: int) -> float:
    """Return how many prepared statements a second are appended, on disk each time."""
    origin = origin_of(record.desk.records, "HU")
    leaves = [leaf(record, "HU", start + k) for k in range(count)]
    began = time.perf_counter()
    for at in range(0, count, batch):
        record.desk.records.append(origin, leaves[at : at + batch])
    return count / (time.perf_counter() - began)


def beside_flushes(record: OpenRecord, folder: Path, count: int) -> tuple[float, float]:
    """Return commits of one statement and bare flushes a second, measured in turns.

    A bare flush: the disk takes 4 kB more of an open file and says that they are there.
    """
    origin = origin_of(record.desk.records, "HU")
    leaves = [leaf(record, "HU", k) for k in range(count)]
    spent = [0.0, 0.0]
    with (folder / "flushed").open("wb", buffering=0) as file:
        for entry in leaves:
            began = time.perf_counter()
            record.desk.records.append(origin, [entry])
            between = time.perf_counter()
            file.write(bytes(4096))
            os.fsync(file.fileno())
            spent[0] += between - began
            spent[1] += time.perf_counter() - between
    return count / spent[0], count / spent[1]


def bare(record: OpenRecord) -> float:
    """Return the time for one Ed25519 verification and one SHA-256 of each statement."""
    work = []
    for party in PARTIES:
        key = record.signers[party].public
        for entry in list(record.desk.records.entries(origin_of(record.desk.records, party)))[1:]:
            envelope = read_envelope(entry)
            message = pae(STATEMENT_MEDIA_TYPE, envelope.payload)
            work.append((key, envelope.signatures[0].sig, message, entry))
    began = time.process_time()
    for key, signature, message, entry in work:
        assert verifies(key, signature, message)
        sha256(entry).digest()
    return time.process_time() - began


def main() -> None:
    """Print the measurements as JSON."""
    shown: dict[str, object] = {"machine": platform.machine(), "python": platform.python_version()}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record"
        outside = Outside(SetClock(AT, timedelta(seconds=1)), SeededIds("bench"), seed="bench")
        charter = Charter("Bench", "overflight.example/bench", (), "0" * 64)
        with new_record(path, charter, PARTIES, outside) as record:
            single, flushes = beside_flushes(record, Path(folder), 300)
            rates = [single, appends(record, 16, 1600, 10_000)]
            rates.append(appends(record, 256, 5120, 20_000))
            shown["appends_per_s"] = dict(zip((1, 16, 256), map(round, rates), strict=True))
            shown["bare_flushes_per_s"] = round(flushes)
            shown["commits_per_flush"] = round(single / flushes, 2)
            for party in PARTIES[1:]:
                leaves = [leaf(record, party, k) for k in range((STATEMENTS - 7020) // 3)]
                record.desk.records.append(origin_of(record.desk.records, party), leaves)
            records = record.desk.records
            total = sum(1 for origin in records.origins() for _ in records.entries(origin))
        began, clock = time.process_time(), time.perf_counter()
        report = verify_path(path)
        took, wall = time.process_time() - began, time.perf_counter() - clock
        assert not report.problems
        assert sum(log.valid for log in report.logs) == total
        with open_record(path, keys=False) as record:
            began = time.perf_counter()
            read_record(record.desk.records)
            shown["read_s"] = round(time.perf_counter() - began, 2)
        with open_record(path, outside) as record:
            crypto = bare(record)
        shown |= {
            "statements": total,
            "verify_s": round(wall, 2),
            "verify_cpu_s": round(took, 2),
            "bare_crypto_cpu_s": round(crypto, 2),
            "share_of_the_bare_rate": round(crypto / took, 2),
            "entries_per_cpu_s": round(total / took),
        }
    print(json.dumps(shown, indent=2))


if __name__ == "__main__":
    main()
