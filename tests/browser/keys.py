"""Hands at a keyboard, without a mouse."""

from __future__ import annotations

from playwright.sync_api import ElementHandle

from tests.browser.hands import BrowserHands


class KeyHands(BrowserHands):
    """A person with a keyboard and no mouse, at a screen as narrow as a phone's."""

    width = 375
    ACTIVE = "e => document.activeElement === e"

    def reach(self, element: ElementHandle, *, most: int = 250) -> None:
        """Press Tab until the element has the focus; from the top past the menu, as people who know the way do."""
        keyboard = self.page.keyboard
        if element.evaluate(self.ACTIVE):
            return
        begins = self.page.evaluate("document.activeElement === document.body")
        if begins and element.evaluate("e => e.closest('main') !== null"):
            keyboard.press("Tab")
            keyboard.press("Enter")
        back = element.evaluate(
            "e => document.activeElement !== document.body && "
            "(document.activeElement.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_PRECEDING) !== 0"
        )
        for _ in range(most):
            keyboard.press("Shift+Tab" if back else "Tab")
            if element.evaluate(self.ACTIVE):
                return
        raise AssertionError(f"{self.who}: {self.path}: no key reaches {element.evaluate('e => e.outerHTML')[:200]}")

    def activate(self, element: ElementHandle) -> None:
        self.reach(element)
        self.page.keyboard.press("Enter")

    def write(self, control: ElementHandle, text: str) -> None:
        self.reach(control)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(text)

    def tick(self, control: ElementHandle) -> None:
        keyboard = self.page.keyboard
        if control.is_checked():
            return
        if control.get_attribute("type") == "checkbox":
            self.reach(control)
            keyboard.press("Space")
        else:
            group = self.page.evaluate_handle(
                "e => { const all = [...e.form.elements].filter(r => r.name === e.name);"
                " return all.find(r => r.checked) ?? all[0] }",
                control,
            ).as_element()
            assert group
            self.reach(group)
            keyboard.press("Space")
            for _ in range(40):
                if control.is_checked():
                    break
                keyboard.press("ArrowDown")
        assert control.is_checked()

    def pick(self, control: ElementHandle, answer: str, *, by_label: bool) -> None:
        self.reach(control)
        wanted = "(e, t) => e.selectedOptions[0].text.startsWith(t)" if by_label else "(e, t) => e.value === t"
        self.page.keyboard.press("Home")
        for _ in range(60):
            if control.evaluate(wanted, answer):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{self.path}: no arrow reaches {answer!r}")
