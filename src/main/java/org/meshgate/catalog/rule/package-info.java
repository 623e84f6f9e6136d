/** Rules for single values, lists and objects, and the coercion of JSON values. */
package org.meshgate.catalog.rule;
