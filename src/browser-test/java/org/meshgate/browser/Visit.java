package org.meshgate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.WaitForOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A person at the console. What the browser complains about is kept: script errors, refusals by the content security policy,
 * dialogs that no page opened, and requests to other hosts.
 */
final class Visit implements AutoCloseable {

    private static final Path PICTURES = Path.of("target", "console");

    /** WCAG 2.2 AA and what axe recommends besides. */
    private static final List<String> AXE_RULES =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    private static final Pattern REFUSED_REQUEST =
            Pattern.compile("Failed to load resource: the server responded with a status of (\\d+).*");

    private final BrowserContext context;
    private final String server;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();

    Visit(BrowserContext context, String server) {
        this.context = context;
        this.server = server;
        page = context.newPage();
        page.emulateMedia(new EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        page.onConsoleMessage(this::said);
        page.onPageError(error -> complaints.add("script error: " + error));
        page.onDialog(dialog -> {
            complaints.add("dialog: " + dialog.message());
            dialog.dismiss();
        });
        page.onRequest(request -> {
            if (!request.url().startsWith(server) && !request.url().matches("(blob|data):.*")) {
                complaints.add("request to another host: " + request.url());
            }
        });
    }

    private void said(ConsoleMessage message) {
        if (!message.type().equals("error") && !message.type().equals("warning")) {
            return;
        }
        // Chromium reports every refused request as an error of its own: the page cannot prevent it
        var refused = REFUSED_REQUEST.matcher(message.text());
        if (refused.matches()) {
            refusals.add(refused.group(1) + " " + message.location().replaceFirst(":\\d+:\\d+$", ""));
        } else if (!message.text().contains("GPU stall")) { // the software renderer of this browser
            complaints.add(message.type() + ": " + message.text());
        }
    }

    Page page() {
        return page;
    }

    /** Loads a page of the console, by what stands after {@code #}. */
    Visit open(String path) {
        page.navigate("about:blank"); // another fragment alone would keep the page that is shown
        page.navigate(server + "/console/#" + path);
        return settled();
    }

    /** Waits until the page shows its heading and nothing is loading. */
    Visit settled() {
        page.locator("main h1").first().waitFor(new WaitForOptions().setState(WaitForSelectorState.ATTACHED));
        assertThat(page.locator(".skeleton")).hasCount(0);
        return this;
    }

    Visit signIn(String name) {
        open("/sign-in");
        page.getByLabel("Username or e-mail address").fill(name);
        page.getByLabel("Password").fill(ConsoleServer.PASSWORD);
        button("Sign in").last().click();
        assertThat(button("Sign out")).isVisible();
        return settled();
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true));
    }

    Locator link(String name) {
        return page.getByRole(
                AriaRole.LINK, new GetByRoleOptions().setName(name).setExact(true));
    }

    Locator heading(String name) {
        return page.getByRole(AriaRole.HEADING, new GetByRoleOptions().setName(name));
    }

    /** The requests that the server has refused so far, such as {@code 401 http://…}; forgets them. */
    List<String> takeRefusals() {
        List<String> taken = List.copyOf(refusals);
        refusals.clear();
        return taken;
    }

    void assertNoComplaint() {
        assertThat(complaints).as("complaints of the browser at %s", page.url()).isEmpty();
        assertThat(refusals).as("refused requests at %s", page.url()).isEmpty();
    }

    /** Leaves a picture of what the window shows. */
    void picture(String name) {
        page.screenshot(new ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
    }

    /** In light and dark, narrow and wide: no finding of axe, nothing that is wider than the window, a picture of each. */
    void assertPresentable(String name) {
        for (ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new EmulateMediaOptions().setColorScheme(colours));
            for (int width : new int[] {1280, 320, 1920}) {
                page.setViewportSize(width, 900);
                String picture = name + "-" + width + (colours == ColorScheme.DARK ? "-dark" : "");
                page.screenshot(new ScreenshotOptions()
                        .setPath(PICTURES.resolve(picture + ".png"))
                        .setFullPage(true));
                assertThat(page.evaluate("document.documentElement.scrollWidth > innerWidth"))
                        .as("%s is wider than the window", picture)
                        .isEqualTo(false);
                assertThat(findingsOfAxe()).as("findings of axe in %s", picture).isEmpty();
            }
        }
        page.emulateMedia(new EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        page.setViewportSize(1280, 900);
    }

    /** Each with the elements that it names. */
    List<String> findingsOfAxe() {
        return new AxeBuilder(page)
                .withTags(AXE_RULES).analyze().getViolations().stream()
                        .map(Visit::text)
                        .toList();
    }

    private static String text(Rule rule) {
        return rule.getId() + " "
                + rule.getNodes().stream().map(node -> node.getHtml()).toList();
    }

    /** Leaves a picture of the last page, for the case that a test has failed there. */
    @Override
    public void close() {
        picture("last");
        context.close();
    }
}
