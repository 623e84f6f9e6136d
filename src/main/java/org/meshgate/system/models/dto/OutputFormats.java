package org.meshgate.system.models.dto;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What jobs make, as extensions.
 *
 * @param mesh those that are also taken as input
 * @param other those that are neither meshes nor textures, such as splats and motions
 * @param download the values of {@code format} in the query of a download
 */
@Schema(name = "SystemOutputFormats")
public record OutputFormats(List<String> mesh, List<String> texture, List<String> other, List<String> download) {}
