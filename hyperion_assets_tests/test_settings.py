"""Settings: where they come from, and what a wrong one says."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from hyperion_assets.errors import HyperionError, SettingsError
from hyperion_assets.settings import PROFILES, REPOSITORY, SECRET, Settings

HUSH = "hush-hush"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, so that no `.env` file is read but the test's own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Settings:
    """The settings of an environment."""
    for name, value in variables.items():
        monkeypatch.setenv(f"HYPERION_{name}", value)
    return Settings.from_env()


def test_without_any_variable_everything_has_a_default(folder: Path) -> None:
    settings = Settings.from_env()
    assert settings.home == folder / ".hyperion"
    assert settings.source_dir == REPOSITORY / "data"
    assert settings.characters == REPOSITORY / "data" / "characters"
    assert (settings.raw, settings.staging, settings.processed) == tuple(
        str(folder / ".hyperion" / layer) for layer in ("raw", "staging", "processed")
    )
    assert settings.exports == folder / ".hyperion" / "exports"
    assert settings.dagster_home == folder / ".hyperion" / "dagster"
    assert (settings.scale, settings.engine, settings.range_records) == (1, "sail", 250_000)
    assert (settings.kafka_bootstrap_servers, settings.postgres_dsn, settings.spark_remote) == (None, None, None)
    assert list(folder.iterdir()) == []


def test_variables_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(
        monkeypatch,
        SCALE="5",
        ENGINE="spark",
        KAFKA_BOOTSTRAP_SERVERS="one:9092,two:9092",
        KAFKA_CONFIG='{"client.id": "hyperion", "fetch.min.bytes": "1"}',
        POSTGRES_DSN=f"postgresql://me:{HUSH}@db/films",
        RAW_ROOT="/big/raw",
    )
    assert (settings.scale, settings.engine) == (5, "spark")
    assert settings.kafka_bootstrap_servers == "one:9092,two:9092"
    assert settings.kafka_config == {"client.id": "hyperion", "fetch.min.bytes": "1"}
    assert settings.postgres_dsn is not None
    assert settings.postgres_dsn.get_secret_value() == f"postgresql://me:{HUSH}@db/films"
    assert settings.raw == "/big/raw"


def test_a_file_is_read_and_the_environment_wins(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".env").write_text(
        "# of this machine\nHYPERION_SCALE=3\nHYPERION_ENGINE=spark\n"
        f"HYPERION_POSTGRES_DSN='postgresql://me:{HUSH}@db/films'\nOTHER=1\n"
    )
    settings = read(monkeypatch, SCALE="7")
    assert (settings.scale, settings.engine) == (7, "spark")
    assert settings.postgres_dsn == SecretStr(f"postgresql://me:{HUSH}@db/films")


def test_what_is_given_wins_over_the_environment_and_none_is_not_given(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HYPERION_SCALE", "7")
    monkeypatch.setenv("HYPERION_HOME", "/from/environment")
    settings = Settings.from_env(scale=9, home=None, source_dir=Path("films"))
    assert (settings.scale, settings.home) == (9, Path("/from/environment"))
    assert settings.source_dir == folder / "films"
    assert settings.characters == folder / "films" / "characters"
    assert Settings.from_env(characters_dir=Path("cast")).characters == folder / "cast"


def test_paths_are_absolute_from_the_working_folder_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/me")
    settings = read(monkeypatch, HOME="here/../.store", STAGING_ROOT="~/staging", SOURCE_DIR="./data")
    assert settings.staging == "/home/me/staging"
    assert settings.source_dir == folder / "data"
    assert settings.home.is_absolute()
    assert os.path.normpath(settings.home) == str(folder / ".store")
    monkeypatch.chdir("/")
    assert settings.source_dir == folder / "data"


@pytest.mark.parametrize(
    "name", ["HOME", "POSTGRES_DSN", "KAFKA_BOOTSTRAP_SERVERS", "KAFKA_PORT", "SCALE", "SPARK_REMOTE"]
)
def test_an_empty_variable_is_none(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    assert read(monkeypatch, **{name: ""}) == Settings.from_env()
    (folder / ".env").write_text(f"HYPERION_{name}=\n")
    assert read(monkeypatch, **{name: ""}).home == folder / ".hyperion"


WRONG = [
    ("SCALE", "0", "'0': Input should be greater than or equal to 1"),
    ("SCALE", "1001", "'1001': Input should be less than or equal to 1000"),
    ("SCALE", "many", "'many': Input should be a valid integer, unable to parse string as an integer"),
    ("SCALE", "1.5", "'1.5': Input should be a valid integer, unable to parse string as an integer"),
    ("BOX_OFFICE_SEED", "-1", "'-1': Input should be greater than or equal to 0"),
    ("ENGINE", "dask", "'dask': Input should be 'sail' or 'spark'"),
    ("EXECUTOR", "k8s", "'k8s': Input should be 'in_process' or 'multiprocess'"),
    ("SPARK_REMOTE", "localhost:15002", "'localhost:15002': String should match pattern '^sc://.+'"),
    ("TOPIC_PREFIX", "a b", "'a b': String should match pattern '^[A-Za-z0-9._-]{0,100}$'"),
    ("KAFKA_PORT", "80", "'80': Input should be greater than or equal to 1024"),
    ("POSTGRES_PORT", "65536", "'65536': Input should be less than or equal to 65535"),
    ("RANGE_RECORDS", "0", "'0': Input should be greater than or equal to 1"),
    ("RANGE_WAIT_SECONDS", "-1", "'-1': Input should be greater than or equal to 0"),
    ("KAFKA_TIMEOUT_SECONDS", "0", "'0': Input should be greater than 0"),
    ("KAFKA_SECURITY_PROTOCOL", "TLS", "'TLS': Input should be 'PLAINTEXT', 'SSL', 'SASL_PLAINTEXT' or 'SASL_SSL'"),
    (
        *("KAFKA_CONFIG", f'{{"ssl.key.password": "{HUSH}"'),
        '(hidden): Input should be a JSON object of texts, such as {"client.id": "hyperion"}',
    ),
    ("KAFKA_CONFIG", f'["{HUSH}"]', "(hidden): Input should be a valid dictionary"),
    (
        *("KAFKA_CONFIG", f'{{"ssl.key.password": ["{HUSH}"]}}'),
        "(hidden): Input should be a valid string at ssl.key.password",
    ),
]


@pytest.mark.parametrize(("name", "value", "said"), WRONG)
def test_a_wrong_value_names_the_variable_the_value_and_what_is_allowed(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    with pytest.raises(SettingsError) as raised:
        read(monkeypatch, **{name: value})
    assert str(raised.value) == f"HYPERION_{name}={said}"
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__


@pytest.mark.parametrize("name", ["HOME", "RAW_ROOT", "STAGING_ROOT", "PROCESSED_ROOT"])
@pytest.mark.parametrize("character", "*?[]{}")
def test_a_folder_that_engines_take_for_a_pattern_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, character: str
) -> None:
    with pytest.raises(
        SettingsError, match=rf"^HYPERION_{name}='/data/a{re.escape(character)}b': Engines take .* choose"
    ):
        read(monkeypatch, **{name: f"/data/a{character}b"})


@pytest.mark.parametrize("home", [Path(""), Path("."), ""])
def test_the_working_folder_itself_is_no_home(home: Path | str) -> None:
    with pytest.raises(SettingsError, match=r"^HYPERION_HOME=.*: Name a folder of its own$"):
        Settings.from_env(home=home)


def test_a_file_that_is_not_utf8_is_named(folder: Path) -> None:
    (folder / ".env").write_bytes(b"HYPERION_SCALE=\xff\n")
    with pytest.raises(SettingsError, match=r"^\.env is not UTF-8: "):
        Settings.from_env()


@pytest.mark.parametrize("seconds", ["inf", "1e9", "0", "nan"])
def test_a_wait_without_end_is_refused(monkeypatch: pytest.MonkeyPatch, seconds: str) -> None:
    with pytest.raises(SettingsError, match=r"^HYPERION_KAFKA_TIMEOUT_SECONDS="):
        read(monkeypatch, KAFKA_TIMEOUT_SECONDS=seconds)


def test_all_wrong_values_are_named_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError) as raised:
        read(monkeypatch, SCALE="0", ENGINE="dask")
    assert str(raised.value) == (
        "HYPERION_SCALE='0': Input should be greater than or equal to 1; "
        "HYPERION_ENGINE='dask': Input should be 'sail' or 'spark'"
    )


def test_the_error_is_one_that_commands_show_without_a_traceback() -> None:
    assert issubclass(SettingsError, HyperionError)


def test_a_wrong_value_in_the_file_or_given_is_named_alike(folder: Path) -> None:
    for given in ({}, {"scale": 0}):
        (folder / ".env").write_text("HYPERION_SCALE=0\n" if not given else "")
        with pytest.raises(SettingsError, match=r"^HYPERION_SCALE='?0'?: Input should be greater than or equal to 1$"):
            Settings.from_env(**given)


def test_secrets_are_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(
        monkeypatch,
        POSTGRES_DSN=f"postgresql://me:{HUSH}@db/films",
        KAFKA_SASL_PASSWORD=HUSH,
        KAFKA_CONFIG=f'{{"ssl.key.password": "{HUSH}"}}',
    )
    for shown in (repr(settings), str(settings), f"{settings}", repr(settings.postgres_dsn)):
        assert HUSH not in shown
    with pytest.raises(SettingsError) as raised:
        read(monkeypatch, SCALE="0")
    assert HUSH not in str(raised.value)


@pytest.mark.parametrize("name", sorted(SECRET))
def test_a_secret_of_a_wrong_type_is_not_shown(name: str) -> None:
    with pytest.raises(SettingsError, match=rf"^HYPERION_{name.upper()}=\(hidden\): ") as raised:
        Settings.from_env(**{name: [HUSH]})
    assert HUSH not in str(raised.value)


def test_every_secret_of_the_settings_is_in_the_list() -> None:
    kept = {name for name, field in Settings.model_fields.items() if "SecretStr" in str(field.annotation)}
    assert kept < SECRET
    assert {"kafka_config"} == SECRET - kept


def test_settings_do_not_change(folder: Path) -> None:
    settings = Settings.from_env()
    with pytest.raises(ValidationError, match="frozen"):
        settings.scale = 2


@pytest.mark.parametrize("profile", sorted(path.stem for path in PROFILES.glob("*.env")))
def test_every_profile_is_a_valid_one(folder: Path, monkeypatch: pytest.MonkeyPatch, profile: str) -> None:
    settings = read(monkeypatch, PROFILE=profile)
    scheme = {"local": str(folder), "stack-hdfs": "hdfs://", "stack-s3": "s3://"}[profile]
    assert all(root.startswith(scheme) for root in settings.roots)


def test_the_environment_and_the_env_file_win_over_the_profile(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".env").write_text("HYPERION_RAW_ROOT=s3://mine\n")
    settings = read(monkeypatch, PROFILE="stack-s3", STAGING_ROOT="s3://ours")
    assert settings.roots == ("s3://mine", "s3://ours", "s3://hyperion-processed")
    assert settings.home == folder / ".hyperion-s3"


def test_an_unknown_profile_is_named_with_those_there_are(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError) as raised:
        read(monkeypatch, PROFILE="stack-tape")
    assert str(raised.value) == "HYPERION_PROFILE='stack-tape': Input should be one of local, stack-hdfs, stack-s3"


@pytest.mark.parametrize("root", ["s3://hyperion-raw", "s3://my.bucket/lake/raw", "hdfs://name-node:8020/raw"])
def test_a_root_may_be_an_address(monkeypatch: pytest.MonkeyPatch, root: str) -> None:
    assert read(monkeypatch, RAW_ROOT=f"{root}/").raw == root


def test_a_root_without_a_namenode_is_on_the_one_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(monkeypatch, RAW_ROOT="hdfs:///lake/raw").raw == "hdfs:///lake/raw"
    assert read(monkeypatch, HDFS_NAMENODE="hdfs://nn:8020").raw == "hdfs://nn:8020/lake/raw"


@pytest.mark.parametrize(
    "root",
    [
        *("s3://", "s3:///raw", "s3://UPPER/raw", "s3://a/../b", "s3://bucket/x?y", "s3a://bucket", "gs://bucket/raw"),
        *("hdfs://name-node/raw", "hdfs://nn:8020", "hdfs:///", "hdfs://nn:8020/a/../b", "hdfs://me:pass@nn:1/raw"),
        *("s3://bucket/*", "file:///tmp/raw"),
    ],
)
def test_what_is_no_root_is_told_with_what_is(monkeypatch: pytest.MonkeyPatch, root: str) -> None:
    with pytest.raises(SettingsError, match="HYPERION_RAW_ROOT="):
        read(monkeypatch, RAW_ROOT=root)


def test_the_secret_key_is_shown_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(monkeypatch, S3_SECRET_KEY=HUSH, S3_ACCESS_KEY="me")
    assert HUSH not in repr(settings)
    assert HUSH not in settings.model_dump_json()
