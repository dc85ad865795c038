"""The demo's folder."""

from pathlib import Path

import pytest

from bot.cli import CannotBegin
from bot.sandbox.demo.place import Place
from core.config import default_data_dir


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "data" / "demo")


def test_it_lies_under_the_data_dir_of_the_environment_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("DATA_DIR=/somewhere/real\n")
    monkeypatch.delenv("DATA_DIR", raising=False)
    assert Place.default().folder == default_data_dir() / "demo"
    monkeypatch.setenv("DATA_DIR", "here")
    assert Place.default().folder == tmp_path / "here" / "demo"


def test_a_second_demo_reads_where_the_first_is(place: Place) -> None:
    second = Place(place.folder)
    with place.taken():
        with pytest.raises(CannotBegin, match="runs already \\(still starting\\)"), second.taken():
            pass
        place.write_on_the_door("http://127.0.0.1:1234")
        with pytest.raises(CannotBegin, match=r"runs already \(http://127\.0\.0\.1:1234\)"), second.taken():
            pass
    with second.taken(), pytest.raises(CannotBegin, match="still starting"), place.taken():
        pass


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotBegin, match="set DATA_DIR") as refused, Place(tmp_path / "file" / "demo").taken():
        pass
    assert "\n" not in str(refused.value)


def test_clearing_leaves_what_is_not_the_demos(place: Place) -> None:
    with place.taken():
        (place.folder / "postgres").mkdir()
        (place.folder / "postgres" / "PG_VERSION").write_text("18")
        for name in ("people.json", "bot.log", "postgres.in-use", "postgres.starting", "mine.txt"):
            (place.folder / name).write_text("")
        place.clear()
        assert sorted(path.name for path in place.folder.iterdir()) == ["mine.txt", "running"]
        place.clear()
