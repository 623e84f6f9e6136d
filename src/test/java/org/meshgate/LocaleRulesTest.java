package org.meshgate;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.PrintStream;
import java.text.DecimalFormat;
import java.text.NumberFormat;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * No text for a machine may depend on the default locale: in Arabic {@code %d} writes other digits, in Turkish the small form
 * of {@code I} is another letter. Calls that take the default locale are found here; each has a form that is told one.
 */
class LocaleRulesTest {

    private static final Set<String> STRING = Set.of("toLowerCase", "toUpperCase", "format", "formatted");
    private static final Set<String> WRITERS =
            Set.of("java.io.PrintStream", "java.io.PrintWriter", "java.io.Console", "java.util.Formatter");
    private static final Set<String> FORMATTED = Set.of("format", "printf");

    @Test
    void noCodeUsesTheDefaultLocale() {
        ArchRule rule = classes().should(nameTheLocale());
        rule.check(new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.meshgate"));
    }

    @Test
    void theRuleFindsEachWayToUseIt() {
        List<String> found = classes()
                .should(nameTheLocale())
                .evaluate(new ClassFileImporter().importClasses(Bad.class, Good.class))
                .getFailureReport()
                .getDetails();
        assertThat(found).hasSize(9).allMatch(detail -> detail.contains("LocaleRulesTest$Bad"));
    }

    private static ArchCondition<JavaClass> nameTheLocale() {
        return new ArchCondition<>("name the locale of each format") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getAccessesFromSelf().stream()
                        .filter(access ->
                                access.getTarget() instanceof CodeUnitAccessTarget target && usesDefaultLocale(target))
                        .forEach(access -> events.add(SimpleConditionEvent.violated(access, access.getDescription())));
            }
        };
    }

    private static boolean usesDefaultLocale(CodeUnitAccessTarget target) {
        String owner = target.getOwner().getName();
        String name = target.getName();
        if (owner.equals("java.util.Locale")) {
            return name.equals("getDefault");
        }
        if (target.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Locale.class))) {
            return false;
        }
        return owner.equals("java.lang.String") && STRING.contains(name)
                || WRITERS.contains(owner) && FORMATTED.contains(name)
                || owner.equals("java.time.format.DateTimeFormatter")
                        && (name.equals("ofPattern") || name.startsWith("ofLocalized"))
                || owner.equals("java.time.format.DateTimeFormatterBuilder") && name.equals("toFormatter")
                || owner.equals("java.util.Scanner")
                || owner.startsWith("java.text.")
                        && (name.equals("<init>") || name.startsWith("get") && name.endsWith("Instance"));
    }

    /** One call for each kind. */
    static final class Bad {

        String all(String text, PrintStream out) {
            UnaryOperator<String> upper = String::toUpperCase;
            out.printf("%d", 1);
            return text.toLowerCase()
                    + upper.apply(text)
                    + String.format("%d", 1)
                    + "%d".formatted(1)
                    + DateTimeFormatter.ofPattern("uuuu")
                    + NumberFormat.getInstance()
                    + new DecimalFormat("0")
                    + Locale.getDefault();
        }
    }

    /** The same for a machine. */
    static final class Good {

        String all(String text, PrintStream out) {
            out.printf(Locale.ROOT, "%d", 1);
            return text.toLowerCase(Locale.ROOT)
                    + String.format(Locale.ROOT, "%d", 1)
                    + DateTimeFormatter.ofPattern("uuuu", Locale.ROOT)
                    + NumberFormat.getInstance(Locale.ROOT);
        }
    }
}
