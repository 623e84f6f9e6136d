package org.meshgate.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meshgate.contract.Difference.Kind;

/**
 * Holds an answer of ours against a recorded one: each recorded member is there, and of a type that clients know. More
 * members are welcome. What was null in the record may be anything here; null is allowed where it was recorded.
 */
final class Comparison {

    private static final Set<String> NULL_ONLY = Set.of("null");

    private final RecordedCase recorded;
    private final Shape answer;
    private final List<String> complaints = new ArrayList<>();

    private Comparison(RecordedCase recorded, Shape answer) {
        this.recorded = recorded;
        this.answer = answer;
    }

    /** What is wrong, in sentences; also a difference on purpose that is none any more. */
    static List<String> complaints(RecordedCase recorded, Shape answer) {
        Comparison comparison = new Comparison(recorded, answer);
        recorded.shape().members().forEach(comparison::compare);
        return comparison.complaints;
    }

    private void compare(String path, Shape.Member expected) {
        Optional<Difference> difference = Difference.of(recorded.name(), path);
        Optional<Shape.Member> member = Optional.ofNullable(answer.members().get(path));
        Kind kind = difference.map(Difference::kind).orElse(Kind.VALUE);
        if (kind == Kind.ABSENT) {
            member.ifPresent(
                    there -> complaints.add(path + " is there: its line in the list of differences has to go"));
        } else if (member.isEmpty()) {
            if (!expected.optional() && !isInsideOfADifference(path)) {
                complaints.add(path + " is missing");
            }
        } else if (kind == Kind.NULL) {
            if (!member.get().types().equals(NULL_ONLY)) {
                complaints.add(path + " is not null: its line in the list of differences has to go");
            }
        } else {
            compareTypes(path, expected, member.get());
        }
    }

    private void compareTypes(String path, Shape.Member expected, Shape.Member member) {
        if (member.optional() && !expected.optional()) {
            complaints.add(path + " is missing in some elements");
        }
        if (!expected.types().equals(NULL_ONLY) && !expected.types().containsAll(member.types())) {
            complaints.add(path + " is " + member.types() + " and was " + expected.types());
        }
    }

    private boolean isInsideOfADifference(String path) {
        for (String outer = Shape.parent(path); !outer.isEmpty(); outer = Shape.parent(outer)) {
            if (Difference.of(recorded.name(), outer)
                    .filter(difference -> difference.kind() != Kind.VALUE)
                    .isPresent()) {
                return true;
            }
        }
        return false;
    }
}
