package org.meshgate.worker.sample;

import java.util.List;
import java.util.Locale;

/**
 * Generates a small procedural mesh from a text prompt, in place of a model. It knows English words for a few shapes
 * and colours; any other prompt gives a plain solid, chosen by a hash of the text.
 *
 * <p>Stateless and thread-safe. A call takes some milliseconds of one processor.
 */
public final class SampleModel {

    /**
     * Generates a mesh of 500 to 4000 triangles, centred at the origin, its greatest extent 1 metre, with y up and
     * facing z (glTF 2.0, section 3.4).
     *
     * @param text any text, also an empty one or invalid Unicode; equal texts give equal bytes on every platform
     */
    public GeneratedMesh generate(String text) {
        Prompt prompt = Prompt.of(text);
        MeshBuilder builder = new MeshBuilder();
        prompt.shape().addTo(builder, prompt.main(), prompt.accent());
        List<MeshPart> parts = builder.build(prompt.stretch());
        String name = prompt.shape().name().toLowerCase(Locale.ROOT);
        return new GeneratedMesh(
                GlbWriter.write(name, parts),
                parts.stream().mapToInt(part -> part.corners().size()).sum(),
                parts.stream().mapToInt(MeshPart::faceCount).sum());
    }
}
