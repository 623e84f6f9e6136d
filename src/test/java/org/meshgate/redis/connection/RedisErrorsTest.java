package org.meshgate.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.redis.client.impl.types.ErrorType;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meshgate.problem.StorageUnavailableException;

/** Why there is no connection, for a person, and without any secret. */
class RedisErrorsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "WRONGPASS invalid username-password pair      | user or password is wrong",
                "NOAUTH Authentication required.               | it wants a password",
                "NOPERM this user has no permissions           | its user may not do that",
                "LOADING Redis is loading the dataset          | it is still loading its data",
                "READONLY You can't write against a replica    | it is a replica, which takes no changes",
                "CONNECTION_CLOSED                             | it closed the connection",
                "ERR Error running script (call to f_1): @user_script:1: -READONLY You can't write | it is a replica, which takes no changes",
                "ERR unknown command, beginning with: 'secret' | it answered ERR",
                "ERR DB index is out of range                  | it has no database with the number in redis_url, most servers have 0 to 15",
                "ERR invalid DB index                          | it has no database with the number in redis_url, most servers have 0 to 15",
                "ERR SELECT is not allowed in cluster mode     | it is a cluster, which has database 0 alone: take the number out of redis_url",
                "MOVED 5458 secret:7740                        | another node of the cluster has the keys",
                "ASK 5458 secret:7740                          | the keys are on their way to another node of the cluster",
                "TRYAGAIN Multiple keys request during rehashing of slot | the keys are on their way to another node of the cluster",
                "CLUSTERDOWN The cluster is down               | the cluster is down",
                "CROSSSLOT Keys in request don't hash to the same slot | it is a cluster, and redis.key_prefix has no hash tag",
                "secret                                        | it answered an error"
            })
    void errorReplyIsReducedToItsFirstWord(String reply, String told) {
        assertThat(RedisErrors.of(ErrorType.create(reply))).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "READONLY You can't write against a read only replica.                                | true  | true",
                "READONLY You can't write against a read only replica. script: 12, on @user_script:1. | true  | true",
                "ERR Error running script (call to f_1): @user_script:1: -READONLY You can't write    | true  | true",
                "LOADING Redis is loading the dataset in memory                                       | true  | true",
                "MASTERDOWN Link with MASTER is down                                                  | true  | true",
                "MOVED 5458 127.0.0.1:7740                                                            | true  | true",
                "ASK 5458 127.0.0.1:7740                                                              | true  | true",
                "TRYAGAIN Multiple keys request during rehashing of slot                              | true  | true",
                "CLUSTERDOWN Hash slot not served                                                     | true  | true",
                "CROSSSLOT Keys in request don't hash to the same slot                                | true  | false",
                "NOREPLICAS Not enough good replicas to write.                                        | true  | false",
                "NOPERM this user has no permissions                                                  | true  | false",
                "ERR Error running script (call to f_1): @user_script:35: @user_script: 35: The user executing the script can't run this command or subcommand | true | false",
                "OOM command not allowed                                                              | true  | false",
                "WRONGTYPE Operation against a key holding the wrong kind of value                    | false | false",
                "NOSCRIPT No matching script                                                          | false | false"
            })
    void classifiesErrorReplies(String reply, boolean outage, boolean renewed) {
        assertThat(RedisErrors.notServing(ErrorType.create(reply))).isEqualTo(outage);
        assertThat(RedisErrors.wrongServer(ErrorType.create(reply))).isEqualTo(renewed);
    }

    @Test
    void connectionFailuresHaveAMessage() {
        assertThat(RedisErrors.of(new IllegalStateException("secret", new ConnectException("secret"))))
                .isEqualTo("nothing listens there");
        assertThat(RedisErrors.of(new UnknownHostException("secret"))).isEqualTo("its host name cannot be resolved");
        assertThat(RedisErrors.of(new SSLHandshakeException("secret"))).isEqualTo("TLS failed: SSLHandshakeException");
        assertThat(RedisErrors.of(new ExecutionException(new StorageUnavailableException("it is a replica"))))
                .isEqualTo("it is a replica");
        assertThat(RedisErrors.of(new IllegalStateException("secret"))).isEqualTo("IllegalStateException");
    }
}
