/**
 * What jobs there are and which models do them, read from two files ({@code models.yaml}, {@code job-types.yaml}), and
 * the check of a submission against them. Knows neither HTTP nor Redis.
 */
package org.meshgate.catalog;
