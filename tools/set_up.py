"""Makes `.venv`: the hashed lock's packages, this repository, and what the embedded Kafka needs.

Runs on the system's Python with nothing installed, and says in one line what is missing. `make setup` calls it
when a lock changed; steps that download are told apart from the others.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from time import monotonic

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)


def main() -> int:
    """Run every step; returns the exit status."""
    missing = _missing()
    if missing:
        print(f"set-up: {missing}", file=sys.stderr)
        return 2
    print(f"set-up: making {VENV}; packages not met before are downloaded, some 700 MB in all", flush=True)
    began = monotonic()
    downloading = 0.0
    for title, downloads, command in _steps():
        at = monotonic()
        failed = subprocess.run(command, cwd=ROOT, env=_environment(), check=False).returncode
        took = monotonic() - at
        if failed:
            print(f"set-up: {title} failed; the lines above say why, `make setup` tries again", file=sys.stderr)
            return 2
        downloading += took if downloads else 0.0
        print(f"set-up: {title} {took:.0f} s{' (downloads included)' if downloads else ''}", flush=True)
    total = monotonic() - began
    besides = total - downloading
    print(f"set-up: done in {total:.0f} s: {downloading:.0f} s in steps that download, {besides:.0f} s besides")
    return 0


def _missing() -> str | None:
    """What the machine lacks, with the command that installs it."""
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:2]))
        wanted = ".".join(map(str, OLDEST))
        return f"python3 is {found}, {wanted} or newer is needed: run `make PYTHON=python{wanted}` with one installed"
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        return "Python's venv is missing: run `apt-get install python3-venv`"
    return None


def _steps() -> list[tuple[str, bool, list[str]]]:
    """Title, whether it downloads, command. Everything that comes from a registry is checked against a hash."""
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    uv = [str(VENV / "bin" / "uv"), "pip", "install", "--quiet", "--python", str(PYTHON)]
    constrained = ["--require-hashes", "--build-constraints", "build-constraints.txt"]
    return [
        ("virtual environment", False, [sys.executable, "-m", "venv", *_clear(), str(VENV)]),
        ("installer", True, [*pip, "-r", "requirements-bootstrap.lock"]),
        ("packages", True, [*uv, *constrained, "-r", "requirements.lock"]),
        ("this repository", False, [*uv, "--offline", "--no-deps", "--no-build-isolation", "--editable", "."]),
        ("Kafka's jars", True, [str(PYTHON), "-m", "hyperion_assets.local.jars"]),
        ("Kafka's first start", False, [str(PYTHON), "-m", "hyperion_assets.local.warm_up"]),
    ]


def _clear() -> list[str]:
    """A virtual environment whose Python is gone or is another version is made from scratch."""
    ask = [str(PYTHON), "-c", "import sys; print(sys.version_info[:2])"]
    try:
        found = subprocess.run(ask, capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        return ["--clear"]
    return [] if found == str(sys.version_info[:2]) else ["--clear"]


def _environment() -> dict[str, str]:
    """uv reads variables of its own where pip's say which index and which certificates to use."""
    found = dict(os.environ)
    for pips, uvs in (("PIP_INDEX_URL", "UV_DEFAULT_INDEX"), ("PIP_CERT", "SSL_CERT_FILE")):
        if pips in found:
            found.setdefault(uvs, found[pips])
    return found


if __name__ == "__main__":
    sys.exit(main())
