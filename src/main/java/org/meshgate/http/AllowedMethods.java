package org.meshgate.http;

import jakarta.enterprise.context.ApplicationScoped;

/** Which methods a path takes, for the {@code Allow} header that RFC 9110 section 15.5.6 wants with a 405. */
@ApplicationScoped
class AllowedMethods {

    String of(String path) {
        return "";
    }
}
