package org.meshgate.http.problem;

import io.vertx.ext.web.RoutingContext;
import org.meshgate.problem.ProblemException;

/** Told to observers, on the event loop, whenever a problem document is written. */
public record ProblemSent(ProblemException problem, RoutingContext context) {}
