"""compose/docker-compose.yml by itself: its form, and what holds for every service."""

from __future__ import annotations

import re

import jsonschema
import pytest

from hyperion_assets_tests.compose.stack import COMPOSE, services, stack

TEXTS = {"type": "array", "items": {"type": "string"}, "minItems": 1}
VARIABLES = {"type": "object", "additionalProperties": {"type": "string"}}
DURATION = {"type": "string", "pattern": r"^\d+s$"}
CHECK = {
    "type": "object",
    "additionalProperties": False,
    "required": ["test", "interval", "timeout", "retries", "start_period"],
    "properties": {
        "test": {
            "type": "array",
            "items": {"type": "string"},
            "minItems": 2,
            "prefixItems": [{"enum": ["CMD", "CMD-SHELL"]}],
        },
        **dict.fromkeys(("interval", "timeout", "start_period"), DURATION),
        "retries": {"type": "integer", "minimum": 1},
    },
}
SERVICE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["image", "networks", "restart", "mem_limit", "healthcheck", "logging"],
    "properties": {
        # An exact tag: a version, and not a name that moves on.
        "image": {"type": "string", "pattern": r"^[a-z0-9/-]+:\d[\w.-]*$"},
        "build": {"type": "object"},
        "command": TEXTS,
        "entrypoint": TEXTS,
        "environment": VARIABLES,
        "env_file": TEXTS,
        "hostname": {"type": "string"},
        "init": {"const": True},
        "logging": {"type": "object"},
        "networks": {"const": ["hyperion"]},
        "ports": {**TEXTS, "items": {"pattern": r"^127\.0\.0\.1:(\d+):\1$"}},
        "profiles": TEXTS,
        "restart": {"enum": ["unless-stopped", "no"]},
        "shm_size": {"type": "string"},
        "mem_limit": {"type": "string", "pattern": r"^\d+m$"},
        "depends_on": {
            "type": "object",
            "additionalProperties": {"const": {"condition": "service_healthy"}},
        },
        "healthcheck": {"anyOf": [CHECK, {"const": {"disable": True}}]},
        "volumes": {**TEXTS, "items": {"pattern": r"^([a-z0-9-]+:/[\w/]+|\./[a-z0-9]+:/[\w/]+:ro)$"}},
    },
}
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["services", "networks", "volumes"],
    "additionalProperties": False,
    "patternProperties": {"^x-": {}},
    "properties": {
        "services": {"type": "object", "additionalProperties": SERVICE},
        "networks": {"const": {"hyperion": {"driver": "bridge"}}},
        "volumes": {"type": "object", "additionalProperties": {"type": "null"}},
    },
}
SERVICES = {
    *("kafka", "namenode", "datanode-1", "datanode-2", "postgres", "metastore", "trino"),
    *("spark-master", "spark-worker", "spark-connect", "s3", "dagit", "hyperion"),
}
PUBLISHED = {"kafka", "namenode", "postgres", "trino", "spark-master", "spark-connect", "s3", "dagit"}
SECRETS = {"POSTGRES_PASSWORD", "S3_ACCESS_KEY", "S3_SECRET_KEY"}
SECRET_NAME = re.compile("PASSWORD|SECRET|ACCESS_KEY|DSN")


def test_form_and_names() -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(stack())
    assert set(services()) == SERVICES
    assert {name: given["profiles"] for name, given in services().items() if "profiles" in given} == {
        "s3": ["s3"],
        "dagit": ["dagit"],
        "hyperion": ["commands"],
    }


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("image", "apache/kafka:latest"),
        ("image", "apache/kafka"),
        ("ports", ["9094:9094"]),
        ("ports", ["127.0.0.1:9094:9095"]),
        ("depends_on", ["postgres"]),
        ("volumes", ["../data:/data"]),
        ("mem_limits", "1m"),
        ("healthcheck", {"test": "true"}),
    ],
)
def test_the_form_is_strict(path: str, value: object) -> None:
    broken = stack()
    broken["services"]["kafka"][path] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate(broken)


def test_what_is_named_is_there() -> None:
    used = set()
    for name, given in services().items():
        assert set(given.get("depends_on", {})) <= set(services()), name
        assert all((COMPOSE / file).is_file() for file in given.get("env_file", []))
        for source in (volume.split(":")[0] for volume in given.get("volumes", [])):
            assert source.startswith("./") or source in stack()["volumes"], source
            assert not source.startswith("./") or (COMPOSE / source).is_dir(), source
            used.add(source)
        if "build" in given:
            assert (COMPOSE / given["build"]["context"] / given["build"]["dockerfile"]).is_file()
    assert set(stack()["volumes"]) <= used


def test_what_starts_by_itself_needs_nothing_of_a_profile() -> None:
    for name, given in services().items():
        needed = given.get("depends_on", {})
        assert not [other for other in needed if "profiles" in services()[other]], name


def test_only_what_a_person_uses_is_published() -> None:
    assert {name for name, given in services().items() if "ports" in given} == PUBLISHED


def test_memory_is_within_8_gb() -> None:
    """All that is up at once with the lake on HDFS: `hyperion` is one command, in place of Dagit."""
    limits = {name: int(given["mem_limit"].removesuffix("m")) for name, given in services().items()}
    assert limits.pop("hyperion") == limits["dagit"]
    assert limits.pop("s3") <= 512
    assert sum(limits.values()) <= 8 * 1024


def test_every_server_has_a_check() -> None:
    without = [name for name, given in services().items() if "disable" in given["healthcheck"]]
    assert without == ["hyperion"]


def test_secrets_are_required_variables() -> None:
    text = (COMPOSE / "docker-compose.yml").read_text(encoding="utf-8")
    required = set(re.findall(r"\$\{(\w+):\?[^}]+\}", text))
    assert required == SECRETS
    for name, given in services().items():
        for variable, value in given.get("environment", {}).items():
            if SECRET_NAME.search(variable):
                assert re.search(r"\$\{(POSTGRES_PASSWORD|S3_ACCESS_KEY|S3_SECRET_KEY):\?", value), (name, variable)
    example = (COMPOSE / ".env.example").read_text(encoding="utf-8")
    assert {f"{name}=" for name in SECRETS} <= set(example.splitlines())


def test_generated_files_name_secrets_by_their_variables() -> None:
    for path in sorted((COMPOSE / "trino" / "catalog").iterdir()):
        for line in path.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition("=")
            if re.search("password|secret-key|access-key", name):
                assert re.fullmatch(r"\$\{ENV:(POSTGRES_PASSWORD|S3_ACCESS_KEY|S3_SECRET_KEY)\}", value), line
