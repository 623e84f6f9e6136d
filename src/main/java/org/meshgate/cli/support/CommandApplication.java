package org.meshgate.cli.support;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.util.concurrent.atomic.AtomicReference;

/** Runs the action of a command in Quarkus, which creates its application from a class and not from an object. */
public class CommandApplication implements QuarkusApplication {

    /** The part of a command that needs Quarkus. */
    @FunctionalInterface
    public interface Action {

        /** Runs and returns the exit code. A failure is printed in one line. */
        int run(BeanLookup beans);
    }

    /** For Quarkus. */
    CommandApplication() {}

    /**
     * Starts Quarkus, runs the action and stops Quarkus.
     *
     * @return the exit code
     * @throws CommandFailure when Quarkus does not start or the action fails
     */
    static int run(Action action) {
        Launch launch = new Launch(action, Thread.currentThread().getName());
        launch.start();
        try {
            launch.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("Interrupted.");
        }
        if (launch.failure.get() != null) {
            throw new CommandFailure(CommandFailure.line(launch.failure.get()));
        }
        return launch.exitCode.get();
    }

    @Override
    public int run(String... arguments) {
        return ((Launch) Thread.currentThread()).action.run(new BeanLookup());
    }

    /** Carries the action: Quarkus runs its application on the thread that starts it. */
    private static final class Launch extends Thread {

        private final Action action;
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private final AtomicReference<Integer> exitCode = new AtomicReference<>(0);

        Launch(Action action, String name) {
            super(name);
            this.action = action;
        }

        @Override
        public void run() {
            try {
                Quarkus.run(CommandApplication.class, (code, thrown) -> {
                    exitCode.set(code);
                    failure.set(thrown);
                });
            } catch (RuntimeException | Error thrown) {
                failure.set(thrown);
            }
        }
    }
}
