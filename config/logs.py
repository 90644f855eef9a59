"""How the service logs: one line of JSON for each event, with the request it belongs to, never what people wrote."""

import logging
import traceback
from types import TracebackType

import structlog


def where_it_failed(exc_info: tuple[type[BaseException], BaseException, TracebackType | None]) -> str:
    """Its kind and its place in the code. Not its message: a database quotes the row that it refuses."""
    told = []
    error: BaseException | None = exc_info[1]
    while error is not None:
        kind = f"{type(error).__module__}.{type(error).__qualname__}"
        details = [getattr(error, "sqlstate", None), getattr(diagnosis(error), "constraint_name", None)]
        told.append(" ".join([kind, *(str(each) for each in details if each)]))
        told += [
            f"  {frame.f_code.co_filename}:{line} in {frame.f_code.co_name}"
            for frame, line in traceback.walk_tb(error.__traceback__)
        ]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join(told)


def diagnosis(error: BaseException) -> object:
    return getattr(error, "diag", None)


def without_addresses(record: logging.LogRecord) -> bool:
    """Django names the page that failed by its address; some addresses let people in. Our own line names the page."""
    record.msg, record.args = record.name, ()
    return True


SHARED: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
WRITTEN: list[structlog.typing.Processor] = [
    structlog.processors.ExceptionRenderer(where_it_failed),
    structlog.processors.JSONRenderer(),
]

structlog.configure(
    processors=[*SHARED, *WRITTEN],
    wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    logger_factory=structlog.PrintLoggerFactory(),
    cache_logger_on_first_use=True,
)

# What a person did by mistake, and the line of the request says: its status tells it apart.
NOT_OUR_FAULT = ["DisallowedHost", "RequestDataTooBig", "TooManyFieldsSent", "TooManyFilesSent", "csrf"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": SHARED,
            "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *WRITTEN],
        }
    },
    "filters": {"without_addresses": {"()": lambda: without_addresses}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django.request": {"level": "ERROR", "filters": ["without_addresses"]},
        **{f"django.security.{name}": {"handlers": [], "propagate": False} for name in NOT_OUR_FAULT},
    },
}
