package org.meshgate.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A job that passed all checks. The two objects are made for it alone; whoever gets it may add to them.
 *
 * @param feature whose models do it
 * @param model the id of the enabled model that does it
 * @param inputs what the worker gets, in the order in which 3DAIGC-API writes it
 * @param metadata what the job's record says beside
 * @param message what the answer says to people
 */
public record Submission(String feature, String model, ObjectNode inputs, ObjectNode metadata, String message) {}
