"""A key that has expired, as AWS says it: SeaweedFS gives no keys for a time, so the answer alone is the server's."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from time import monotonic

import pytest
from pydantic import SecretStr

from hyperion_assets.errors import StorageError
from hyperion_assets.lake.lake import Lake
from hyperion_assets.local.ports import HOST
from hyperion_assets.operations.doctor.diagnosis import findings
from hyperion_assets.operations.doctor.lake import root
from hyperion_assets.settings import Settings

BOUND_SECONDS = 30.0
ANSWER = """<?xml version="1.0" encoding="UTF-8"?>
<Error><Code>{code}</Code><Message>{message}</Message><RequestId>4442587FB7D0A2F9</RequestId></Error>"""
EXPIRED = ANSWER.format(code="ExpiredToken", message="The provided token has expired.")
SKEWED = ANSWER.format(
    code="RequestTimeTooSkewed", message="The difference between the request time and the server's time is too large."
)


class Refusing(BaseHTTPRequestHandler):
    """Answers every request with one error, as AWS writes it."""

    answer: tuple[int, str]

    def do_GET(self) -> None:
        status, text = self.answer
        self.send_response(status)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def refusing(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Settings of a lake at a server that refuses with the status and text of the parameter."""
    handler = type("Handler", (Refusing,), {"answer": request.param})
    with ThreadingHTTPServer((HOST, 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield Settings(
            home=tmp_path,
            raw_root="s3://hyperion-raw",
            s3_endpoint=f"http://{HOST}:{server.server_address[1]}",
            s3_access_key="ASIA",
            s3_secret_key=SecretStr("hunter2"),
            _env_file=None,
        )
        server.shutdown()


@pytest.mark.parametrize(
    ("refusing", "why"),
    [
        ((400, EXPIRED), "the access key has expired: log in again, or give another one, and start the command again"),
        ((403, SKEWED), "this machine's clock differs from the server's: set it right"),
    ],
    indirect=["refusing"],
)
def test_what_aws_says_is_one_line_with_the_remedy(refusing: Settings, why: str) -> None:
    began = monotonic()
    with pytest.raises(StorageError) as raised:
        _ = Lake(refusing).raw
    assert monotonic() - began < BOUND_SECONDS
    assert str(raised.value) == f"s3://hyperion-raw: {why}"
    found = findings({"raw": lambda: root(refusing.raw, refusing, "HYPERION_RAW_ROOT")}, BOUND_SECONDS)["raw"]
    assert (found.state, str(found)) == ("failed", str(raised.value))
