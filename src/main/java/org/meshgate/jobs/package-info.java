/**
 * Jobs: submission, the ownership rule, status, history, queue, results, and the indexes that find them. Jobs in Redis have
 * the layout of 3DAIGC-API, so that its GPU scheduler runs them.
 */
package org.meshgate.jobs;
