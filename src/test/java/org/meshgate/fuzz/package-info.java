/**
 * Requests made from the OpenAPI document, most of them wrong in some way, sent as bytes, and what must hold of every answer.
 * CONTRIBUTING.md tells how to run it for long and how to repeat a failure.
 */
package org.meshgate.fuzz;
