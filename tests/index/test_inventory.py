"""The inventory: files, documents and fields come back as they were."""

import datetime as dt
from pathlib import Path

import pytest

from corpus.catalog import Entry, File, place
from corpus.files import MAX, Stamp
from index.inventory import Inventory, write
from index.names import DocumentFields
from index.segment import Origin

INTERIM, FINAL = (Entry("b", "svar\t7", standing, "", None) for standing in (1, 2))
FILES = (
    File("a.txt", "1", Stamp(3, 10**18, MAX, MAX), (INTERIM, Entry("a", "", 2, "", None))),
    File("under/æ ø.txt", "2", None, (FINAL,)),
    File("ond'; DROP TABLE file; --.txt", "", None, problem=("it is not a text file", "save it as text")),
)  # fmt: skip
FIELDS = (
    DocumentFields(),
    DocumentFields("S 36", "SOU", "Sophie Hæstorp Andersen", "social- og boligminister", "EL", "Bo Medie"),
    DocumentFields(number="7", dated_on=dt.date(2025, 6, 6)),
)


@pytest.fixture
def inventory(tmp_path: Path) -> Inventory:
    write(tmp_path / "inventory.sqlite", FILES, place(FILES), FIELDS)
    return Inventory(tmp_path / "inventory.sqlite")


def test_files_come_back_with_their_stamps_documents_and_faults(inventory: Inventory) -> None:
    assert inventory.files == {file.source: file for file in FILES}


def test_documents_stand_in_the_order_of_their_ids(inventory: Inventory) -> None:
    assert [inventory.document_id(row) for row in range(3)] == ["a", "b", "b~2"]
    assert [inventory.row(name) for name in ("a", "b", "b~2", "c", "")] == [0, 1, 2, None, None]
    assert inventory.origins() == [Origin("a.txt", "1", 1), Origin("a.txt", "1", 0), Origin("under/æ ø.txt", "2", 0)]


@pytest.mark.parametrize(
    ("name", "rows"), [("A", [0]), ("a.TXT", [0, 1]), ("æ ø.txt", [2]), ("under/æ ø.txt", [2]), ("ø.txt", []), ("", [])]
)
def test_documents_are_found_by_id_or_by_the_name_of_their_file(
    inventory: Inventory, name: str, rows: list[int]
) -> None:
    assert inventory.filed_as(name, 9) == rows


def test_fields_come_back_a_row_a_document(inventory: Inventory) -> None:
    assert inventory.fields == FIELDS


def test_two_files_whose_names_are_written_alike_are_no_obstacle(tmp_path: Path) -> None:
    bad = File("b\\udcf8rn.txt", "", None, problem=("its name is not valid UTF-8", "rename it"))
    files = (bad, File("b\\udcf8rn.txt", "1", None, (Entry("b", "", 2, "", None),)))
    write(tmp_path / "inventory.sqlite", files, place(files), FIELDS[:1])
    assert Inventory(tmp_path / "inventory.sqlite").row("b") == 0


def test_fields_that_do_not_go_with_the_documents_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="zip"):
        write(tmp_path / "inventory.sqlite", FILES, place(FILES), FIELDS[:2])
