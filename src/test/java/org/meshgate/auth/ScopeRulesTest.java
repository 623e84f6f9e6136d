package org.meshgate.auth;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.List;
import org.meshgate.caller.AnyScope;
import org.meshgate.caller.Public;
import org.meshgate.caller.RequiresScope;

/** Every route names the scope that it requires; {@link AuthorizationFilter} closes those that do not. */
@AnalyzeClasses(packages = "org.meshgate", importOptions = ImportOption.DoNotIncludeTests.class)
class ScopeRulesTest {

    @ArchTest
    static final ArchRule EVERY_ROUTE_NAMES_ITS_SCOPE = ArchRuleDefinition.methods()
            .that(DescribedPredicate.describe("are routes", method -> method.getAnnotations().stream()
                    .anyMatch(annotation -> annotation.getRawType().isAnnotatedWith("jakarta.ws.rs.HttpMethod"))))
            .should(ArchConditions.be(DescribedPredicate.describe(
                    "marked with a scope or as public",
                    (JavaMethod method) -> List.of(RequiresScope.class, AnyScope.class, Public.class).stream()
                            .anyMatch(mark -> method.isAnnotatedWith(mark)
                                    || method.getOwner().isAnnotatedWith(mark)))));
}
