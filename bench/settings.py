"""The service's own settings, over a database of made-up people, with one thing added: queries are counted."""

from config.settings import *  # noqa: F403
from config.settings import MIDDLEWARE as OWN_MIDDLEWARE

MIDDLEWARE = ["bench.counting.count_queries", *OWN_MIDDLEWARE]
