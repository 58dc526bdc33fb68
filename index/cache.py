"""Where what is made once for every index is kept: unpacked weights, the lexicon."""

import os
from pathlib import Path


def default_cache() -> Path:
    """The folder: `$XDG_CACHE_HOME/ministersvar`, else `~/.cache/ministersvar`."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ministersvar"
