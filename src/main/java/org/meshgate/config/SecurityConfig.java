package org.meshgate.config;

import io.quarkus.runtime.annotations.ConfigDocDefault;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.meshgate.config.converter.CorsOriginConverter;
import org.meshgate.config.converter.DurationRange;
import org.meshgate.config.converter.SecretConverter;

/** Who may call, and how often: the settings under {@code security}. */
public interface SecurityConfig {

    /** Accounts, tokens and roles, and each user sees their own jobs only; {@code false} is simple mode, without all of it. */
    @CommandLineOption("--user-auth")
    @WithDefault("true")
    boolean userAuthEnabled();

    /** In simple mode: require one of {@code security.api_keys} as bearer token. */
    @WithDefault("false")
    boolean apiKeyRequired();

    /** The keys of simple mode. */
    Optional<List<String>> apiKeys();

    /**
     * Web origins whose pages may call, such as {@code https://studio.example}, each in full; {@code *} is all, without
     * credentials; {@code none} is none.
     */
    @ConfigDocDefault("{@code *}; in simple mode {@code none}")
    Optional<List<@WithConverter(CorsOriginConverter.class) String>> corsOrigins();

    /**
     * Who may make an account: {@code open}: everyone; {@code invite}: clients with the code of an
     * <a href="administration.md#invitations">invitation</a>; {@code closed}: administrators, by {@code create-admin}.
     */
    @WithDefault("open")
    Registration registration();

    /** Whether another user's job is 404 as if it did not exist, instead of 403. */
    @WithDefault("false")
    boolean hideForeignJobs();

    /** Lifetime of a login's token, in days. */
    @WithDefault("365")
    @Min(1)
    @Max(3650)
    int loginTokenDays();

    /**
     * How many seconds a verified token is used from memory at most; {@code 0} asks Redis for every request. A change of the
     * token or its user ends it earlier; see <a href="tokens.md#how-fast-a-change-holds">tokens.md</a>.
     */
    @WithDefault("30")
    @Min(0)
    @Max(3600)
    int tokenCacheSeconds();

    /** How many verified tokens are kept in memory, about a kilobyte each. */
    @WithDefault("50000")
    @Min(100)
    @Max(10_000_000)
    int tokenCacheEntries();

    /** After how many days without use a login's token ends; {@code 0} is never. */
    @WithDefault("90")
    @Min(0)
    @Max(3650)
    int loginIdleDays();

    /** Login tokens of a user; one more login ends the least recently used one. {@code 0} is any number. */
    @WithDefault("100")
    @Min(0)
    @Max(1_000_000)
    int maxLoginTokens();

    /**
     * Longest lifetime of an API token, in days; below {@code 3650} a token made without {@code expires_in_days} has this one
     * instead of living for ever.
     */
    @WithDefault("3650")
    @Min(1)
    @Max(3650)
    int maxTokenDays();

    /** API tokens of a user; {@code 0} is any number. See <a href="tokens.md">tokens.md</a>. */
    @WithDefault("0")
    @Min(0)
    @Max(1_000_000)
    int maxTokensPerUser();

    /**
     * What is kept of the address from which a token was last used: {@code address}: all of it; {@code network}: the
     * first 24 bits of an IPv4 and 48 of an IPv6 address; {@code nothing}.
     */
    @WithDefault("network")
    LastUsedFrom lastUsedFrom();

    /**
     * Logins and changes of the password in a minute, per name as typed and address; {@code 0} is any number, here and for the
     * other limits. See <a href="throttling.md">throttling.md</a>.
     */
    @WithDefault("10")
    @Min(0)
    @Max(1_000_000)
    int loginPerMinute();

    /** The same, per address. */
    @WithDefault("60")
    @Min(0)
    @Max(1_000_000)
    int loginPerMinuteAddress();

    /**
     * Logins and changes of the password in an hour, per name as typed, from addresses where the account was not used before;
     * twice as many per account.
     */
    @WithDefault("100")
    @Min(0)
    @Max(1_000_000)
    int loginPerHourAccount();

    /** Registrations in an hour, per address. */
    @WithDefault("20")
    @Min(0)
    @Max(1_000_000)
    int registerPerHourAddress();

    /** Requests in a minute, per user, or per address without a valid token; each process counts for itself. */
    @WithDefault("600")
    @Min(0)
    @Max(1_000_000)
    int rateLimitPerMinute();

    /** Fewest characters of a new password. */
    @WithDefault("8")
    @Min(8)
    @Max(256)
    int passwordMinLength();

    /**
     * Refuse the most frequent passwords, such as {@code password1} or {@code mypassword}, by the list in the program.
     * <a href="SECURITY.md#frequent-passwords-624-6212">Set it</a> on every server that others reach.
     */
    @WithDefault("false")
    @ConfigDocDefault("{@code false}; {@code true} in the manifests")
    boolean refuseCommonPasswords();

    /** File of refused passwords, one in each line; see <a href="throttling.md#passwords">where to get lists</a>. */
    Optional<String> passwordBlocklist();

    /** Passwords hashed at the same time; each takes 19 MiB. */
    @ConfigDocDefault("half of the processors")
    @Min(1)
    @Max(1024)
    OptionalInt passwordHashThreads();

    /** Passwords that may wait to be hashed; beyond it the response is 503. */
    @WithDefault("64")
    @Min(0)
    @Max(100_000)
    int passwordHashQueue();

    /** Key of signed links, 16 characters or more; another one ends all links. */
    @ConfigDocDefault("made at first use, kept in Redis")
    @WithConverter(SecretConverter.class)
    Optional<String> linkSecret();

    /**
     * Longest lifetime of a signed link. At least half of it remains when the link is shown, and for half of it the link
     * stays the same. Clients keep the URLs of finished results for days.
     */
    @WithDefault("7d")
    @DurationRange(min = "10s", max = "30d")
    Duration linkTtl();

    /** What is kept of the address of a client. */
    enum LastUsedFrom {
        /** The whole address. */
        ADDRESS,
        /** The network of the address. */
        NETWORK,
        /** Nothing. */
        NOTHING
    }

    /** Who may make an account. */
    enum Registration {
        /** Everyone. */
        OPEN,
        /** Administrators, on the command line. */
        CLOSED,
        /** Clients with the code of an administrator's invitation. */
        INVITE
    }
}
