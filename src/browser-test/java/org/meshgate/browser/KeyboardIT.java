package org.meshgate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Keyboard;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The console without a mouse. */
class KeyboardIT {

    private static final int MAX_STEPS = 60;

    @RegisterExtension
    static final RunningConsole CONSOLE = new RunningConsole();

    @BeforeAll
    static void start() {
        CONSOLE.server().firstAdmin("ada");
    }

    /** Presses Tab until the focus is at something, which must show that it has it. */
    private static void tabTo(Visit visit, String selector) {
        for (int step = 0; step < MAX_STEPS; step++) {
            visit.page().keyboard().press("Tab");
            if (visit.page()
                    .evaluate("selector => document.activeElement.matches(selector)", selector)
                    .equals(true)) {
                assertThat(visit.page()
                                .evaluate("(() => { const style = getComputedStyle(document.activeElement);"
                                        + " return style.outlineStyle !== 'none' || style.boxShadow !== 'none'; })()"))
                        .as("%s shows the focus", selector)
                        .isEqualTo(true);
                return;
            }
        }
        throw new AssertionError(
                selector + " is not reached by the keyboard on " + visit.page().url());
    }

    @Test
    void signInSubmitCancelAndSignOut() {
        try (Visit visit = CONSOLE.visit()) {
            Keyboard keys = visit.page().keyboard();
            visit.open("/");
            tabTo(visit, "[name=username]");
            keys.type("ada");
            tabTo(visit, "[name=password]");
            keys.type(ConsoleServer.PASSWORD);
            keys.press("Enter");
            assertThat(visit.heading("Hello, ada")).isVisible();
            // A new page has the focus on its heading, so that the next Tab goes into it
            tabTo(visit, "a[href='#/new']");
            keys.press("Enter");
            assertThat(visit.heading("New job")).isFocused();
            tabTo(visit, "a.choice[href*='text-to-textured-mesh']");
            keys.press("Enter");
            tabTo(visit, "textarea");
            keys.type("by keyboard");
            tabTo(visit, "button[type=submit]");
            keys.press("Enter");
            assertThat(visit.heading("by keyboard")).isVisible();
            tabTo(visit, "header.top button");
            keys.press("Enter");
            assertThat(visit.heading("Sign in")).isVisible();
            visit.assertNoComplaint();
        }
    }

    @Test
    void aDialogKeepsTheFocusAndEscapeClosesIt() {
        try (Visit visit = CONSOLE.visit()) {
            CONSOLE.server().user("carl").submit("to be deleted");
            visit.signIn("carl").open("/jobs");
            visit.page().locator("button:has-text('Delete')").first().waitFor();
            visit.page().locator("button:has-text('Delete')").first().focus();
            visit.page().keyboard().press("Enter");
            assertThat(visit.page().locator("dialog[open]")).isVisible();
            for (int step = 0; step < 5; step++) {
                visit.page().keyboard().press("Tab");
                assertThat(
                                visit.page()
                                        .evaluate(
                                                "document.activeElement === document.body || !!document.activeElement.closest('dialog')"))
                        .isEqualTo(true);
            }
            visit.page().keyboard().press("Escape");
            assertThat(visit.page().locator("dialog[open]")).hasCount(0);
            assertThat(visit.page().locator("body")).containsText("to be deleted");
            visit.assertNoComplaint();
        }
    }
}
