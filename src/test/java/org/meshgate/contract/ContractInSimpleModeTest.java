package org.meshgate.contract;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meshgate.testing.Profiles;
import org.meshgate.testing.RedisResource;

/** As {@link ContractTest}, of what was recorded without accounts. */
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@TestProfile(Profiles.SimpleMode.class)
class ContractInSimpleModeTest {

    @Inject
    Situations situations;

    static List<RecordedCase> cases() {
        return RecordedCase.all("simple");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void clientsFindWhatTheyRead(RecordedCase recorded) throws IOException {
        ContractTest.check(recorded, situations);
    }
}
