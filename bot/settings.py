"""What the operator sets, by environment or `.env`. Built once at the edge; nothing below reads the environment."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import SettingWrong
from corpus.files import default_folder

PREFIX = "MINISTERSVAR_"
DOTENV = Path(".env")
_TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{20,80}")
REASONS = {
    "telegram_api_url": "not the address of a Bot API, such as https://api.telegram.org",
    "oda_url": "not the address of an open data service, such as https://oda.ft.dk/api/",
    "admins": "not a list of Telegram ids, such as 12345, 67890",
    "groups": "not a list of Telegram ids, such as -1001234567890, -1009876543210",
    "webhook_url": "not an https address that Telegram can reach",
    "keep_days": "not a number of days from 1 to 365",
}


class Settings(BaseSettings):
    """Every setting is `MINISTERSVAR_` and the field's name in capitals; an empty value means "not set"."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=DOTENV, env_ignore_empty=True, frozen=True, extra="ignore"
    )

    telegram_token: SecretStr | None = Field(None, description="The bot's token, from @BotFather.")
    telegram_api_url: str = Field(
        "https://api.telegram.org", pattern=r"^https?://[^\s/]+[^\s]*$", description="Base of the Bot API."
    )
    documents: Path | None = Field(None, description="Folder of documents; not set: the corpus that ships.")
    index: Path = Field(Path(".ministersvar/index"), description="Folder of the index.")
    keep: int = Field(3, ge=1, le=100, description="Generations of the index that stay on disk.")
    gate: Path | None = Field(None, description="Golden questions that a new index must not answer worse.")
    watch: bool = Field(True, description="Whether the bot renews the index when documents change.")
    state: Path = Field(Path(".ministersvar/state"), description="Folder of what the bot keeps.")
    oda_url: str = Field(
        "https://oda.ft.dk/api/", pattern=r"^https?://[^\s/]+[^\s?#]*$", description="Base of the open data service."
    )
    drop: Path = Field(Path(".ministersvar/drop"), description="Folder for the files that a person fetched.")
    model: str = Field("bundled", description="The bundled model, a SentenceTransformer name, or its folder.")
    admins: Annotated[tuple[int, ...], NoDecode] = Field((), description="Numeric Telegram ids, by comma.")

    groups: Annotated[tuple[int, ...], NoDecode] = Field(
        (), description="Numeric ids of the groups the bot may be in, by comma; not set: any."
    )
    webhook_url: str | None = Field(
        None, pattern=r"^https://[^\s/]+/\S+$", description="Where Telegram sends updates to; not set: the bot polls."
    )
    webhook_port: int = Field(8443, ge=1, le=65535, description="Port on this machine that the webhook leads to.")
    metrics_port: int | None = Field(
        None, ge=1, le=65535, description="Port on this machine's loopback for Prometheus; not set: none."
    )
    daily_report: bool = Field(
        True, description="Whether administrators are told each morning how the day before went."
    )
    topics: bool = Field(
        False, description="Whether to count which of the documents' words are asked for in vain, each by itself."
    )
    keep_days: int = Field(30, ge=1, le=365, description="Days that the numbers of queries and replies are kept.")

    @field_validator("admins", "groups", mode="before")
    @classmethod
    def _by_comma(cls, value: Any) -> Any:
        return [part for part in value.replace(",", " ").split() if part] if isinstance(value, str) else value

    @property
    def documents_folder(self) -> Path:
        """The folder of documents: the operator's, else the corpus that ships."""
        return self.documents or default_folder()


def is_token(text: str) -> bool:
    """Whether a text looks like a bot's token."""
    return _TOKEN.fullmatch(text) is not None


def load_settings(**overrides: Any) -> Settings:
    """The settings of the environment and `.env`; an override that is None does not count.

    Raises:
        SettingWrong: a value cannot be used; the first such is named.
    """
    try:
        return Settings(**{name: value for name, value in overrides.items() if value is not None})
    except UnicodeDecodeError:
        raise SettingWrong(str(DOTENV), "not UTF-8 text") from None
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = PREFIX + str(first["loc"][0]).upper()
        raise SettingWrong(name, REASONS.get(str(first["loc"][0]), str(first["msg"]))) from None


def unknown_names(environ: Mapping[str, str] = os.environ, dotenv: Path = DOTENV) -> tuple[str, ...]:
    """Names that begin like settings and are none: a mistyped one would otherwise be ignored in silence.

    Raises:
        SettingWrong: the file is not UTF-8.
    """
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    try:
        given = {*environ, *(dotenv_values(dotenv) if dotenv.is_file() else ())}
    except UnicodeDecodeError:
        raise SettingWrong(str(dotenv), "not UTF-8 text") from None
    return tuple(sorted(name for name in given if name.upper().startswith(PREFIX) and name.upper() not in known))
