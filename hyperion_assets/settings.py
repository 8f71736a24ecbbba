"""Every setting of the platform, read once at the edge from HYPERION_* variables and a `.env` file.

Belongs here: names, types, defaults and the one-line errors about them. Not here: anything that opens a
file or a connection.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from hyperion_assets.errors import SettingsError

PREFIX = "HYPERION_"
REPOSITORY = Path(__file__).resolve().parent.parent
PROFILE = "HYPERION_PROFILE"
PROFILES = Path(__file__).with_name("profiles")
GLOB = frozenset("*?[]{}")
BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
NAMENODE = re.compile(r"([A-Za-z0-9.-]+:\d{1,5})?")
SECRET = frozenset({"kafka_config", "kafka_sasl_password", "postgres_dsn", "s3_secret_key"})
"""Settings that no error, log or repr shows; what passes through to librdkafka may hold a password of its own."""


class Settings(BaseSettings):
    """All settings, frozen. Build with :meth:`from_env`, never by hand outside tests."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    home: Path = Field(Path(".hyperion"), description="Where everything made at run time lives.")
    source_dir: Path = Field(REPOSITORY / "data", description="Folder with complete_movie_list.json and characters/.")
    characters_dir: Path | None = Field(
        None, description="Folder of character files; default: characters/ in the source."
    )
    max_source_bytes: int = Field(
        32 << 20, ge=1024, le=1 << 30, description="Bytes of one source file at most; a larger one is not read."
    )
    max_json_depth: int = Field(
        100, ge=8, le=200, description="How deep objects and lists of a source file may be nested."
    )
    max_file_entries: int = Field(
        200_000,
        ge=1,
        le=10_000_000,
        description="Items of all lists of one source file at most, its entries among them.",
    )
    scale: int = Field(1, ge=1, le=1000, description="Load factor: N times the films with a box office.")
    box_office_seed: int = Field(1923, ge=0, description="Seed of the modelled daily box office.")

    raw_root: str | None = Field(
        None,
        description="hyperion-raw: a folder, s3://bucket[/prefix] or hdfs:///path; default: raw/ in the home.",
    )
    staging_root: str | None = Field(None, description="hyperion-staging, likewise; default: staging/ in the home.")
    processed_root: str | None = Field(
        None, description="hyperion-processed, likewise; default: processed/ in the home."
    )

    s3_endpoint: str | None = Field(
        None,
        pattern=r"^https?://.+",
        description="An S3 server, such as https://s3.eu-central-1.amazonaws.com; default: an embedded SeaweedFS.",
    )
    s3_region: str = Field("us-east-1", pattern=r"^[a-z0-9-]+$", description="Region that requests are signed for.")
    s3_access_key: str | None = Field(
        None, description="Access key at the S3 server; default: what AWS's own variables and files say."
    )
    s3_secret_key: SecretStr | None = Field(None, description="The access key's secret.")
    hdfs_namenode: str | None = Field(
        None,
        pattern=r"^hdfs://[A-Za-z0-9.-]+:\d{1,5}$",
        description="The NameNode of roots that name none, hdfs://host:port; default: an embedded HDFS.",
    )

    kafka_bootstrap_servers: str | None = Field(None, description="Broker addresses; default: an embedded Kafka.")
    kafka_security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = Field(
        "PLAINTEXT", description="How the brokers are spoken to: encrypted or not, with a login or not."
    )
    kafka_sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"] | None = Field(
        None, description="How to log in where the protocol is one of SASL."
    )
    kafka_sasl_username: str | None = Field(None, description="User at the brokers.")
    kafka_sasl_password: SecretStr | None = Field(None, description="The user's password.")
    kafka_ssl_ca_location: Path | None = Field(
        None, description="PEM file of the authorities that sign the brokers' certificates; default: the system's."
    )
    kafka_config: Annotated[dict[str, str], NoDecode] = Field(
        default_factory=dict, repr=False, description="More librdkafka settings, as JSON."
    )
    kafka_timeout_seconds: float = Field(15.0, gt=0, le=3600, description="How long to wait for a broker's answer.")
    topic_prefix: str = Field("", pattern=r"^[A-Za-z0-9._-]{0,100}$", description="Put before every topic's name.")
    range_records: int = Field(250_000, ge=1, le=10_000_000, description="Records in one landed range at most.")
    range_wait_seconds: float = Field(
        60.0, ge=0, le=1e9, description="Age at which waiting records are cut into a range."
    )

    engine: Literal["sail", "spark"] = Field("sail", description="What runs the PySpark transforms.")
    spark_master: str = Field(
        "local[2]",
        pattern=r"^(standalone|local(\[(\d+|\*)\])?|spark://[A-Za-z0-9.-]+:\d{1,5}(,[A-Za-z0-9.-]+:\d{1,5})*)$",
        description="Where the engine spark runs: local[N] in one process, `standalone` on an embedded cluster, or "
        "spark://host:port of another.",
    )
    spark_remote: str | None = Field(
        None, pattern=r"^sc://.+", description="A running Spark Connect server, sc://…; default: an embedded engine."
    )
    spark_ui: str | None = Field(
        None,
        pattern=r"^https?://.+",
        description="The pages of the Spark behind that address, http://…, for Dagit to link to; default: those of an "
        "embedded Spark on a cluster.",
    )
    executor: Literal["in_process", "multiprocess"] = Field("in_process", description="Dagster's executor.")

    postgres_dsn: SecretStr | None = Field(None, description="postgresql://…; default: an embedded PostgreSQL.")

    catalog: Literal["none", "hive"] = Field(
        "none", description="Where releases are registered for Trino and Spark: nowhere, or in a Hive Metastore."
    )
    metastore_uri: str | None = Field(
        None,
        pattern=r"^thrift://[A-Za-z0-9.-]+:\d{1,5}$",
        description="A Hive Metastore, thrift://host:port; default: an embedded one.",
    )
    trino_url: str | None = Field(
        None, pattern=r"^https?://.+", description="A Trino server, http://host:port; default: an embedded one."
    )

    kafka_port: int | None = Field(
        None, ge=1024, le=65535, description="Port of the embedded Kafka; default: a free one."
    )
    postgres_port: int | None = Field(
        None, ge=1024, le=65535, description="Port of the embedded PostgreSQL; default: a free one."
    )
    engine_port: int | None = Field(
        None, ge=1024, le=65535, description="Port of the embedded Sail or Spark; default: a free one."
    )

    s3_port: int | None = Field(
        None, ge=1024, le=65535, description="Port of the embedded S3 server; default: a free one."
    )
    hdfs_port: int | None = Field(
        None, ge=1024, le=65535, description="Port of the embedded NameNode; default: a free one."
    )
    metastore_port: int | None = Field(
        None, ge=1024, le=65535, description="Port of the embedded Hive Metastore; default: a free one."
    )
    trino_port: int | None = Field(
        None, ge=1024, le=65535, description="Port of the embedded Trino; default: a free one."
    )

    @field_validator("home", "source_dir", "characters_dir")
    @classmethod
    def _absolute(cls, value: Path | None) -> Path | None:
        return None if value is None else value.expanduser().absolute()

    @field_validator("raw_root", "staging_root", "processed_root")
    @classmethod
    def _is_root(cls, value: str | None) -> str | None:
        if value is None:
            return None
        return _remote_root(value) if "://" in value else str(Path(value).expanduser().absolute())

    @field_validator("home", "raw_root", "staging_root", "processed_root")
    @classmethod
    def _writable_by_engines(cls, value: Path | str | None) -> Path | str | None:
        if value is not None and GLOB & set(str(value)):
            raise ValueError(f"Engines take {' '.join(sorted(GLOB))} in a path for a pattern: choose another folder")
        return value

    @field_validator("home", mode="before")
    @classmethod
    def _is_named(cls, value: Any) -> Any:
        # An empty variable of a shell is the working folder to a path, and would be filled with raw/, services/ …
        if str(value) in ("", "."):
            raise ValueError("Name a folder of its own")
        return value

    @field_validator("kafka_config", mode="before")
    @classmethod
    def _from_json(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise ValueError('Input should be a JSON object of texts, such as {"client.id": "hyperion"}') from None

    @classmethod
    def from_env(cls, **overrides: Any) -> Settings:
        """Read the environment, `.env` and the profile's file, the first that has a setting wins; keyword arguments
        that are not None win over all.

        Raises SettingsError with one line per wrong value: variable, value, what is allowed.
        """
        given: dict[str, Any] = {name: value for name, value in overrides.items() if value is not None}
        files: dict[str, Any] = {"_env_file": (_profile(), ".env")}
        try:
            return cls(**files, **given)
        except UnicodeDecodeError as error:
            raise SettingsError(f".env is not UTF-8: {error}; mend or remove the file") from None
        except ValidationError as error:
            raise SettingsError("; ".join(_explain(item) for item in error.errors(include_url=False))) from None

    @property
    def characters(self) -> Path:
        """Folder of character files in use."""
        return self.characters_dir or self.source_dir / "characters"

    def environment(self) -> dict[str, str]:
        """The settings that are not the default, as HYPERION_* variables; secrets in plain text."""
        given = self.model_dump(exclude_defaults=True).items()
        plain = {name: value.get_secret_value() if isinstance(value, SecretStr) else value for name, value in given}
        return {PREFIX + name.upper(): str(value) for name, value in plain.items()}

    @property
    def roots(self) -> tuple[str, str, str]:
        """The roots of the three layers."""
        return self.raw, self.staging, self.processed

    @property
    def raw(self) -> str:
        """Root of hyperion-raw: a folder, or an address."""
        return self._root(self.raw_root, "raw")

    @property
    def staging(self) -> str:
        """Root of hyperion-staging: a folder, or an address."""
        return self._root(self.staging_root, "staging")

    @property
    def processed(self) -> str:
        """Root of hyperion-processed: a folder, or an address."""
        return self._root(self.processed_root, "processed")

    def _root(self, given: str | None, layer: str) -> str:
        if given is None:
            return str(self.home / layer)
        return given.replace("hdfs://", self.hdfs_namenode or "hdfs://", 1) if given.startswith("hdfs:///") else given

    @property
    def exports(self) -> Path:
        """Where the exports of the current release stand."""
        return self.home / "exports"

    @property
    def dagster_home(self) -> Path:
        """DAGSTER_HOME of this Hyperion home."""
        return self.home / "dagster"


def _profile() -> Path:
    """The file of the profile that HYPERION_PROFILE names. Raises SettingsError for one that there is not."""
    name = os.environ.get(PROFILE) or "local"
    known = sorted(path.stem for path in PROFILES.glob("*.env"))
    if name not in known:
        raise SettingsError(f"{PROFILE}={name!r}: Input should be one of {', '.join(known)}")
    return PROFILES / f"{name}.env"


def _remote_root(value: str) -> str:
    """An address below which a layer lies. Raises ValueError for what is none."""
    parts = urlsplit(value)
    is_bucket = parts.scheme == "s3" and BUCKET.fullmatch(parts.netloc)
    is_folder = parts.scheme == "hdfs" and NAMENODE.fullmatch(parts.netloc) and PurePosixPath(parts.path).name
    if (is_bucket or is_folder) and ".." not in parts.path.split("/") and not parts.query and not parts.fragment:
        return value.rstrip("/")
    raise ValueError("Input should be a folder, s3://bucket[/prefix], hdfs:///path or hdfs://host:port/path")


def _explain(error: Any) -> str:
    name, *inside = map(str, error["loc"])
    shown = "(hidden)" if name in SECRET else repr(error.get("input"))
    place = f" at {' '.join(inside)}" if inside else ""
    return f"{PREFIX}{name.upper()}={shown}: {error['msg'].removeprefix('Value error, ')}{place}"
