package org.meshgate.caller;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A set of scopes, as one number, so that a request is judged without a lookup.
 *
 * @param bits one for each {@link Scope}, by its ordinal; never stored
 */
@RegisterForReflection
public record Scopes(int bits) {

    /** No scope. */
    public static final Scopes NONE = new Scopes(0);

    private static final Scopes ALL = of(Arrays.asList(Scope.values()));

    /** For each number, because answers of accounts have them. */
    private static final List<List<String>> NAMES = IntStream.rangeClosed(0, ALL.bits)
            .mapToObj(bits -> Arrays.stream(Scope.values())
                    .filter(scope -> (bits & bit(scope)) != 0)
                    .map(Scope::wireName)
                    .toList())
            .toList();

    /** These scopes. */
    public static Scopes of(Collection<Scope> scopes) {
        int bits = 0;
        for (Scope scope : scopes) {
            bits |= bit(scope);
        }
        return new Scopes(bits);
    }

    /** These scopes. */
    public static Scopes of(Scope... scopes) {
        return of(Arrays.asList(scopes));
    }

    /** All that a role has. */
    public static Scopes of(Role role) {
        return role == Role.ADMIN ? ALL : new Scopes(ALL.bits & ~bit(Scope.ADMIN));
    }

    /**
     * Reads a record. A name that is not known, perhaps of a later version, gives nothing.
     *
     * @throws NullPointerException for null, so that a broken record is no token instead of one with all rights
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Scopes fromWireNames(List<String> names) {
        return of(names.stream()
                .map(Scope::fromWireName)
                .flatMap(Optional::stream)
                .toList());
    }

    /** The names, in the order of {@link Scope}. */
    @JsonValue
    public List<String> wireNames() {
        return NAMES.get(bits & ALL.bits);
    }

    /** Whether a scope is among them. */
    public boolean has(Scope scope) {
        return (bits & bit(scope)) != 0;
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return bits == 0;
    }

    /** Those that the other set has as well. */
    public Scopes and(Scopes other) {
        return new Scopes(bits & other.bits);
    }

    /** Those that the other set has not. */
    public Scopes without(Scopes other) {
        return new Scopes(bits & ~other.bits);
    }

    /** The names, with spaces between them (RFC 6749 section 3.3). */
    @Override
    public String toString() {
        return wireNames().stream().collect(Collectors.joining(" "));
    }

    private static int bit(Scope scope) {
        return 1 << scope.ordinal();
    }
}
