/** Recognition of image and mesh formats by their content. */
package org.meshgate.files.upload.format;
