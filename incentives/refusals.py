"""What cannot be done as asked, for screens and commands alike."""

from typing import Any

from dingnan_sw.audit.denials import Denied


class Refused(Denied):
    """code is a stable word for programs; message says what, where and how to mend it; details go with them as JSON."""

    def __init__(self, code: str, message: str, **details: Any) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.details = details

    def as_json(self) -> dict[str, Any]:
        return {"error": self.code, "message": self.message, **self.details}
