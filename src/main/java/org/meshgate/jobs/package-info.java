/**
 * Jobs: submission, the ownership rule, status, history, queue, results and indexes. Jobs in Redis have the layout of
 * 3DAIGC-API, so that its GPU scheduler can run them.
 */
package org.meshgate.jobs;
