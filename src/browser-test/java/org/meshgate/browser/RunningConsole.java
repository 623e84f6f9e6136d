package org.meshgate.browser;

import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A server and a browser for all tests of a class: {@code @RegisterExtension static final RunningConsole CONSOLE}. */
final class RunningConsole implements BeforeAllCallback, AfterAllCallback {

    private final Map<String, String> environment;
    private ConsoleServer server;
    private ConsoleBrowser browser;

    RunningConsole() {
        this(Map.of());
    }

    /** @param environment settings of the server, such as {@code P3D_WORKER__SAMPLE} */
    RunningConsole(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        server = new ConsoleServer(environment);
        browser = new ConsoleBrowser();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        browser.close();
        server.close();
    }

    ConsoleServer server() {
        return server;
    }

    /** Somebody with a browser that knows nothing yet. */
    Visit visit() {
        return visit(server);
    }

    Visit visit(ConsoleServer other) {
        return browser.visit(other);
    }
}
