package org.meshgate;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Who may use whom. What is not named is forbidden; see docs/architecture.md for what lives where. */
@AnalyzeClasses(packages = "org.meshgate", importOptions = ImportOption.DoNotIncludeTests.class)
class PackageRulesTest {

    private static final Set<String> BASE = Set.of("http", "redis", "caller", "problem", "config");

    private static final Map<String, Set<String>> MAY_USE = new TreeMap<>(Map.ofEntries(
            Map.entry(
                    "cli",
                    plusBase(
                            "auth",
                            "system",
                            "worker",
                            "accounts",
                            "jobs",
                            "identity",
                            "files",
                            "catalog",
                            "throttle",
                            "audit")),
            Map.entry("auth", plusBase("identity", "files", "throttle")),
            Map.entry("system", plusBase("jobs", "files", "catalog")),
            Map.entry("worker", plusBase("jobs", "files", "catalog")),
            Map.entry("accounts", plusBase("identity", "jobs", "throttle", "audit")),
            Map.entry("jobs", plusBase("catalog", "files", "audit")),
            Map.entry("identity", plusBase("audit")),
            Map.entry("files", plusBase("audit")),
            Map.entry("catalog", BASE),
            Map.entry("throttle", BASE),
            Map.entry("audit", BASE),
            Map.entry("http", Set.of("caller", "problem", "config")),
            Map.entry("redis", Set.of("config", "problem")),
            Map.entry("caller", Set.of()),
            Map.entry("problem", Set.of()),
            Map.entry("config", Set.of())));

    @ArchTest
    static final ArchRule PACKAGES_USE_ONLY_WHAT_THE_TABLE_NAMES = table();

    @ArchTest
    static final ArchRule EVERY_PACKAGE_IS_IN_THE_TABLE = classes()
            .should()
            .resideInAnyPackage(Stream.concat(
                            Stream.of("org.meshgate"), MAY_USE.keySet().stream().map(name -> "org.meshgate." + name))
                    .toArray(String[]::new));

    @ArchTest
    static final ArchRule MAIN_USES_THE_COMMAND_LINE_ALONE = noClasses()
            .that()
            .haveFullyQualifiedName("org.meshgate.Main")
            .should()
            .dependOnClassesThat(outside(Set.of("cli", "")));

    @ArchTest
    static final ArchRule ONLY_STORES_SPEAK_TO_REDIS = noClasses()
            .that()
            .resideOutsideOfPackage("org.meshgate.redis")
            .and()
            .haveSimpleNameNotEndingWith("Store")
            .and(notNestedInStores())
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.meshgate.redis.RedisCommands");

    @ArchTest
    static final ArchRule RESOURCES_KNOW_NO_REDIS = noClasses()
            .that()
            .haveSimpleNameEndingWith("Resource")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.meshgate.redis", "io.vertx.redis..");

    @ArchTest
    static final ArchRule SERVICES_KNOW_NO_HTTP = noClasses()
            .that()
            .haveSimpleNameEndingWith("Service")
            .or()
            .haveSimpleNameEndingWith("Store")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.ws.rs..", "io.vertx.ext.web..", "org.meshgate.http");

    /** The ownership rule stands in one class: nobody gets at jobs past it, but those who act for the system itself. */
    @ArchTest
    static final ArchRule JOBS_ARE_READ_THROUGH_THE_OWNERSHIP_RULE = noClasses()
            .that()
            .resideInAPackage("org.meshgate.jobs")
            .and(areNoneOf("JobStore", "JobAccess", "OwnerJobs", "QueueStatistics"))
            .should(callMethodsOf("org.meshgate.jobs.JobStore"));

    /** So it is with uploads. */
    @ArchTest
    static final ArchRule UPLOADS_ARE_READ_THROUGH_THE_OWNERSHIP_RULE = noClasses()
            .that()
            .resideInAPackage("org.meshgate.files")
            .and(areNoneOf("UploadStore", "UploadAccess", "UploadService", "UploadSweeper", "OwnerUploads"))
            .should(callMethodsOf("org.meshgate.files.UploadStore"));

    /** A client that leaves must not cut a change of several steps in half. */
    @ArchTest
    static final ArchRule CHANGES_GO_ON_WHEN_THE_CLIENT_LEAVES = methods()
            .that()
            .areAnnotatedWith("jakarta.ws.rs.POST")
            .or()
            .areAnnotatedWith("jakarta.ws.rs.PUT")
            .or()
            .areAnnotatedWith("jakarta.ws.rs.PATCH")
            .or()
            .areAnnotatedWith("jakarta.ws.rs.DELETE")
            .should()
            .beAnnotatedWith("org.jboss.resteasy.reactive.server.Cancellable");

    @ArchTest
    static final ArchRule RESOURCES_ASK_SERVICES = noClasses()
            .that()
            .haveSimpleNameEndingWith("Resource")
            .should()
            .dependOnClassesThat()
            .haveSimpleNameEndingWith("Store")
            .orShould()
            .dependOnClassesThat()
            .haveSimpleName("OwnerJobs")
            .orShould()
            .dependOnClassesThat()
            .haveSimpleName("OwnerUploads")
            .orShould()
            .dependOnClassesThat()
            .haveSimpleName("WorkQueue");

    @ArchTest
    static final ArchRule FIELDS_ARE_NOT_INJECTED = com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields()
            .should()
            .beAnnotatedWith("jakarta.inject.Inject");

    @ArchTest
    static final ArchRule NO_STATIC_STATE = com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields()
            .that()
            .areStatic()
            .and()
            .doNotHaveModifier(JavaModifier.SYNTHETIC)
            .should()
            .beFinal();

    private static Set<String> plusBase(String... features) {
        Set<String> all = new java.util.TreeSet<>(BASE);
        all.addAll(List.of(features));
        return all;
    }

    private static ArchRule table() {
        List<ArchRule> rules = new ArrayList<>();
        MAY_USE.forEach((name, allowed) -> {
            Set<String> withItself = new java.util.TreeSet<>(allowed);
            withItself.add(name);
            rules.add(noClasses()
                    .that()
                    .resideInAPackage("org.meshgate." + name)
                    .should()
                    .dependOnClassesThat(outside(withItself))
                    .allowEmptyShould(true));
        });
        return CompositeArchRule.of(rules);
    }

    private static DescribedPredicate<JavaClass> outside(Set<String> packages) {
        return DescribedPredicate.describe(
                "are in org.meshgate but not in " + packages,
                type -> type.getPackageName().startsWith("org.meshgate")
                        && packages.stream().noneMatch(name -> type.getPackageName()
                                .equals(name.isEmpty() ? "org.meshgate" : "org.meshgate." + name)));
    }

    private static DescribedPredicate<JavaClass> areNoneOf(String... names) {
        return DescribedPredicate.describe("are none of " + List.of(names), type -> Stream.of(names)
                .noneMatch(name -> type.getFullName().matches("org\\.meshgate\\.(jobs|files)\\." + name + "(\\$.*)?")));
    }

    private static ArchCondition<JavaClass> callMethodsOf(String owner) {
        return new ArchCondition<>("call methods of " + owner) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getMethodCallsFromSelf().stream()
                        .filter(call -> call.getTargetOwner().getName().equals(owner))
                        .forEach(call -> events.add(SimpleConditionEvent.satisfied(call, call.getDescription())));
            }
        };
    }

    private static DescribedPredicate<JavaClass> notNestedInStores() {
        return DescribedPredicate.describe(
                "are not nested in a store", type -> !type.getFullName().contains("Store$"));
    }
}
