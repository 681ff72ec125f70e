"""Taking a certificate's scan (jpg, png, pdf) from outside: checked by its content, drawn anew or rendered, never run.

Knows nothing of the portal's certificates.
"""

from dingnan_sw.lib.scans.guard import LIMITS, Kind, Limits, ScanRefused
from dingnan_sw.lib.scans.names import safe_name
from dingnan_sw.lib.scans.taking import Scan, take
from dingnan_sw.lib.scans.turning import turned

__all__ = ["LIMITS", "Kind", "Limits", "Scan", "ScanRefused", "safe_name", "take", "turned"]
