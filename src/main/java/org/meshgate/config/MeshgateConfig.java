package org.meshgate.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMapping.NamingStrategy;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * All settings, with their defaults. A name here is the name in {@code config.yaml}: {@code security().userAuthEnabled()}
 * is {@code security.user_auth_enabled}, in the environment {@code P3D_SECURITY__USER_AUTH_ENABLED}. The prefix keeps
 * them apart from Quarkus' own and appears nowhere else.
 */
@ConfigMapping(prefix = MeshgateConfig.PREFIX, namingStrategy = NamingStrategy.SNAKE_CASE)
public interface MeshgateConfig {

    /** What stands before every name in Quarkus' configuration. */
    String PREFIX = "meshgate";

    /** The port that clients of 3DAIGC-API know. */
    String DEFAULT_PORT = "7842";

    /** Where Quarkus has it by default. */
    String DEFAULT_MANAGEMENT_PORT = "9000";

    /** The contract's floor for new passwords. */
    String SHORTEST_PASSWORD = "8";

    /** As in the example configuration of Redis Sentinel. */
    String DEFAULT_SENTINEL_MASTER = "mymaster";

    /** Below the folder where the program starts. */
    String DEFAULT_EMBEDDED_DIRECTORY = ".meshgate/redis";

    /**
     * Where Redis is: {@code redis://[[user]:password@]host[:port][/database]}, {@code rediss://} for TLS. Without it the
     * JVM program starts an embedded Redis; the native binary does not start.
     */
    Optional<String> redisUrl();

    /** Where and how the service listens. */
    Server server();

    /** Who may call. */
    SecuritySettings security();

    /** How Redis is used. */
    Redis redis();

    /** What jobs there are, and which models do them. */
    Catalog catalog();

    /** Where files lie. */
    Storage storage();

    /** How large requests and answers may be. */
    Limits limits();

    /** How many jobs there may be. */
    Jobs jobs();

    /** What is recorded of who did what. */
    Audit audit();

    /** What is told to a collector of traces. */
    Tracing tracing();

    /** What is told to a collector of traces. */
    interface Tracing {

        /** Where it takes OTLP over HTTP, such as {@code http://collector:4318}; without it there are no traces. */
        Optional<String> endpoint();

        /** Which share of the traces it is told, from 0 to 1. */
        @WithDefault("1")
        double sampleRatio();
    }

    /** Workers inside this program. */
    Worker worker();

    /** Where and how the service listens. */
    interface Server {

        /** The address to listen on; by default all with accounts, and loopback only in simple mode. */
        Optional<String> host();

        /** The TCP port of the API; 0 takes a free one. */
        @WithDefault(DEFAULT_PORT)
        @Min(0)
        @Max(65535)
        int port();

        /** The address of the management port (health checks and metrics, without authentication). */
        @WithDefault("127.0.0.1")
        String managementHost();

        /** The TCP port for health checks and metrics; 0 takes a free one. */
        @WithDefault(DEFAULT_MANAGEMENT_PORT)
        @Min(0)
        @Max(65535)
        int managementPort();

        /** Whether each request is written to the log in one line. */
        @WithDefault("true")
        @WithConverter(StrictBoolean.class)
        boolean accessLog();

        /**
         * For how long requests are still answered after the signal to end, while the server says that it is not ready: until
         * a load balancer has noticed.
         */
        @WithDefault("0s")
        Duration shutdownDelay();

        /** How long requests that are under way at the end may take. */
        @WithDefault("20s")
        Duration shutdownTimeout();

        /** How lines of the log look. */
        @WithDefault("text")
        LogFormat logFormat();

        /**
         * Where clients reach this server, for the URLs in answers: {@code https://host[:port][/path]}. Without it the URLs
         * begin with the host of the request.
         */
        Optional<String> publicUrl();

        /** The hosts, {@code host} or {@code host:port}, for which requests are answered; without it all. */
        Optional<List<String>> allowedHosts();

        /** The networks of proxies whose forwarding header is believed, as CIDR ranges or single addresses. */
        Optional<List<String>> trustedProxies();

        /** The header in which those proxies write where a request came from; the other one is not read. */
        @WithDefault("x-forwarded-for")
        ForwardedHeader forwardedHeader();
    }

    /** How lines of the log look. */
    enum LogFormat {
        /** For people. */
        TEXT,
        /** One JSON object in each line. */
        JSON
    }

    /** How proxies tell where a request came from. */
    enum ForwardedHeader {
        /** {@code X-Forwarded-For: 192.0.2.1, 10.0.0.1}. */
        X_FORWARDED_FOR("X-Forwarded-For"),
        /** {@code Forwarded: for=192.0.2.1;proto=https} (RFC 7239). */
        FORWARDED("Forwarded");

        private final String fieldName;

        ForwardedHeader(String fieldName) {
            this.fieldName = fieldName;
        }

        /** The name of the header. */
        public String fieldName() {
            return fieldName;
        }
    }

    /** How Redis is used. */
    interface Redis {

        /** What stands before every key; the GPU scheduler of 3DAIGC-API knows the default only. */
        @WithDefault("3daigc:")
        String keyPrefix();

        /** How many connections are held open and shared by all requests; absent for one of each event loop, up to 16. */
        OptionalInt connections();

        /** How long one command may take, and how long a connection may take to be made. */
        @WithDefault("2s")
        Duration timeout();

        /** A file with the certificates of authorities, in PEM, that alone are trusted with {@code rediss://}. */
        Optional<String> caFile();

        /**
         * The sentinels, {@code host[:port]}, that know where the primary is; then the host of {@code redis_url} means nothing.
         */
        Optional<List<String>> sentinels();

        /** The name by which the sentinels know the primary. */
        @WithDefault(DEFAULT_SENTINEL_MASTER)
        String sentinelMaster();

        /** The password of the sentinels themselves. */
        Optional<String> sentinelPassword();

        /** Where the embedded Redis keeps its data. */
        @WithDefault(DEFAULT_EMBEDDED_DIRECTORY)
        String embeddedDirectory();
    }

    /** What jobs there are, and which models do them; docs/job-types.md tells the form of the files. */
    interface Catalog {

        /** A file of models that takes the place of the one in the program. */
        Optional<String> models();

        /** A file of job types that takes the place of the one in the program. */
        Optional<String> jobTypes();
    }

    /** Where files lie. */
    interface Storage {

        /**
         * The folder of files that administrators, and everybody in simple mode, may name by path in a submission. Without
         * it nobody may.
         */
        Optional<String> inputs();

        /** The folder into which workers write results: absolute, or below the folder where the program starts. */
        @WithDefault("outputs")
        String outputs();

        /**
         * The folder for uploaded files: absolute, or below the folder where the program starts. Jobs name files by this
         * path as it is written here, so a GPU scheduler that starts in the same folder finds them.
         */
        @WithDefault("uploads")
        String uploads();

        /** How long an uploaded file is kept. */
        @WithDefault("24h")
        Duration uploadTtl();

        /** How much room uploads leave on their disk; 0 for none. */
        @WithDefault("512M")
        MemorySize reserve();
    }

    /** How large requests and answers may be. */
    interface Limits {

        /** The largest JSON body. */
        @WithDefault("1M")
        MemorySize jsonBody();

        /** The largest body of a submission that may hold files as base64; never more than an eighth of the memory. */
        @WithDefault("64M")
        MemorySize submitBody();

        /** The largest file that is answered as base64, which needs it in memory several times. */
        @WithDefault("64M")
        MemorySize base64Download();

        /** The largest image that may be uploaded. */
        @WithDefault("50M")
        MemorySize image();

        /** The widest and highest image that may be uploaded, in pixels. */
        @WithDefault("8192")
        @Min(1)
        @Max(1_000_000)
        int imageSide();

        /** The largest mesh that may be uploaded. */
        @WithDefault("200M")
        MemorySize mesh();

        /** How large all uploads of one user together may be; 0 for any size. Without accounts it means nothing. */
        @WithDefault("2G")
        MemorySize uploadsPerUser();

        /** How many uploads one user may have; 0 for any number. */
        @WithDefault("10000")
        @Min(0)
        int uploadFilesPerUser();
    }

    /** How many jobs there may be. */
    interface Jobs {

        /** How many jobs of one user may wait; 0 for any number. Without accounts it means nothing. */
        @WithDefault("100")
        @Min(0)
        @Max(1_000_000)
        int maxQueuedPerUser();

        /** How many jobs of all users may wait; 0 for any number. */
        @WithDefault("10000")
        @Min(0)
        @Max(10_000_000)
        int maxQueueSize();

        /** Days from the end of a job to its removal, with result and files; 0 for never. */
        @WithDefault("30")
        @Min(0)
        @Max(36_500)
        int retentionDays();

        /** How many jobs of one user are kept; beyond that the oldest that ended go. 0 for any number. */
        @WithDefault("10000")
        @Min(0)
        @Max(10_000_000)
        int maxKeptPerUser();
    }

    /** What is recorded of who did what. */
    interface Audit {

        /** About how many entries are kept in Redis, the newest; 0 for none there, then they are in the log alone. */
        @WithDefault("100000")
        @Min(0)
        @Max(10_000_000)
        int maxEntries();
    }

    /** Workers inside this program. */
    interface Worker {

        /**
         * Whether the sample worker takes jobs out of the queue. It makes a small shape of each prompt and is no model: for
         * trying things out. By default it works where the embedded Redis does, and nowhere else.
         */
        @WithDefault("false")
        @WithConverter(StrictBoolean.class)
        boolean sample();
    }
}
