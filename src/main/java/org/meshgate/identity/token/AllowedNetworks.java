package org.meshgate.identity.token;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Optional;
import org.meshgate.config.converter.CidrRange;
import org.meshgate.http.ClientAddress;

/**
 * The networks from which a token may be used.
 *
 * @param ranges at least one, and at most {@value #MAX}
 */
@RegisterForReflection
public record AllowedNetworks(List<CidrRange> ranges) {

    /** Maximum number of networks of a token: each of its requests compares them. */
    public static final int MAX = 50;

    /** Reads networks in CIDR notation; empty if a text is no network, or there are none or too many. */
    public static Optional<AllowedNetworks> parse(List<String> texts) {
        if (texts.isEmpty() || texts.size() > MAX) {
            return Optional.empty();
        }
        List<CidrRange> ranges = texts.stream()
                .flatMap(text -> Optional.ofNullable(text).flatMap(CidrRange::parse).stream())
                .toList();
        return ranges.size() == texts.size()
                ? Optional.of(new AllowedNetworks(ranges.stream().distinct().toList()))
                : Optional.empty();
    }

    /**
     * Reads the networks of a record.
     *
     * @throws IllegalArgumentException for unreadable ones, so that a broken record is rejected instead of read as a
     *     token for any network
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static AllowedNetworks fromJson(List<String> texts) {
        return parse(texts).orElseThrow(() -> new IllegalArgumentException("unreadable networks"));
    }

    /** The networks in CIDR notation. */
    @JsonValue
    public List<String> texts() {
        return ranges.stream().map(CidrRange::toString).toList();
    }

    /** Whether one of the networks contains the address. */
    public boolean contain(ClientAddress client) {
        return client.isIn(ranges);
    }

    /** Whether each of the networks is part of one of the others. */
    public boolean areWithin(AllowedNetworks others) {
        return ranges.stream().allMatch(range -> others.ranges.stream().anyMatch(outer -> outer.contains(range)));
    }
}
