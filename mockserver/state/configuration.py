"""What an assistant is configured with. `context` and `config.configurable` say the same."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from mockserver.errors import BadRequest


class Configuration(NamedTuple):
    config: Mapping[str, Any]
    context: Mapping[str, Any]

    def changed(self, config: Mapping[str, Any] | None, context: Mapping[str, Any] | None) -> "Configuration":
        """Replaced by what is given. An empty `config` is none, as it is for the reference server.

        Raises:
            BadRequest: both say how the graph is configured.

        """
        configurable = (config or {}).get("configurable")
        if configurable and context:
            raise BadRequest("config.configurable and context say the same: only one can be given")
        if configurable:
            return Configuration(config or {}, configurable)
        if context is not None:
            rest = {key: value for key, value in (config or self.config).items() if key != "configurable"}
            return Configuration({**rest, "configurable": context} if context else rest, context)
        return Configuration(config, {}) if config else self


NOTHING = Configuration({}, {})
