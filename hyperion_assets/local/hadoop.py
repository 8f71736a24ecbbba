"""What every Java server that uses Hadoop's client shares: its jars, its way of configuration, its log."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

from hyperion_assets.errors import ServiceError

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


def configuration(properties: dict[str, str]) -> str:
    """A file such as core-site.xml."""
    root = ElementTree.Element("configuration")
    for name, value in properties.items():
        entry = ElementTree.SubElement(root, "property")
        ElementTree.SubElement(entry, "name").text = name
        ElementTree.SubElement(entry, "value").text = value
    ElementTree.indent(root, " ")
    return ElementTree.tostring(root, encoding="unicode") + "\n"
