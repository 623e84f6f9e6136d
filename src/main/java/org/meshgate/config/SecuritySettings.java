package org.meshgate.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Who may call: the settings under {@code security}. */
public interface SecuritySettings {

    /** True: accounts, tokens, roles, and each user sees their own jobs only. False: simple mode, none of it. */
    @WithDefault("true")
    @WithConverter(StrictBoolean.class)
    boolean userAuthEnabled();

    /** In simple mode: whether one of {@link #apiKeys()} is needed as bearer token. */
    @WithDefault("false")
    @WithConverter(StrictBoolean.class)
    boolean apiKeyRequired();

    /** The keys of simple mode. */
    Optional<List<String>> apiKeys();

    /**
     * Web origins whose pages may call the API, or {@code *} for all. By default all with accounts (a foreign page
     * has no token to send), and none in simple mode (where a foreign page would need none).
     */
    Optional<List<String>> corsOrigins();

    /** Whether anybody may register, those with an invitation, or nobody. */
    @WithDefault("open")
    Registration registration();

    /** Whether somebody else's job is 404 as if it did not exist, instead of 403. */
    @WithDefault("false")
    @WithConverter(StrictBoolean.class)
    boolean hideForeignJobs();

    /** How long the token of a login lives, in days. */
    @WithDefault("365")
    @Min(1)
    @Max(3650)
    int loginTokenDays();

    /**
     * How long a verified token is used from memory without asking Redis again. It is forgotten earlier whenever it or its
     * user changes: this is the last line for the case that news of a change fail to come. 0 asks for every request.
     */
    @WithDefault("30")
    @Min(0)
    @Max(3600)
    int tokenCacheSeconds();

    /** How many verified tokens are remembered, about a kilobyte each. */
    @WithDefault("50000")
    @Min(100)
    @Max(10_000_000)
    int tokenCacheEntries();

    /** After how many days without use a login token ends; 0 for never. */
    @WithDefault("90")
    @Min(0)
    @Max(3650)
    int loginIdleDays();

    /** How many login tokens a user has at most: a new one ends the least recently used; 0 for any number. */
    @WithDefault("100")
    @Min(0)
    @Max(1_000_000)
    int maxLoginTokens();

    /** How long an API token lives at most, in days; below 3650 none lives for ever. */
    @WithDefault("3650")
    @Min(1)
    @Max(3650)
    int maxTokenDays();

    /** How many API tokens a user may have; 0 for any number. */
    @WithDefault("0")
    @Min(0)
    @Max(1_000_000)
    int maxTokensPerUser();

    /** The fewest characters of a password; may raise the 8 of the contract, not lower it. */
    @WithDefault(MeshgateConfig.SHORTEST_PASSWORD)
    @Min(8)
    @Max(256)
    int passwordMinLength();

    /** A file of passwords that nobody may take, one in each line. */
    Optional<String> passwordBlocklist();

    /** Whether passwords of the list in the program, the most frequent ones of the world, are refused. */
    @WithDefault("false")
    @WithConverter(StrictBoolean.class)
    boolean refuseCommonPasswords();

    /** How many passwords are hashed at the same time; by default half as many as there are processors. */
    Optional<@Min(1) @Max(1024) Integer> passwordHashThreads();

    /** How many passwords may wait to be hashed; beyond it the answer is 503. */
    @WithDefault("64")
    @Min(0)
    @Max(100_000)
    int passwordHashQueue();

    /** How many logins and changes of the password may be tried in a minute with one name from one address; 0 for any. */
    @WithDefault("10")
    @Min(0)
    @Max(1_000_000)
    int loginPerMinute();

    /** How many of them one address may try in a minute, for all accounts together; 0 for any number. */
    @WithDefault("60")
    @Min(0)
    @Max(1_000_000)
    int loginPerMinuteAddress();

    /**
     * How many of them may be tried in an hour with one name, or one e-mail address, from all addresses that the account does
     * not know, and twice as many with both together; 0 for any number.
     */
    @WithDefault("100")
    @Min(0)
    @Max(1_000_000)
    int loginPerHourAccount();

    /** How many accounts one address may register in an hour; 0 for any number. */
    @WithDefault("20")
    @Min(0)
    @Max(1_000_000)
    int registerPerHourAddress();

    /** How many requests a caller may send in a minute, counted by each process for itself; 0 for any number. */
    @WithDefault("600")
    @Min(0)
    @Max(1_000_000)
    int rateLimitPerMinute();

    /** The key of signed links, 16 characters or more; without it one is made and kept in Redis. */
    Optional<String> linkSecret();

    /** How long a signed link is valid at most; at least half of it remains when the link is shown. */
    @WithDefault("7d")
    Duration linkTtl();

    /** Who may make an account. */
    enum Registration {
        /** Anybody. */
        OPEN,
        /** Administrators, on the command line. */
        CLOSED,
        /** Who has an invitation of an administrator. */
        INVITE
    }
}
