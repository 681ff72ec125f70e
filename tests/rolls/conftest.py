import pytest


@pytest.fixture(autouse=True)
def _quickly_read(read_in_this_process):
    """A process of its own for each of some hundred sheets takes most of the time."""
