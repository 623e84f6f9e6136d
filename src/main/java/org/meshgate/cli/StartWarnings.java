package org.meshgate.cli;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.meshgate.redis.RedisFacts;

/** What an operator should hear of Redis at the start, because it loses accounts and jobs later: as {@code doctor} has it. */
@ApplicationScoped
class StartWarnings {

    private final RedisFacts facts;

    StartWarnings(RedisFacts facts) {
        this.facts = facts;
    }

    /** Those findings that are not as they should be. What Redis does not tell, or forbids to ask, is none. */
    Uni<List<Finding>> look() {
        return orElse(facts.info(), Map.<String, String>of()).chain(info -> setting("save")
                .chain(save -> setting("maxmemory-policy").map(policy -> Stream.of(
                                RedisChecks.persistence(info, save),
                                RedisChecks.eviction(Optional.ofNullable(info.get("maxmemory_policy"))
                                        .or(() -> policy)))
                        .filter(finding ->
                                finding.level() == Finding.Level.WARNING || finding.level() == Finding.Level.PROBLEM)
                        .toList())));
    }

    private Uni<Optional<String>> setting(String name) {
        return orElse(facts.setting(name), Optional.empty());
    }

    private static <T> Uni<T> orElse(Uni<T> question, T silence) {
        return question.onFailure().recoverWithItem(silence);
    }
}
