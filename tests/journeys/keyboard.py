"""Going through pages with the keyboard alone."""

from playwright.sync_api import Page


def enter(page: Page, words: str) -> None:
    """Tab to what says these words and press Enter."""
    tab_to(page, words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def tab_to(page: Page, words: str, most: int = 80) -> None:
    """Press Tab until what has focus says these words, or has a label that does."""
    for _press in range(most):
        page.keyboard.press("Tab")
        said = page.evaluate(
            "(e => e.innerText || (e.labels?.length ? e.labels[0].innerText : e.value) || '')(document.activeElement)"
        )
        if words in said:
            return
    raise AssertionError(f"Tab never came to {words!r}")


def write(page: Page, label: str, words: str) -> None:
    """Tab to a field by its label and type."""
    tab_to(page, label)
    page.keyboard.type(words)
