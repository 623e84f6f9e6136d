package org.meshgate.system.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.graalvm.nativeimage.RuntimeOptions;
import org.graalvm.nativeimage.c.function.CFunction;
import org.graalvm.word.PointerBase;
import org.graalvm.word.UnsignedWord;
import org.graalvm.word.WordFactory;

/** Releases memory of a native executable to the operating system. Must not be used on a JVM. */
final class NativeMemory {

    private static final Path MAPPINGS = Path.of("/proc/self/maps");
    private static final Path EXECUTABLE = Path.of("/proc/self/exe");

    private static final String MAX_HEAP_FREE = "MaxHeapFree";
    private static final long MIN_HEAP_FREE = 1 << 20;

    /** {@code MADV_DONTNEED}, see madvise(2). */
    private static final int DONT_NEED = 4;

    private NativeMemory() {}

    /**
     * Runs a garbage collection that releases nearly all free heap chunks. Later collections keep the configured
     * amount.
     */
    static void collect() {
        Long before = RuntimeOptions.get(MAX_HEAP_FREE);
        RuntimeOptions.set(MAX_HEAP_FREE, MIN_HEAP_FREE);
        try {
            System.gc();
        } finally {
            RuntimeOptions.set(MAX_HEAP_FREE, before);
        }
    }

    /** Releases the code pages, which are read-only: code that runs again is loaded from the executable file. */
    static void unmapCode() throws IOException {
        if (!Files.isReadable(MAPPINGS)) {
            return; // not Linux
        }
        String executable = EXECUTABLE.toRealPath().toString();
        for (String mapping : Files.readAllLines(MAPPINGS)) {
            List<String> words = List.of(mapping.split("\\s+", 6));
            if (words.size() == 6 && words.get(1).equals("r-xp") && words.get(5).equals(executable)) {
                String[] bounds = words.get(0).split("-");
                long from = Long.parseUnsignedLong(bounds[0], 16);
                long to = Long.parseUnsignedLong(bounds[1], 16);
                madvise(WordFactory.pointer(from), WordFactory.unsigned(to - from), DONT_NEED);
            }
        }
    }

    @CFunction("madvise")
    private static native int madvise(PointerBase address, UnsignedWord length, int advice);
}
