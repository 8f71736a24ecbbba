"""Fixtures of the broker tests: topics and a raw store of each test's own on the session's Kafka."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hyperion_assets.lake.store import FolderStore
from hyperion_assets.settings import Settings
from hyperion_assets_tests.broker.kafka_topics import KafkaTopics

SettingsWith = Callable[..., Settings]


@pytest.fixture
def settings_with(kafka: str, tmp_path: Path) -> SettingsWith:
    """Makes settings with the test's own home and topics, and whatever else is named."""
    prefix = f"{uuid.uuid4().hex[:12]}-"

    def make(**others: Any) -> Settings:
        given = {"home": tmp_path, "kafka_bootstrap_servers": kafka, "topic_prefix": prefix, **others}
        return Settings(_env_file=None, **given)

    return make


@pytest.fixture
def settings(settings_with: SettingsWith) -> Settings:
    """Settings with the test's own home and topics."""
    return settings_with()


@pytest.fixture
def store(settings: Settings) -> FolderStore:
    """The test's own hyperion-raw."""
    return FolderStore(Path(settings.raw))


@pytest.fixture
def topics(settings: Settings) -> KafkaTopics:
    """What a test does to the broker behind the platform's back."""
    return KafkaTopics(settings)
