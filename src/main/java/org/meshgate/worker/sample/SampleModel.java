package org.meshgate.worker.sample;

import java.util.List;
import java.util.Locale;

/**
 * Stands in for a model: makes a small procedural shape from a text. Nothing is learnt or downloaded; English words for
 * some forms and colours are honoured, and all else follows from a hash of the text.
 *
 * <p>It has no state, may be used by many threads, and takes some milliseconds of one processor.
 */
public final class SampleModel {

    /**
     * A mesh of 500 to 4000 triangles, centred at the origin, its greatest extent 1 metre, y up and facing z (glTF 2.0,
     * section 3.4).
     *
     * @param prompt any text, also an empty one or one that is not valid Unicode; the same text gives the same bytes, on
     *     every platform
     */
    public GeneratedMesh generate(String prompt) {
        PromptReading reading = PromptReading.of(prompt);
        List<MeshPart> parts = MeshFinisher.of(reading.form().make(reading.knobs(), reading.palette()));
        String name = reading.form().name().toLowerCase(Locale.ROOT);
        return new GeneratedMesh(
                GlbWriter.write(name, parts),
                parts.stream().mapToInt(part -> part.corners().size()).sum(),
                parts.stream().mapToInt(MeshPart::faceCount).sum());
    }
}
