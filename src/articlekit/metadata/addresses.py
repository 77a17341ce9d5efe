"""Addresses that the metadata tells: absolute where the page's own is known, and of the web alone."""

from __future__ import annotations

from articlekit.page import Page, absolute


def web_address(page: Page, href: str) -> str | None:
    """The address that `href` stands for; None for scripts, data and words that are none ("undefined")."""
    address = absolute(page, href.strip())
    scheme, colon, _ = address.partition(":")
    if scheme.lower() in ("http", "https") and colon:
        return address
    is_path = "/" in scheme or (not colon and "." in address)  # where the page's own address is not known
    return address if is_path and " " not in address else None
