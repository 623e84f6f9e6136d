/**
 * All use of internal classes of Quarkus, RESTEasy Reactive, Vert.x and Netty, which an upgrade may change: one small
 * adapter for each. {@code PackageRulesTest} forbids such classes elsewhere.
 */
package org.meshgate.runtime.vertx;
