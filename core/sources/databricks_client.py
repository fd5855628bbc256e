"""The REST API of Databricks through its SDK, which signs in and asks again when it is told to wait.

Its typed calls are not used: they read a renamed field as an empty one, and have no limit of size. To load it takes
seconds, so whoever needs it imports this module when it is needed.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import BinaryIO

import requests
from databricks.sdk.clock import Clock as Ticking
from databricks.sdk.core import ApiClient, Config
from databricks.sdk.errors import DatabricksError, NotFound, PermissionDenied, Unauthenticated
from pydantic import HttpUrl

from core.sources.catalog_listing import next_page
from core.sources.contract import Limits, SourceFailed
from core.sources.databricks_settings import DatabricksSettings
from core.sources.retry import Clock, told
from core.sources.web import Query

SECONDS_TO_ANSWER = 60
SECONDS_TO_DISCOVER = 15
PART = 64 * 1024


class DatabricksClient:
    """Asks one host, a workspace or the account console, within the limits of a fetch.

    Every method raises SourceFailed, with a sentence that does not hold the token.
    """

    def __init__(self, address: HttpUrl, settings: DatabricksSettings, limits: Limits, clock: Clock) -> None:
        self.host = (address.host or "").strip("[]")
        self.clock = Patience(clock, limits, self.host)
        self._limits = limits
        self._api = ApiClient(self._config(address, settings))

    def get(self, path: str, query: Query | None = None) -> object:
        return self._ask("GET", path, query=query)

    def post(self, path: str, body: Mapping[str, object]) -> object:
        return self._ask("POST", path, body=body)

    def pages(self, path: str, query: Query) -> Iterator[object]:
        """Each page of a list; an empty one may have a token for the next."""
        tokens: set[str] = set()
        while True:
            page = self.get(path, query)
            yield page
            if not (token := next_page(page)):
                return
            if token in tokens:
                raise SourceFailed(f"The pages of {self.host} lead round in a circle.")
            tokens.add(token)
            query = {**query, "page_token": token}

    def _config(self, address: HttpUrl, settings: DatabricksSettings) -> Config:
        """Raises SourceFailed. ``auth_type`` keeps what the environment holds for other programs out of it."""
        secret = settings.client_secret.get_secret_value() if settings.client_secret else None
        seconds = max(1, round(self._limits.time.total_seconds()))
        try:
            config = Config(
                host=str(address),
                account_id=settings.account_id or None,
                token=settings.token.get_secret_value() if settings.token else None,
                client_id=settings.client_id or None,
                client_secret=secret,
                auth_type="pat" if settings.token else "oauth-m2m",
                retry_timeout_seconds=min(seconds, SECONDS_TO_DISCOVER),
                http_timeout_seconds=min(self._limits.time.total_seconds(), SECONDS_TO_ANSWER),
                product="uptake",
                product_version="0",
                clock=self.clock,
            )
        except (ValueError, OSError):
            raise SourceFailed(f"Signing in to {self.host} failed. Check its address and the credentials.") from None
        config.retry_timeout_seconds = seconds
        return config

    def _ask(
        self, method: str, path: str, query: Query | None = None, body: Mapping[str, object] | None = None
    ) -> object:
        self.clock.check()
        asked = dict(query) if query else None
        try:
            answer = self._api.do(method, path, query=asked, body=dict(body) if body else None, raw=True)
            assert isinstance(answer, dict)
            whole = self._whole(answer["contents"])
        except DatabricksError as error:
            raise SourceFailed(self._refusal(error, path)) from None
        except TimeoutError:
            raise SourceFailed(f"{self.host} did not answer in time.") from None
        except requests.RequestException:
            raise SourceFailed(f"{self.host} could not be reached, or broke off its answer.") from None
        except (NotImplementedError, ValueError):  # both come from the answer to a sign-in
            raise SourceFailed(f"Signing in to {self.host} failed. Check the credentials.") from None
        try:
            return json.loads(whole)
        except (ValueError, RecursionError):
            raise SourceFailed(f"{self.host} answered {path} with something that is no JSON.") from None

    def _whole(self, stream: BinaryIO) -> bytes:
        body = bytearray()
        with closing(stream):
            while part := stream.read(PART):
                body += part
                if len(body) > self._limits.answer_bytes:
                    raise SourceFailed(f"An answer of {self.host} is larger than {self._limits.answer_bytes:,} bytes.")
                self.clock.check()
        return bytes(body)

    def _refusal(self, error: DatabricksError, path: str) -> str:
        """Without the message of the platform, to which the SDK adds the settings."""
        match error:
            case Unauthenticated() | PermissionDenied():
                return f"{self.host} refuses {path} ({error.error_code}). Check the credentials and what they may read."
            case NotFound():
                return f"{self.host} has nothing under {path} ({error.error_code}). Check the settings."
        return f"{self.host} answered {path} with {error.error_code or 'an error'}."


class Patience(Ticking):
    """The clock of the SDK, which would sleep for as long as a platform asks: it waits no longer than a fetch may."""

    def __init__(self, clock: Clock, limits: Limits, host: str) -> None:
        self._clock, self._limits, self._host = clock, limits, host
        self._until = clock.monotonic() + limits.time.total_seconds()

    def time(self) -> float:
        return self._clock.time()

    def sleep(self, seconds: float) -> None:
        """Raises SourceFailed instead if that would be too late."""
        if self._clock.monotonic() + seconds >= self._until:
            raise SourceFailed(
                f"{self._host} cannot be asked again before {told(self.time() + seconds)}, which is too late."
            )
        self._clock.sleep(seconds)

    def check(self) -> None:
        """Raises SourceFailed if the time is over."""
        if self._clock.monotonic() >= self._until:
            raise SourceFailed(f"{self._host} took longer than {self._limits.time}.")
