"""The REST API of one repository on GitHub, and how Uptake signs in to it.

PyGithub only signs in as an app here: it reads a renamed field as an empty one, and has no limit of time or size.
"""

import time
from collections.abc import Iterator
from http import HTTPStatus

import httpx

from core.sources.addresses import Reach
from core.sources.contract import Limits, SourceFailed
from core.sources.github_settings import GitHubSettings
from core.sources.retry import Again, Clock
from core.sources.web import Answer, Web

PAGE = 100
SECONDS_TO_SIGN_IN = 15
SECONDS_WHEN_TOLD_NOTHING = 60
"""What GitHub asks for where it refuses for the rate and says nothing else; doubled each time."""


class GitHubClient(Web):
    """Every method raises SourceFailed, with a sentence that does not hold the token."""

    def __init__(self, settings: GitHubSettings, limits: Limits, clock: Clock = time) -> None:
        self.settings = settings
        self._slowed_down = 0
        super().__init__(
            Reach({settings.host}, private=settings.private_addresses),
            limits=limits,
            headers={
                "accept": "application/vnd.github+json",
                "authorization": f"Bearer {_token(settings)}",
                "user-agent": "uptake",
                "x-github-api-version": "2022-11-28",
            },
            clock=clock,
        )

    def pages(self, path: str, **parameters: str) -> Iterator[object]:
        """The answers under the repository’s ``path``, page by page."""
        return self.pages_by_link(f"{self._address()}/{path}", {"per_page": PAGE, **parameters})

    def answers(self, path: str, *, unless: str, **parameters: str) -> Iterator[Answer]:
        """The same with their ETags, and none while the first one has the ETag ``unless``, which costs nothing."""
        return self.answers_by_link(f"{self._address()}/{path}", {"per_page": PAGE, **parameters}, unless=unless)

    def get(self, path: str) -> object:
        answer: object = self.fetch_json(f"{self._address()}/{path}")
        return answer

    def _address(self) -> str:
        return f"{self.settings.api}/repos/{self.settings.repository}"

    def _judge(self, answer: httpx.Response) -> None:
        """A secondary limit may come without any header.

        Source: docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api, “Handle rate limit
        errors appropriately”.
        """
        told = "retry-after" in answer.headers or answer.headers.get("x-ratelimit-remaining") == "0"
        if not told and (answer.status_code == HTTPStatus.TOO_MANY_REQUESTS or _is_slowed_down(answer)):
            self._slowed_down += 1
            raise Again("asks for fewer requests", SECONDS_WHEN_TOLD_NOTHING * 2.0 ** (self._slowed_down - 1))
        super()._judge(answer)


def _is_slowed_down(answer: httpx.Response) -> bool:
    return answer.status_code == HTTPStatus.FORBIDDEN and b"rate limit" in answer.read().lower()


def _token(settings: GitHubSettings) -> str:
    """A token that is valid for the next hour, longer than a fetch takes."""
    return settings.token.get_secret_value() if settings.token else _token_of_app(settings)


def _token_of_app(settings: GitHubSettings) -> str:
    # PyGithub and its cryptography take most of a second to load, and a token needs neither.
    import github
    import jwt
    import requests

    assert settings.app_id
    assert settings.private_key
    assert settings.installation_id
    app = github.Auth.AppAuth(settings.app_id, settings.private_key.get_secret_value())
    try:
        with github.GithubIntegration(
            auth=app, base_url=settings.api, timeout=SECONDS_TO_SIGN_IN, retry=None
        ) as integration:
            return integration.get_access_token(settings.installation_id).token
    except github.GithubException as error:
        raise SourceFailed(
            f"{settings.host} refuses the app {settings.app_id} ({error.status}). "
            "Check its id, private key and installation id."
        ) from None
    except (requests.RequestException, jwt.PyJWTError, ValueError) as error:
        raise SourceFailed(
            f"Signing in to {settings.host} as the app {settings.app_id} failed ({type(error).__name__}). "
            "Check its private key and the address of the API."
        ) from None
