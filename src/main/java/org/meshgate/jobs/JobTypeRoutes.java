package org.meshgate.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestFilter;
import org.meshgate.catalog.Catalog;
import org.meshgate.catalog.JobType;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.http.RequestTrace;
import org.meshgate.http.Reroute;
import org.meshgate.problem.HttpProblemException;

/** Brings the paths of all job types, which are data, to the one route that serves them. */
@Provider
@PreMatching
@ApplicationScoped // a proxy: JAX-RS makes its filters while the image is built, before there is a catalog
class JobTypeRoutes implements ResteasyReactiveContainerRequestFilter {

    private final Catalog catalog;
    private final long jsonBody;
    private final long submitBody;

    JobTypeRoutes(Catalog catalog, MeshgateConfig config) {
        this.catalog = catalog;
        this.jsonBody = config.limits().jsonBody().asLongValue();
        this.submitBody = config.limits().submitBody().asLongValue();
    }

    @Override
    public void filter(ResteasyReactiveContainerRequestContext context) {
        String path = RequestTrace.routing(context).normalizedPath();
        if (path.startsWith(SubmitResource.INTERNAL_PATH)) {
            throw HttpProblemException.notFound(); // it can be reached by the paths of job types only
        }
        catalog.jobType(withoutLastSlash(path)).ifPresent(type -> {
            context.setProperty(SubmitResource.JOB_TYPE, type);
            Reroute.to(
                    context,
                    SubmitResource.INTERNAL_PATH,
                    type.takesBase64() ? Math.max(submitBody, jsonBody) : jsonBody);
        });
    }

    private static String withoutLastSlash(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** The job type whose path a request has. */
    static Optional<JobType> jobType(jakarta.ws.rs.container.ContainerRequestContext context) {
        return Optional.ofNullable((JobType) context.getProperty(SubmitResource.JOB_TYPE));
    }
}
