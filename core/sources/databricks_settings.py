"""Which workspace and account of Databricks are asked, as whom, and which figures of theirs are which metrics."""

import hashlib
from typing import Literal, Self, get_args

from pydantic import Field, HttpUrl, SecretStr, model_validator
from pydantic_settings import SettingsConfigDict

from core.sources.catalog_settings import CatalogSettings

PREFIX = "UPTAKE_DATABRICKS_"

Figure = Literal["workspaces", "active_users", "usage", "consumed_schemas", "grants"]
FROM_THE_ACCOUNT: Figure = "workspaces"


class DatabricksSettings(CatalogSettings):
    """Signs in by a token, or as a service principal by client id and secret, which the account asks for."""

    model_config = SettingsConfigDict(env_prefix=PREFIX)

    host: HttpUrl | None = Field(default=None, description="Address of a workspace, such as https://HOST.")
    account_host: HttpUrl | None = Field(default=None, description="Address of the account console.")
    account_id: str = Field(default="", description="Id of the account whose workspaces are read.")
    client_id: str = Field(default="", description="Client id of a service principal, instead of a token.")
    client_secret: SecretStr | None = Field(default=None, description="Secret of the service principal.")
    warehouse_id: str = Field(
        default="", pattern=r"^[\w-]*$", description="SQL warehouse that reads tags and system tables."
    )
    read_lineage: bool = Field(
        default=False, description="Whether it is read which tables were made from which, and by which domains."
    )
    domain_tag: str = Field(default="domain", description="Tag of a workspace that holds the key of its domain.")
    workspaces_metric: str = Field(default="", description="Key of the metric: workspaces that are running.")
    active_users_metric: str = Field(default="", description="Key of the metric: people active within 28 days.")
    usage_metric: str = Field(default="", description="Key of the metric: Databricks units used in a day.")
    consumed_schemas_metric: str = Field(
        default="", description="Key of the metric: schemas that another domain’s tables were made from within 28 days."
    )
    grants_metric: str = Field(default="", description="Key of the metric: privileges granted on tables.")

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if (self.host or self.account_host) and bool(self.token) == bool(self.client_id or self.client_secret):
            raise ValueError(f"{PREFIX}TOKEN: give either a token, or {PREFIX}CLIENT_ID and {PREFIX}CLIENT_SECRET")
        read_by_sql = self.read_grants or self.read_lineage or self.metrics.keys() - {FROM_THE_ACCOUNT}
        needs = {
            "CLIENT_ID": (self.client_secret, self.client_id),
            "CLIENT_SECRET": (self.client_id, self.client_secret),
            "ACCOUNT_ID": (self.account_host, self.account_id),
            "ACCOUNT_HOST": (self.account_id or self.workspaces_metric, self.account_host),
            "HOST": (self.account_host or self.warehouse_id, self.host),
            "WAREHOUSE_ID": (read_by_sql, self.warehouse_id),
            "DOMAIN_PATTERN": (self.consumed_schemas_metric, self.domain_pattern),
        }
        if lacking := [f"{PREFIX}{name}" for name, (other, value) in needs.items() if other and not value]:
            raise ValueError(f"{' and '.join(lacking)}: missing, which another setting needs")
        return self

    @property
    def metrics(self) -> dict[Figure, str]:
        """The key of the metric for each figure that is wanted."""
        keys: dict[Figure, str] = {figure: getattr(self, f"{figure}_metric") for figure in get_args(Figure)}
        return {figure: key for figure, key in keys.items() if key}

    def fingerprint(self) -> str:
        """Changes with every setting that decides what a reading is of, so that all are read anew."""
        told = self.model_dump_json(exclude={"token", "client_id", "client_secret", "warehouse_id", "catalogs"})
        return hashlib.sha256(f"{told} {sorted(self.catalogs)}".encode()).hexdigest()[:16]
