"""What every Java server that uses Hadoop's client shares: its jars, its way of configuration, its log."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

from hyperion_assets.errors import ServiceError
from hyperion_assets.local import jars
from hyperion_assets.progress import Report
from hyperion_assets.settings import Settings

LOGGING = """\
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{yyyy-MM-dd HH:mm:ss.SSS} %p %c{1} %m%n
"""
# What the servers need of the jars that PySpark brings.
CLIENT = ("hadoop-client-api", "hadoop-client-runtime", "jcl-over-slf4j", "slf4j-api", "log4j-*")
# Java's second compiler takes more of the processor at the start than it saves.
JVM = ["-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xlog:disable", "-Xlog:all=error:stderr"]
# Whatever the caller's locale, so that Java can read every path.
ENVIRONMENT = {"LC_ALL": "C.UTF-8"}


def client_jars(*more: str) -> list[Path]:
    """Hadoop's client and what it logs with, and `more` by their names, from PySpark.

    Raises ServiceError if they are not there.
    """
    # Found, not imported: importing it takes longer than all that is done here.
    found = find_spec("pyspark")
    folder = Path(found.origin).parent / "jars" if found and found.origin else Path()
    wanted = [path for name in (*CLIENT, *more) for path in sorted(folder.glob(f"{name}-[0-9]*.jar"))]
    if not wanted:
        raise ServiceError("the package pyspark is not installed: run `make setup`")
    return wanted


def s3a_jars(report: Report) -> list[Path]:
    """Hadoop's client for S3, and what of AWS's SDK and of PySpark's jars it needs. Raises ServiceError."""
    fetched = jars.fetch(report, jars.S3A)
    return [*(fetched / jar.name for jar in jars.locked(jars.S3A)), *client_jars("httpclient", "httpcore", "netty-*")]


def s3a(settings: Settings) -> dict[str, str]:
    """How Hadoop's client reaches buckets, where the settings name any or a server. It holds the secret key."""
    if settings.s3_endpoint is None and not any(root.startswith("s3://") for root in settings.roots):
        return {}
    secret = settings.s3_secret_key
    given = {
        "fs.s3a.endpoint": settings.s3_endpoint,
        "fs.s3a.access.key": settings.s3_access_key,
        "fs.s3a.secret.key": secret.get_secret_value() if secret else None,
        # A server of one's own has no host name for each bucket.
        "fs.s3a.path.style.access": "true" if settings.s3_endpoint else None,
    }
    return {
        "fs.s3.impl": "org.apache.hadoop.fs.s3a.S3AFileSystem",
        "fs.s3a.endpoint.region": settings.s3_region,
        **{name: value for name, value in given.items() if value},
    }


def configuration(properties: dict[str, str]) -> str:
    """A file such as core-site.xml."""
    root = ElementTree.Element("configuration")
    for name, value in properties.items():
        entry = ElementTree.SubElement(root, "property")
        ElementTree.SubElement(entry, "name").text = name
        ElementTree.SubElement(entry, "value").text = value
    ElementTree.indent(root, " ")
    return ElementTree.tostring(root, encoding="unicode") + "\n"
