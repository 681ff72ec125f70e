"""Work that takes more than a moment: it goes on when the page is closed, and its result waits for seven days."""
