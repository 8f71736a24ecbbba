"""What servers say on HTTP, in bounded time."""

from __future__ import annotations

import requests

from hyperion_assets.errors import ServiceError
from hyperion_assets.local.ports import is_loopback

CONNECT_SECONDS = 3.0
READ_SECONDS = 5.0


def get(url: str, named: str, remedy: str) -> requests.Response:
    """What a server answers, whatever it thinks of it. Raises ServiceError if nothing does."""
    with requests.Session() as session:
        # No proxy of the environment stands between a process and its own machine.
        session.trust_env = not is_loopback(url)
        try:
            return session.get(url, timeout=(CONNECT_SECONDS, READ_SECONDS), allow_redirects=False)
        except requests.RequestException as error:
            reason = _reason(error)
            raise ServiceError(f"{named} at {url} does not answer ({reason}): {remedy}") from None


def _reason(error: BaseException) -> str:
    """The system's own word for it, which requests keeps deep inside."""
    found: BaseException | None = error
    while found is not None:
        if isinstance(found, OSError) and found.strerror:
            return found.strerror
        inner = next((each for each in found.args if isinstance(each, BaseException)), None)
        found = getattr(found, "reason", None) or inner or found.__context__
        if not isinstance(found, BaseException):
            break
    return type(error).__name__
