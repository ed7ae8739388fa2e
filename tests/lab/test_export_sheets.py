"""Each column of an export says what it holds; of each stored column somebody decided whether it is in one."""

from lab.export_left_out import COLUMNS_LEFT_OUT, LEFT_OUT
from lab.export_people import PEOPLE
from lab.export_sheets import ARCHIVE
from store.tables import metadata
from store.types import SealedBytes, SealedJson, SealedText

STORED = {f"{table.name}.{column.name}": column for table in metadata.sorted_tables for column in table.columns}
EXPORTED = [name for sheet in (*ARCHIVE, *PEOPLE) for column in sheet.columns for name in column.of]


def test_every_column_of_every_sheet_is_described() -> None:
    for sheet in (*ARCHIVE, *PEOPLE):
        assert sheet.about.endswith("."), sheet.name
        assert all(len(one.about) > 3 and one.about.endswith(".") for one in sheet.columns), sheet.name


def test_of_each_stored_column_somebody_has_decided() -> None:
    decided = {*EXPORTED, *COLUMNS_LEFT_OUT} | {name for name in STORED if name.split(".")[0] in LEFT_OUT}

    assert sorted(set(STORED) - decided) == []
    assert sorted(decided - set(STORED)) == []


def test_nothing_is_both_in_an_export_and_left_out() -> None:
    assert set(EXPORTED).isdisjoint(COLUMNS_LEFT_OUT)
    assert not [name for name in EXPORTED if name.split(".")[0] in LEFT_OUT]


def test_the_archive_holds_no_column_that_names_a_person() -> None:
    archived = [name for sheet in ARCHIVE for column in sheet.columns for name in column.of]

    assert not [
        name for name in archived if name.split(".")[0] in ("person", "address", "consent", "invitation", "note")
    ]
    assert not [name for name in archived if name.endswith(("person_id", "staff_id", "mediator_id"))]


def test_sealed_words_in_the_archive_are_few_and_named_here() -> None:
    archived = [name for sheet in ARCHIVE for column in sheet.columns for name in column.of]
    sealed = {name for name in archived if isinstance(STORED[name].type, SealedText | SealedJson | SealedBytes)}

    assert sealed == {"answer.text", "pilot_update.words", "observation.words"}
