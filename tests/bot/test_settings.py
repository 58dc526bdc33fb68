from pathlib import Path

import pytest

from bot.errors import SettingWrong
from bot.settings import load_settings, unknown_names


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_an_empty_value_means_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINISTERSVAR_MODEL", "")
    assert load_settings().model == "bundled"


def test_admins_are_numbers_by_comma(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINISTERSVAR_ADMINS", "12, 34")
    assert load_settings().admins == (12, 34)


def test_a_wrong_value_is_one_sentence_with_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINISTERSVAR_ADMINS", "mig")
    with pytest.raises(SettingWrong, match=r"MINISTERSVAR_ADMINS: .*; correct it"):
        load_settings()


def test_the_token_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINISTERSVAR_TELEGRAM_TOKEN", "123456:secret")
    assert "secret" not in repr(load_settings())


def test_mistyped_names_are_found_in_the_environment_and_in_the_file(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("MINISTERSVAR_INDX=a\nMINISTERSVAR_INDEX=b\n", encoding="utf-8")
    found = unknown_names({"MINISTERSVAR_TOKN": "x", "PATH": "y", "MINISTERSVAR_MODEL": "z"}, dotenv)
    assert found == ("MINISTERSVAR_INDX", "MINISTERSVAR_TOKN")


def test_an_option_on_the_command_line_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINISTERSVAR_INDEX", "from-environment")
    assert load_settings(index=tmp_path, documents=None).index == tmp_path


@pytest.mark.parametrize(("name", "value"), [("TELEGRAM_API_URL", "ftp:/x"), ("ADMINS", "mig")])
def test_what_is_wrong_is_said_in_plain_words(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"MINISTERSVAR_{name}", value)
    with pytest.raises(SettingWrong, match=f"MINISTERSVAR_{name}: not .*, such as"):
        load_settings()


def test_a_file_in_latin_1_is_one_sentence(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_bytes("# nøgle\n".encode("latin-1"))
    with pytest.raises(SettingWrong, match=r"\.env: not UTF-8 text"):
        unknown_names({}, dotenv)
    with pytest.raises(SettingWrong, match=r"\.env: not UTF-8 text"):
        load_settings()
