package org.meshgate;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Packages use what {@link PackageTables} and {@link SubPackageTables} name, and classes keep to their layer. */
@AnalyzeClasses(packages = "org.meshgate", importOptions = ImportOption.DoNotIncludeTests.class)
class PackageRulesTest {

    private static final int MAX_PARAMETERS = 7;

    @ArchTest
    static final ArchRule FEATURES_USE_ONLY_WHAT_THE_TABLE_NAMES = featureTable();

    @ArchTest
    static final ArchRule SUB_PACKAGES_USE_ONLY_WHAT_THE_TABLE_NAMES = subPackageTable();

    @ArchTest
    static final ArchRule INTERNAL_SUB_PACKAGES_ARE_USED_BY_THEIR_FEATURE_ALONE = internalTable();

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("org.meshgate.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule EVERY_PACKAGE_IS_IN_THE_TABLE = classes()
            .should()
            .resideInAnyPackage(Stream.concat(
                            Stream.of("org.meshgate"),
                            PackageTables.MAY_USE.keySet().stream().map(name -> "org.meshgate." + name + ".."))
                    .toArray(String[]::new));

    @ArchTest
    static final ArchRule MAIN_USES_THE_COMMAND_LINE_ALONE = noClasses()
            .that()
            .haveFullyQualifiedName("org.meshgate.Main")
            .should()
            .dependOnClassesThat(outside(Set.of("cli", "")));

    @ArchTest
    static void topLevelTypesDifferInTheirSimpleNames(JavaClasses program) {
        Map<String, List<String>> named = program.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(
                        JavaClass::getSimpleName, Collectors.mapping(JavaClass::getName, Collectors.toList())));
        assertThat(named).isNotEmpty();
        assertThat(named.values().stream().filter(types -> types.size() > 1)).isEmpty();
    }

    @ArchTest
    static final ArchRule ONLY_STORES_SPEAK_TO_REDIS = noClasses()
            .that()
            .resideOutsideOfPackage("org.meshgate.redis..")
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
            .resideInAnyPackage("org.meshgate.redis..", "io.vertx.redis..");

    @ArchTest
    static final ArchRule SERVICES_KNOW_NO_HTTP = noClasses()
            .that()
            .haveSimpleNameEndingWith("Service")
            .or()
            .haveSimpleNameEndingWith("Store")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.ws.rs..", "io.vertx.ext.web..", "org.meshgate.http..");

    /** The ownership rule stands in one class: nobody gets at jobs past it, but those who act for the system itself. */
    @ArchTest
    static final ArchRule JOBS_ARE_READ_THROUGH_THE_OWNERSHIP_RULE = noClasses()
            .that()
            .resideInAPackage("org.meshgate.jobs..")
            .and(areNoneOf("JobStore", "JobAccess", "UserJobs", "QueueStatistics"))
            .should(callMethodsOf("org.meshgate.jobs.access.JobStore"));

    /** So it is with uploads. */
    @ArchTest
    static final ArchRule UPLOADS_ARE_READ_THROUGH_THE_OWNERSHIP_RULE = noClasses()
            .that()
            .resideInAPackage("org.meshgate.files..")
            .and(areNoneOf("UploadStore", "UploadAccess", "UploadIntake", "UploadSweeper", "UserUploads"))
            .should(callMethodsOf("org.meshgate.files.upload.storage.UploadStore"));

    /** Documented extension points of Quarkus that stand in packages named runtime. */
    private static final Set<String> EXTENSION_POINTS = Set.of(
            "io.quarkus.micrometer.runtime.HttpServerMetricsTagsContributor",
            "io.quarkus.opentelemetry.runtime.propagation.TextMapPropagatorCustomizer",
            "io.quarkus.vertx.http.runtime.filters.Filters");

    /** An upgrade of Quarkus may change them without notice. */
    @ArchTest
    static final ArchRule INTERNAL_CLASSES_OF_QUARKUS_AND_VERTX_ARE_BEHIND_ADAPTERS = noClasses()
            .that()
            .resideOutsideOfPackage("org.meshgate.runtime.vertx")
            .should()
            .dependOnClassesThat(DescribedPredicate.<JavaClass>describe(
                            "are internal to Quarkus, RESTEasy Reactive, Vert.x or Netty", type -> type.getPackageName()
                                    .matches("io\\.vertx\\.(\\w+\\.)*impl\\b.*"
                                            + "|io\\.netty\\.(\\w+\\.)*internal\\b.*"
                                            + "|org\\.jboss\\.resteasy\\.reactive\\.server\\.core\\b.*"
                                            + "|io\\.quarkus\\.\\w+\\.(\\w+\\.)*runtime\\b.*"))
                    .and(DescribedPredicate.describe("are no extension points", type -> EXTENSION_POINTS.stream()
                            .noneMatch(point -> (type.getFullName() + "$").startsWith(point + "$")))));

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
            .haveSimpleName("UserJobs")
            .orShould()
            .dependOnClassesThat()
            .haveSimpleName("UserUploads")
            .orShould()
            .dependOnClassesThat()
            .haveSimpleName("JobDispatcher");

    /** A class that needs more has two tasks. A record is a list of values. */
    @ArchTest
    static final ArchRule CONSTRUCTORS_HAVE_SEVEN_PARAMETERS_AT_MOST = constructors()
            .that()
            .areDeclaredInClassesThat()
            .areNotRecords()
            .should(new ArchCondition<>("have at most 7 parameters") {
                @Override
                public void check(JavaConstructor constructor, ConditionEvents events) {
                    events.add(new SimpleConditionEvent(
                            constructor,
                            constructor.getRawParameterTypes().size() <= MAX_PARAMETERS,
                            constructor.getDescription()));
                }
            });

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

    private static ArchRule featureTable() {
        List<ArchRule> rules = new ArrayList<>();
        PackageTables.MAY_USE.forEach((name, allowed) -> rules.add(noClasses()
                .that()
                .resideInAPackage("org.meshgate." + name + "..")
                .should()
                .dependOnClassesThat(outside(with(allowed, name)))
                .allowEmptyShould(true)));
        return CompositeArchRule.of(rules);
    }

    private static ArchRule subPackageTable() {
        List<ArchRule> rules = new ArrayList<>();
        SubPackageTables.SUB_PACKAGES.forEach((name, allowed) -> rules.add(noClasses()
                .that()
                .resideInAPackage("org.meshgate." + name)
                .should()
                .dependOnClassesThat(inFeatureOf(name)
                        .and(DescribedPredicate.describe("are not in " + allowed, type -> !with(allowed, name)
                                .contains(subPackage(type)))))
                .allowEmptyShould(true)));
        return CompositeArchRule.of(rules);
    }

    private static ArchRule internalTable() {
        List<ArchRule> rules = new ArrayList<>();
        SubPackageTables.INTERNAL.forEach(name -> rules.add(noClasses()
                .that(DescribedPredicate.not(inFeatureOf(name)))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.meshgate." + name)));
        return CompositeArchRule.of(rules);
    }

    private static DescribedPredicate<JavaClass> inFeatureOf(String name) {
        String feature = name.split("\\.")[0];
        return DescribedPredicate.describe("are in the feature " + feature, type -> (type.getPackageName() + ".")
                .startsWith("org.meshgate." + feature + "."));
    }

    private static String subPackage(JavaClass type) {
        return type.getPackageName().replaceFirst("^org\\.meshgate\\.?", "");
    }

    private static Set<String> with(Set<String> names, String name) {
        Set<String> all = new java.util.TreeSet<>(names);
        all.add(name);
        return all;
    }

    private static DescribedPredicate<JavaClass> outside(Set<String> features) {
        return DescribedPredicate.describe(
                "are in org.meshgate but not in " + features,
                type -> (type.getPackageName() + ".").startsWith("org.meshgate.")
                        && !features.contains(subPackage(type).split("\\.")[0]));
    }

    private static DescribedPredicate<JavaClass> areNoneOf(String... names) {
        return DescribedPredicate.describe(
                "are none of " + List.of(names), type -> Stream.of(names).noneMatch(name -> type.getFullName()
                        .matches("org\\.meshgate\\.(jobs|files)\\.(\\w+\\.)*" + name + "(\\$.*)?")));
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
