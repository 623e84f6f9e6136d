/** Requests and responses of uploads. */
package org.meshgate.files.upload.dto;
