"""What can go wrong at the edge: settings and Telegram. Each message names the command or edit that mends it."""

from pathlib import Path

from corpus.errors import MinistersvarError


class BotError(MinistersvarError):
    """Something about the settings or Telegram."""


class SettingWrong(BotError):
    """A setting has a value that cannot be used."""

    def __init__(self, name: str, reason: str) -> None:
        self.name = name
        super().__init__(f"{name}: {reason}; correct it in the environment or in .env")


class TokenMissing(BotError):
    """No bot token is set."""

    def __init__(self) -> None:
        super().__init__(
            "there is no bot token; get one from @BotFather in Telegram and set MINISTERSVAR_TELEGRAM_TOKEN "
            "in the environment or in .env"
        )


class TokenRefused(BotError):
    """Telegram does not know the token, or it cannot be one."""

    def __init__(self) -> None:
        super().__init__(
            "the bot token is refused; copy it again from @BotFather into MINISTERSVAR_TELEGRAM_TOKEN "
            "(it looks like 123456:ABC-def)"
        )


class OtherPoller(BotError):
    """Another program answers as this bot."""

    def __init__(self) -> None:
        super().__init__("another program is running this bot; stop it, then run `ministersvar bot` again")


class BotRunning(BotError):
    """A bot holds the state that is to be replaced."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"a bot is running on {folder}; stop it (`systemctl stop ministersvar`, or Ctrl-C where it runs), "
            "then restore again"
        )


class StateNewer(BotError):
    """The state was written to after the backup that would replace it."""

    def __init__(self, folder: Path, backup: Path) -> None:
        super().__init__(
            f"the state in {folder} is newer than {backup}; `ministersvar state restore --newer-too {backup}` "
            "restores all the same, and keeps what is there under another name"
        )


class StateNone(BotError):
    """There is no state yet."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"there is no state in {folder} yet; check MINISTERSVAR_STATE, or start `ministersvar bot`")


class StateAhead(BotError):
    """The state was written by a version of the bot that is yet to come."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} was written by a newer version of this program; install that version again, "
            "or restore a backup from before with `ministersvar state restore --newer-too FILE`"
        )


class StateClosed(BotError):
    """The state cannot be used, and is not damaged."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path} cannot be used ({reason}); `ministersvar doctor` looks at disk, rights and processes")


class StateDamaged(BotError):
    """A file of the state cannot be read."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is damaged; `ministersvar state restore --newer-too FILE` puts a backup in its place "
            f"(without one, rename {path.name}, and name the administrators in MINISTERSVAR_ADMINS)"
        )


class BackupThere(BotError):
    """A backup would overwrite a file."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is there already; name a file that is not, such as state-$(date +%F-%H%M).zip")


class BackupWrong(BotError):
    """A file is no backup that can be used."""

    def __init__(self, path: Path, reason: str) -> None:
        self.reason = reason
        super().__init__(f"{path} cannot be used: {reason}; nothing was changed, name another backup")
