package org.meshgate.system.host;

import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.meshgate.runtime.RunMode;

/**
 * Releases the memory that only the startup needed, once: its garbage and the pages of its code. In the native
 * executable the garbage would stay until requests have filled the young generation, which takes hours on an idle
 * server. A JVM keeps both anyway.
 */
@ApplicationScoped
class PostStartMemoryTrim {

    private static final Logger LOG = Logger.getLogger(PostStartMemoryTrim.class);
    private static final Duration AFTER_START = Duration.ofSeconds(3);

    void start(@Observes StartupEvent event, Vertx vertx, RunMode mode) {
        if (mode.serving() && ImageMode.current() == ImageMode.NATIVE_RUN) {
            vertx.setTimer(AFTER_START.toMillis(), timer -> vertx.executeBlocking(PostStartMemoryTrim::trim)
                    .onFailure(failure -> LOG.debugf("The memory of the startup cannot be released: %s", failure)));
        }
    }

    private static Void trim() throws IOException {
        NativeMemory.collect();
        NativeMemory.unmapCode();
        return null;
    }
}
