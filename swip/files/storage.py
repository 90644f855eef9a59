"""Files in a bucket of an S3 service, which nobody but this service opens."""

from __future__ import annotations

from typing import Any

from botocore.config import Config
from botocore.exceptions import ClientError
from storages.backends.s3 import S3Storage


class Bucket(S3Storage):
    """Keys are random, so that none is ever asked for before it is written."""

    def get_default_settings(self) -> dict[str, Any]:
        patient = Config(connect_timeout=5, read_timeout=30, retries={"max_attempts": 3, "mode": "standard"})
        return {
            **super().get_default_settings(),
            "file_overwrite": True,
            "default_acl": None,
            "client_config": patient,
            "max_memory_size": 4 * 1024 * 1024,  # a larger one is read from a temporary file
        }

    def stream(self, name: str) -> Any:
        """What is in a file as it comes, without a copy of it on this machine."""
        try:
            return self.bucket.Object(name).get()["Body"]
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
                raise FileNotFoundError(name) from None
            raise

    def url(self, *args: Any, **options: Any) -> str:
        """A public address would go past every permission."""
        raise PermissionError("files are served by the pages of this service alone")
