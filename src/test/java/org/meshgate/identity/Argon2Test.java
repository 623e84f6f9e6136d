package org.meshgate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Argon2Test {

    private final SecureRandom random = new SecureRandom();

    @Test
    void aHashOfTheReferenceImplementationIsAccepted() {
        // Given a test vector of the reference implementation (argon2id, 64 MiB, two passes)
        String phc = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        // And one with the parameters of ours
        String ours =
                "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$T95q7S205tf9WI4HhYOZDIQmMMAbntacGXTIku0gXT8";
        // Then
        assertThat(Argon2.verify("password", ours)).isTrue();
        assertThat(Argon2.verify("password", phc)).isTrue();
        assertThat(Argon2.verify("Password", phc)).isFalse();
    }

    @Test
    void aNewHashHasTheParametersOfTheContractAndASaltOfItsOwn() {
        String first = Argon2.hash("pässwörd 🐱", random);
        String second = Argon2.hash("pässwörd 🐱", random);
        assertThat(first).matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
        assertThat(first).isNotEqualTo(second);
        assertThat(Argon2.verify("pässwörd 🐱", first)).isTrue();
        assertThat(Argon2.verify("pässwörd 🐶", first)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "$argon2i$v=19$m=65536,t=2,p=1$c29tc2FsdA$AAAA",
                "$argon2id$v=19$m=65536,t=2,p=1$!!!$AAAA",
                "86b4f8dde40f79d06cfe333e8186b951$8aa61c3f5bb77059d129f8dc22b168359957499d71f78ef0387805a77e0981a3"
            })
    void whatIsNoArgon2idHashFitsNoPassword(String stored) {
        assertThat(Argon2.verify("password", stored)).isFalse();
    }
}
