"""What only a server database must show: several programs at once, faults, what stays as it is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from tests.ports.test_records import leaf
from tests.record_samples import HU, key

from overflight.adapters.store.postgres_record import PostgresRecords
from overflight.adapters.store.postgres_tables import FORM
from overflight.errors import StoreError, UsageError
from overflight.record import merkle_root, read_head

KEYS = {HU: key("HU", "log")}


def test_two_programs_on_one_database_behave_as_one(database: str) -> None:
    """Each append of either stands once, in one log, under heads that all fit."""

    def speak(numbers: range) -> None:
        with PostgresRecords(database, KEYS) as records:
            for number in numbers:
                records.append(HU, [leaf(number)])

    with PostgresRecords(database, KEYS), ThreadPoolExecutor(2) as programs:
        list(programs.map(speak, [range(20), range(100, 120)]))
    with PostgresRecords(database) as records:
        leaves = list(records.entries(HU))
        assert sorted(leaves) == sorted(leaf(n) for n in (*range(20), *range(100, 120)))
        for note in records.heads(HU):
            head, _ = read_head(note)
            assert head.root == merkle_root(leaves[: head.size])


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE leaf SET bytes = 'x'",
        "DELETE FROM leaf",
        "TRUNCATE leaf",
        "UPDATE head SET note = 'x'",
        "DELETE FROM head",
        "DELETE FROM cosig",
    ],
)
def test_what_was_written_cannot_be_changed(database: str, attack: str) -> None:
    """Not even by whoever may write to the database, short of taking the triggers away."""
    with PostgresRecords(database, KEYS) as records:
        records.append(HU, [leaf(1)])
    with psycopg.connect(database) as db, pytest.raises(psycopg.Error, match="append-only"):
        db.execute(attack)


def test_a_reader_writes_nothing(database: str) -> None:
    """Without a key the connection itself refuses to write."""
    with PostgresRecords(database, KEYS) as records:
        records.append(HU, [leaf(1)])
    with PostgresRecords(database) as reader, pytest.raises(UsageError, match="E-KEY"):
        reader.append(HU, [leaf(2)])


def test_after_a_fault_nothing_more_is_done(database: str) -> None:
    """W4: the server ends the connection; the object answers with one error from then on."""
    with PostgresRecords(database, KEYS) as records:
        records.append(HU, [leaf(1)])
        with psycopg.connect(database, autocommit=True) as db:
            db.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE pid <> pg_backend_pid() AND datname = current_database()"
            )
        for _ in range(2):
            with pytest.raises(StoreError, match="E-STORE"):
                records.append(HU, [leaf(2)])
        with pytest.raises(StoreError, match="earlier fault"):
            list(records.entries(HU))
    with PostgresRecords(database, KEYS) as again:
        assert list(again.entries(HU)) == [leaf(1)]
        again.append(HU, [leaf(2)])


def test_a_changed_tile_is_noticed_before_anything_is_signed(database: str) -> None:
    """E-TILE: a tree that does not have the root last signed is not built upon."""
    with PostgresRecords(database, KEYS) as records:
        records.append(HU, [leaf(1), leaf(2)])
    with psycopg.connect(database) as db:
        db.execute("UPDATE tile SET bytes = overlay(bytes placing '\\x00'::bytea from 1)")
    with PostgresRecords(database, KEYS) as records:
        with pytest.raises(Exception, match="E-TILE"):
            records.append(HU, [leaf(3)])
        assert len(list(records.entries(HU))) == 2


def test_a_newer_form_is_not_touched(database: str) -> None:
    """A database of a later program is refused, not brought back."""
    PostgresRecords(database, KEYS).close()
    with psycopg.connect(database) as db:
        db.execute("INSERT INTO form VALUES(%s)", (FORM + 1,))
    with pytest.raises(StoreError, match=f"form {FORM + 1}"):
        PostgresRecords(database, KEYS)


def test_no_server_is_one_clear_error() -> None:
    """Where, expected, found, what to do."""
    with pytest.raises(StoreError, match="E-STORE at PostgreSQL"):
        PostgresRecords("postgresql://nobody@/nothing?host=/nowhere", KEYS)
