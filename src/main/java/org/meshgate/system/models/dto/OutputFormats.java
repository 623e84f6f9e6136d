package org.meshgate.system.models.dto;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The output formats of jobs, as extensions.
 *
 * @param mesh mesh formats, which are also accepted as input
 * @param other formats that are neither meshes nor textures, such as splats and motions
 * @param download the values of {@code format} in the query of a download
 */
@Schema(name = "SystemOutputFormats")
public record OutputFormats(List<String> mesh, List<String> texture, List<String> other, List<String> download) {}
