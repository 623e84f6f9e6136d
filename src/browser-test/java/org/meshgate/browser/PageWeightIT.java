package org.meshgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Request;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.meshgate.it.Client;

/** What a page costs the network. */
class PageWeightIT {

    private static final int FIRST_PAGE = 60_000;
    private static final int FILES = 8;
    private static final int ROWS = 100;
    private static final int JOBS = 90;

    @RegisterExtension
    static final RunningConsole CONSOLE = new RunningConsole(Map.of("P3D_WORKER__SAMPLE", "false"));

    @BeforeAll
    static void start() {
        CONSOLE.server().firstAdmin("ada");
    }

    @Test
    void theFirstPageIsSmall() {
        try (Visit visit = CONSOLE.visit()) {
            List<Request> files = new ArrayList<>();
            visit.page().onRequestFinished(request -> {
                if (request.url().contains("/console/")) {
                    files.add(request);
                }
            });
            visit.open("/");
            assertThat(files).hasSizeBetween(1, FILES);
            assertThat(files.stream()
                            .mapToInt(file -> file.sizes().responseBodySize)
                            .sum())
                    .isBetween(1, FIRST_PAGE);
        }
    }

    @Test
    void aLongListIsReadInParts() {
        Client dora = CONSOLE.server().user("dora");
        for (int number = 0; number < JOBS; number++) {
            dora.submit("job " + number);
        }
        try (Visit visit = CONSOLE.visit()) {
            List<String> lists = new ArrayList<>();
            visit.page().onRequest(request -> {
                if (request.url().contains(Client.HISTORY)) {
                    lists.add(URI.create(request.url()).getQuery());
                }
            });
            visit.signIn("dora").open("/jobs");
            while (visit.button("Show more").isVisible()) {
                int before = visit.page().locator(".job-row").count();
                visit.button("Show more").click();
                visit.page()
                        .waitForCondition(() -> visit.page().locator(".job-row").count() > before);
            }
            assertThat(visit.page().locator(".job-row").count()).isEqualTo(JOBS);
            assertThat(lists).hasSizeGreaterThan(2).allSatisfy(query -> assertThat(limit(query))
                    .isBetween(1, ROWS));
            visit.assertNoComplaint();
        }
    }

    private static int limit(String query) {
        for (String parameter : query.split("&")) {
            if (parameter.startsWith("limit=")) {
                return Integer.parseInt(parameter.substring("limit=".length()));
            }
        }
        throw new AssertionError("a list without a limit: " + query);
    }
}
