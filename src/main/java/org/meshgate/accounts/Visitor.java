package org.meshgate.accounts;

import java.util.function.BooleanSupplier;

/**
 * Who gives a password.
 *
 * @param network the address by which attempts are counted
 * @param gone whether they have left meanwhile; asked from any thread
 */
public record Visitor(String network, BooleanSupplier gone) {}
