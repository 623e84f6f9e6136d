package org.meshgate.http.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meshgate.problem.HttpProblemException;
import org.meshgate.problem.ProblemType;

class ContentLengthTest {

    @Test
    void acceptsNumber() {
        assertThat(ContentLength.parse("0")).isZero();
        assertThat(ContentLength.parse("1048577")).isEqualTo(1_048_577);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "10,10", "-5", "+5", "1e3", "99999999999999999999"})
    void rejectsAnythingElse(String announced) {
        assertThatThrownBy(() -> ContentLength.parse(announced))
                .isInstanceOfSatisfying(HttpProblemException.class, problem -> assertThat(problem.type())
                        .isEqualTo(ProblemType.BAD_REQUEST));
    }
}
