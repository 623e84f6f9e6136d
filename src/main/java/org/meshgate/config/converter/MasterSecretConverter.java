package org.meshgate.config.converter;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** Checks a secret of which everybody can read a public key, and so can try guesses without asking the server. */
@RegisterForReflection // as its superclass
public final class MasterSecretConverter extends SecretConverter {

    private static final long serialVersionUID = 1L;

    private static final int MIN_LENGTH = 32;

    /** Called by SmallRye Config. */
    public MasterSecretConverter() {
        super(MIN_LENGTH);
    }
}
