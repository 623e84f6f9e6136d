package org.meshgate.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each test the one table of what was seen; prints it when all are done, and leaves it in a file. */
final class FaultTable implements ParameterResolver {

    /** What each case adds a row to. */
    static final class Rows implements AutoCloseable {

        private final List<String> rows = new CopyOnWriteArrayList<>(List.of(
                "| fault | reads | writes | slowest 200 | slowest 503 | readiness | back after |",
                "| --- | --- | --- | --- | --- | --- | --- |"));

        void add(String... cells) {
            rows.add("| " + String.join(" | ", cells) + " |");
        }

        @Override
        public void close() throws IOException {
            String table = String.join("\n", rows) + "\n";
            System.out.println("\n" + table);
            Files.writeString(Path.of(System.getProperty("faults.table", "target/faults.md")), table);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Rows.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(FaultTable.class))
                .computeIfAbsent(Rows.class, key -> new Rows(), Rows.class);
    }
}
