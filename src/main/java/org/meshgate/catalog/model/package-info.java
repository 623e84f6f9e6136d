/** Records of the catalog: job types, models, and where each input of a job comes from. */
package org.meshgate.catalog.model;
