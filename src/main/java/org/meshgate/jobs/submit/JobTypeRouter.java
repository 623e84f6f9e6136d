package org.meshgate.jobs.submit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestFilter;
import org.meshgate.catalog.Catalog;
import org.meshgate.catalog.model.JobType;
import org.meshgate.config.MeshgateConfig;
import org.meshgate.http.PathRewriter;
import org.meshgate.http.RequestInfo;
import org.meshgate.problem.HttpProblemException;

/** Routes the paths of all job types, which the catalog defines, to {@link SubmissionResource}. */
@Provider
@PreMatching
@ApplicationScoped // a proxy: JAX-RS makes its filters while the image is built, before there is a catalog
class JobTypeRouter implements ResteasyReactiveContainerRequestFilter {

    private final Catalog catalog;
    private final long jsonBody;
    private final long submitBody;

    JobTypeRouter(Catalog catalog, MeshgateConfig config) {
        this.catalog = catalog;
        this.jsonBody = config.limits().jsonBody().asLongValue();
        this.submitBody = config.limits().submitBody().asLongValue();
    }

    @Override
    public void filter(ResteasyReactiveContainerRequestContext context) {
        String path = RequestInfo.routing(context).normalizedPath();
        if (path.startsWith(SubmissionResource.INTERNAL_PATH)) {
            throw HttpProblemException.notFound(); // reachable by the paths of job types only
        }
        catalog.jobType(withoutTrailingSlash(path)).ifPresent(type -> {
            context.setProperty(SubmissionResource.JOB_TYPE, type);
            PathRewriter.to(
                    context,
                    SubmissionResource.INTERNAL_PATH,
                    type.takesBase64() ? Math.max(submitBody, jsonBody) : jsonBody);
        });
    }

    private static String withoutTrailingSlash(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** The job type that the request was routed by. */
    static Optional<JobType> jobType(jakarta.ws.rs.container.ContainerRequestContext context) {
        return Optional.ofNullable((JobType) context.getProperty(SubmissionResource.JOB_TYPE));
    }
}
