package org.meshgate.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;
import org.meshgate.runtime.RunMode;

/** The program as a command that runs once, so that nothing changes Redis but what a test asks for. */
public class NoBackgroundWork implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(RunMode.ONE_SHOT_PROPERTY, "true");
    }
}
