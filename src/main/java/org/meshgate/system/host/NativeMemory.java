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

/** The memory of a native executable; not to be touched on a JVM. */
final class NativeMemory {

    private static final Path MAPPINGS = Path.of("/proc/self/maps");
    private static final Path EXECUTABLE = Path.of("/proc/self/exe");

    private static final String MAX_FREE = "MaxHeapFree";
    private static final long LITTLE = 1 << 20;

    /** {@code MADV_DONTNEED}, see madvise(2). */
    private static final int DONT_NEED = 4;

    private NativeMemory() {}

    /**
     * Collects, and keeps nothing of what becomes free; later collections keep what they are told to by the options.
     */
    static void collect() {
        Long before = RuntimeOptions.get(MAX_FREE);
        RuntimeOptions.set(MAX_FREE, LITTLE);
        try {
            System.gc();
        } finally {
            RuntimeOptions.set(MAX_FREE, before);
        }
    }

    /** Drops the pages of the code, which nobody can have changed: what is called again comes back from the file. */
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
