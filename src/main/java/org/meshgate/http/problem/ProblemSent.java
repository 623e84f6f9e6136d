package org.meshgate.http.problem;

import io.vertx.ext.web.RoutingContext;
import org.meshgate.problem.ProblemException;

/** The event that is fired, on the event loop, for each problem document. */
public record ProblemSent(ProblemException problem, RoutingContext context) {}
