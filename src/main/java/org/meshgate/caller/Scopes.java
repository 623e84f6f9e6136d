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
 * A set of scopes as a bit mask.
 *
 * @param bits one bit per {@link Scope}, by its ordinal; never stored
 */
@RegisterForReflection
public record Scopes(int bits) {

    /** No scope. */
    public static final Scopes NONE = new Scopes(0);

    private static final Scopes ALL = of(Arrays.asList(Scope.values()));
    private static final Scopes WORKER = of(Scope.WORKER);

    /** The names for each bit mask, precomputed because account responses hold them. */
    private static final List<List<String>> NAMES = IntStream.rangeClosed(0, ALL.bits)
            .mapToObj(bits -> Arrays.stream(Scope.values())
                    .filter(scope -> (bits & bit(scope)) != 0)
                    .map(Scope::jsonName)
                    .toList())
            .toList();

    /** The set of these scopes. */
    public static Scopes of(Collection<Scope> scopes) {
        int bits = 0;
        for (Scope scope : scopes) {
            bits |= bit(scope);
        }
        return new Scopes(bits);
    }

    /** The set of these scopes. */
    public static Scopes of(Scope... scopes) {
        return of(Arrays.asList(scopes));
    }

    /** The scopes of a token of this role that was granted none by name: all but {@link Scope#WORKER}. */
    public static Scopes of(Role role) {
        return grantable(role).without(WORKER);
    }

    /** All scopes that a token of this role may have. */
    public static Scopes grantable(Role role) {
        return role == Role.ADMIN ? ALL : ALL.without(of(Scope.ADMIN));
    }

    /**
     * Reads the names in a record. Unknown names, perhaps of a later version, are ignored.
     *
     * @throws NullPointerException for null, so that a broken record is rejected instead of read as a token
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Scopes fromJsonNames(List<String> names) {
        return of(names.stream()
                .map(Scope::fromJsonName)
                .flatMap(Optional::stream)
                .toList());
    }

    /** The names, in the order of {@link Scope}. */
    @JsonValue
    public List<String> jsonNames() {
        return NAMES.get(bits & ALL.bits);
    }

    /** Whether the set contains a scope. */
    public boolean has(Scope scope) {
        return (bits & bit(scope)) != 0;
    }

    /** Whether the set is empty. */
    public boolean isEmpty() {
        return bits == 0;
    }

    /** Whether {@link Scope#WORKER} is the only scope: such a token is for the routes of workers alone. */
    public boolean isWorkerOnly() {
        return bits == WORKER.bits;
    }

    /** The intersection with the other set. */
    public Scopes and(Scopes other) {
        return new Scopes(bits & other.bits);
    }

    /** The scopes that the other set lacks. */
    public Scopes without(Scopes other) {
        return new Scopes(bits & ~other.bits);
    }

    /** The names, separated by spaces (RFC 6749 section 3.3). */
    @Override
    public String toString() {
        return jsonNames().stream().collect(Collectors.joining(" "));
    }

    private static int bit(Scope scope) {
        return 1 << scope.ordinal();
    }
}
