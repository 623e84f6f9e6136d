/**
 * The catalog of job types and models, read from two files ({@code models.yaml}, {@code job-types.yaml}), and the
 * validation of submissions. Independent of HTTP and Redis.
 */
package org.meshgate.catalog;
