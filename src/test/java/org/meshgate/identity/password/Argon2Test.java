package org.meshgate.identity.password;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Argon2Test {

    private final Argon2 argon2 = new Argon2(new SecureRandom(), Argon2Cost.OWASP);

    @Test
    void aHashOfTheReferenceImplementationIsAccepted() {
        // Given a test vector of the reference implementation (argon2id, 64 MiB, two passes)
        String phc = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        // And one with the parameters of ours
        String ours =
                "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$T95q7S205tf9WI4HhYOZDIQmMMAbntacGXTIku0gXT8";
        // Then
        assertThat(argon2.verify("password", Optional.of(ours))).isTrue();
        assertThat(argon2.verify("password", Optional.of(phc))).isTrue();
        assertThat(argon2.verify("Password", Optional.of(phc))).isFalse();
    }

    @Test
    void aNewHashHasTheParametersOfTheContractAndASaltOfItsOwn() {
        String first = argon2.hash("pässwörd 🐱");
        String second = argon2.hash("pässwörd 🐱");
        assertThat(first).matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
        assertThat(first).isNotEqualTo(second);
        assertThat(argon2.verify("pässwörd 🐱", Optional.of(first))).isTrue();
        assertThat(argon2.verify("pässwörd 🐶", Optional.of(first))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "$argon2id$v=19$m=9999999,t=1,p=1$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAA",
                "$argon2id$v=19$m=19456,t=0,p=1$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAA",
                "$argon2id$v=19$m=19456,t=1,p=0$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAA",
                "$argon2id$v=19$m=8,t=1,p=99$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAA",
                "$argon2id$v=19$m=19456,t=1,p=1$AAAAAAAAAAAAAAAA$AAA",
                "$argon2i$v=19$m=65536,t=2,p=1$c29tc2FsdA$AAAA",
                "$argon2id$v=19$m=65536,t=2,p=1$!!!$AAAA",
                "86b4f8dde40f79d06cfe333e8186b951$8aa61c3f5bb77059d129f8dc22b168359957499d71f78ef0387805a77e0981a3"
            })
    void whatIsNoArgon2idHashFitsNoPassword(String stored) {
        assertThat(argon2.verify("password", Optional.of(stored))).isFalse();
        assertThat(argon2.computations()).as("the same work as for a hash").isEqualTo(1);
    }

    @Test
    void anotherThreadUsesTheMemoryOfTheLastHash() throws Exception {
        // Given
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assertThat(allocated(threads)).as("a first hash").isGreaterThan(19_000_000);
        // When
        long bytes = allocated(threads);
        // Then
        assertThat(bytes).as("a second hash").isLessThan(2_000_000);
    }

    /** How many bytes of new objects a hash takes, computed on a thread that ends with it. */
    private long allocated(ThreadMXBean threads) throws Exception {
        CompletableFuture<Long> bytes = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            long before = threads.getCurrentThreadAllocatedBytes();
            argon2.hash("correct horse battery staple");
            bytes.complete(threads.getCurrentThreadAllocatedBytes() - before);
        });
        thread.start();
        thread.join();
        return bytes.getNow(-1L);
    }
}
