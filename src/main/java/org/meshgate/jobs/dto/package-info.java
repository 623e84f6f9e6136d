/** Requests and responses of jobs. */
package org.meshgate.jobs.dto;
