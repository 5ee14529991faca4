"""Settings: every wrong one is named at once, and nothing secret is shown."""

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, load_settings


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"SEALANE_{name.upper()}", raising=False)


def test_without_any_setting_the_embedded_store_is_used() -> None:
    assert load_settings(None).database.get_secret_value() == "sealane.db"


def test_every_wrong_setting_is_named_at_once_with_what_it_should_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEALANE_ZONE", "Mars/Olympus")
    monkeypatch.setenv("SEALANE_READING_WORKERS", "many")
    monkeypatch.setenv("SEALANE_LOG_LEVEL", "loud")
    with pytest.raises(SettingsError) as caught:
        load_settings(None)
    told = str(caught.value)
    assert len(caught.value.problems) == 3
    assert "SEALANE_ZONE should be an IANA time zone" in told
    assert "SEALANE_READING_WORKERS should be a whole number" in told
    assert "SEALANE_LOG_LEVEL should be one of" in told
    assert "Mars" not in told
    assert "many" not in told


@pytest.mark.parametrize("zone", ["../../etc/passwd", "", "Asia", "\0"])
def test_a_zone_that_names_a_path_or_nothing_is_refused(zone: str) -> None:
    with pytest.raises(ValueError, match="zone"):
        Settings(zone=zone)


def test_a_password_is_in_no_representation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEALANE_DATABASE", "postgresql://analyst:hush-hush@localhost/sealane")
    settings = load_settings(None)
    assert "hush-hush" not in f"{settings!r} {settings} {settings.model_dump_json()}"


def test_a_file_of_settings_is_read_and_the_environment_goes_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / ".env"
    file.write_text("SEALANE_ZONE=Asia/Manila\nSEALANE_READING_WORKERS=3\n", encoding="utf-8")
    monkeypatch.setenv("SEALANE_READING_WORKERS", "2")
    settings = load_settings(file)
    assert settings.zone == "Asia/Manila"
    assert settings.reading_workers == 2


def test_a_file_of_settings_in_another_encoding_is_refused_in_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"SEALANE_ZONE=\xff\xfe")
    with pytest.raises(SettingsError, match="UTF-8"):
        load_settings(file)
