"""The request as Loket takes it in: nothing of it touches the disk, and nothing of it is cut off in silence."""

from __future__ import annotations

from io import BytesIO
from typing import IO, Any

from flask import Request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wsgi import LimitedStream


class InMemory(Request):
    """A request whose files never touch the disk: what is sent may be somebody's bank statement."""

    def get_data(self, *args: Any, **named: Any) -> Any:
        """The body. 413 when it came without a length (chunked) and reaches the limit: werkzeug would cut it off there without a word."""
        found = super().get_data(*args, **named)
        read_to_the_limit = isinstance(self.stream, LimitedStream) and self.stream.is_exhausted
        if self.content_length is None and self.max_content_length is not None and read_to_the_limit:
            raise RequestEntityTooLarge
        return found

    def _get_file_stream(self, *_args: Any, **_named: Any) -> IO[bytes]:
        return BytesIO()
