package org.meshgate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.meshgate.it.Client;

/** Each page of the navigation, in light and dark, narrow and wide, for each kind of person. */
class PagesIT {

    private static final double PATIENCE = 60_000;

    @RegisterExtension
    static final RunningConsole CONSOLE = new RunningConsole();

    private static String finished;
    private static String bobId;

    @BeforeAll
    static void start() {
        CONSOLE.server().firstAdmin("ada");
        Client bob = CONSOLE.server().user("bob");
        bobId = bob.request().get(Client.USERS + "/me").path("user.user_id");
        finished = bob.submit("a cat with a hat");
        bob.submit(
                "a small red castle on a hill, with towers of different heights and a bridge that leads over a moat");
    }

    /** The addresses of the navigation, such as {@code /jobs}. */
    private static List<String> navigation(Visit visit) {
        return visit.page().locator("nav a[href^='#/']").all().stream()
                .map(link -> link.getAttribute("href").substring(1))
                .toList();
    }

    private static void assertEachPage(Visit visit, String person) {
        List<String> pages = navigation(visit);
        for (String path : pages) {
            visit.open(path);
            visit.assertPresentable(person + (path.equals("/") ? "/home" : path));
            visit.assertNoComplaint();
        }
    }

    @Test
    void aUserSeesEachOfTheirPages() {
        try (Visit visit = CONSOLE.visit()) {
            visit.signIn("bob");
            assertThat(navigation(visit)).contains("/", "/new", "/jobs", "/tokens", "/usage", "/profile");
            assertEachPage(visit, "user");
        }
    }

    @Test
    void aJobHasAPage() {
        try (Visit visit = CONSOLE.visit()) {
            visit.signIn("bob").open("/jobs/" + finished);
            assertThat(visit.button("Show in 3D")).isVisible(new IsVisibleOptions().setTimeout(PATIENCE));
            visit.assertPresentable("user/job");
            visit.assertNoComplaint();
        }
    }

    @Test
    void anAdministratorSeesThePagesOfAdministrationToo() {
        try (Visit visit = CONSOLE.visit()) {
            visit.signIn("ada");
            assertThat(navigation(visit)).contains("/users", "/workers", "/audit", "/health");
            assertEachPage(visit, "admin");
        }
    }

    @Test
    void anAdministratorSeesAnAccountInvitationsAndServiceAccounts() {
        try (Visit visit = CONSOLE.visit()) {
            visit.signIn("ada");
            for (String path : List.of("/users/" + bobId, "/users/invitations", "/users/service-accounts")) {
                visit.open(path);
                visit.assertPresentable("admin" + path.replace(bobId, "bob"));
                visit.assertNoComplaint();
            }
        }
    }

    @Test
    void theFormOfEachJobTypeIsUsable() {
        try (Visit visit = CONSOLE.visit()) {
            visit.signIn("bob").open("/new");
            List<String> forms = visit.page().locator("a.choice").all().stream()
                    .map(choice -> choice.getAttribute("href").substring(1))
                    .toList();
            assertThat(forms).hasSizeGreaterThan(5);
            for (String form : forms) {
                visit.open(form);
                for (Locator more : visit.page().locator("details.more").all()) {
                    more.evaluate("details => details.open = true");
                }
                assertThat(visit.findingsOfAxe()).as(form).isEmpty();
            }
            visit.assertNoComplaint();
        }
    }

    @Test
    void aPageOfAdministrationTellsAUserThatTheyMayNotOpenIt() {
        try (Visit visit = CONSOLE.visit()) {
            visit.signIn("bob").open("/users");
            assertThat(visit.heading("For administrators").first()).isVisible();
            visit.assertPresentable("no-right");
            visit.assertNoComplaint();
        }
    }

    @Test
    void peopleWithoutASessionAreAskedToSignIn() {
        try (Visit visit = CONSOLE.visit()) {
            for (String path : List.of("/sign-in", "/register", "/reset?code=unknown", "/jobs", "/nothing")) {
                visit.open(path);
                visit.assertPresentable("nobody" + path.replaceFirst("\\?.*", ""));
            }
            visit.assertNoComplaint();
        }
    }

    @Test
    void simpleModeHasThePagesThatNeedNoAccount() {
        try (ConsoleServer simple = new ConsoleServer(Map.of("P3D_SECURITY__USER_AUTH_ENABLED", "false"));
                Visit visit = CONSOLE.visit(simple)) {
            visit.open("/");
            assertThat(navigation(visit)).contains("/", "/new", "/jobs").doesNotContain("/tokens", "/profile");
            assertEachPage(visit, "simple");
        }
    }
}
