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
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who may use whom. What is not named is forbidden; see docs/architecture.md for what lives where. */
@AnalyzeClasses(packages = "org.meshgate", importOptions = ImportOption.DoNotIncludeTests.class)
class PackageRulesTest {

    private static final int MAX_PARAMETERS = 7;

    static final Set<String> BASE = Set.of("http", "redis", "caller", "problem", "config", "runtime");

    static final Map<String, Set<String>> MAY_USE = new TreeMap<>(Map.ofEntries(
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
            Map.entry("system", plusBase("jobs", "files", "catalog", "worker")),
            Map.entry("worker", plusBase("jobs", "files", "catalog", "audit")),
            Map.entry("accounts", plusBase("identity", "jobs", "throttle", "audit")),
            Map.entry("jobs", plusBase("catalog", "files", "audit")),
            Map.entry("identity", BASE),
            Map.entry("files", plusBase("audit")),
            Map.entry("catalog", BASE),
            Map.entry("throttle", BASE),
            Map.entry("audit", BASE),
            Map.entry("http", Set.of("caller", "problem", "config", "runtime")),
            Map.entry("redis", Set.of("config", "problem", "runtime")),
            Map.entry("caller", Set.of()),
            Map.entry("problem", Set.of()),
            Map.entry("config", Set.of()),
            Map.entry("runtime", Set.of())));

    /** Within a feature: what each sub-package may use of the others. */
    static final Map<String, Set<String>> SUB_PACKAGES = new TreeMap<>(Map.ofEntries(
            Map.entry(
                    "accounts.admin",
                    Set.of(
                            "accounts.admin.dto",
                            "accounts.deletion",
                            "accounts.dto",
                            "accounts.token",
                            "accounts.validation")),
            Map.entry("accounts.admin.dto", Set.of("accounts.dto")),
            Map.entry("accounts.deletion", Set.of("accounts.token")),
            Map.entry("accounts.dto", Set.of()),
            Map.entry("accounts.invite", Set.of("accounts.dto", "accounts.invite.dto", "accounts.validation")),
            Map.entry("accounts.invite.dto", Set.of("accounts.dto")),
            Map.entry(
                    "accounts.login",
                    Set.of(
                            "accounts.deletion",
                            "accounts.dto",
                            "accounts.invite",
                            "accounts.login.dto",
                            "accounts.token",
                            "accounts.validation")),
            Map.entry("accounts.login.dto", Set.of("accounts.dto")),
            Map.entry(
                    "accounts.service",
                    Set.of(
                            "accounts.admin",
                            "accounts.dto",
                            "accounts.service.dto",
                            "accounts.token",
                            "accounts.validation")),
            Map.entry("accounts.service.dto", Set.of("accounts.dto")),
            Map.entry("accounts.token", Set.of("accounts.dto", "accounts.token.dto")),
            Map.entry("accounts.token.dto", Set.of("accounts.dto")),
            Map.entry("accounts.validation", Set.of()),
            Map.entry("audit", Set.of("audit.throttle")),
            Map.entry("audit.dto", Set.of("audit")),
            Map.entry("audit.read", Set.of("audit", "audit.dto")),
            Map.entry("audit.throttle", Set.of()),
            Map.entry("catalog", Set.of("catalog.model", "catalog.read", "catalog.rule")),
            Map.entry("catalog.model", Set.of("catalog.rule")),
            Map.entry("catalog.read", Set.of("catalog.model", "catalog.rule")),
            Map.entry("catalog.rule", Set.of()),
            Map.entry("catalog.validate", Set.of("catalog", "catalog.model", "catalog.rule")),
            Map.entry(
                    "cli",
                    Set.of(
                            "cli.serve",
                            "cli.users",
                            "cli.migrate",
                            "cli.doctor",
                            "cli.health",
                            "cli.support",
                            "cli.worker")),
            Map.entry("cli.doctor", Set.of("cli.support")),
            Map.entry("cli.health", Set.of("cli.support")),
            Map.entry("cli.migrate", Set.of("cli.support")),
            Map.entry("cli.serve", Set.of("cli.support")),
            Map.entry("cli.support", Set.of()),
            Map.entry("cli.users", Set.of("cli.support")),
            Map.entry(
                    "cli.worker",
                    Set.of(
                            "cli.support",
                            "cli.worker.exec",
                            "cli.worker.http",
                            "cli.worker.job",
                            "cli.worker.net",
                            "cli.worker.protocol",
                            "cli.worker.run")),
            Map.entry("cli.worker.exec", Set.of("cli.support", "cli.worker.job", "cli.worker.protocol")),
            Map.entry(
                    "cli.worker.http",
                    Set.of("cli.support", "cli.worker.job", "cli.worker.net", "cli.worker.protocol")),
            Map.entry("cli.worker.job", Set.of("cli.support", "cli.worker.protocol")),
            Map.entry("cli.worker.net", Set.of()),
            Map.entry("cli.worker.protocol", Set.of("cli.support", "cli.worker.net")),
            Map.entry("cli.worker.run", Set.of("cli.support", "cli.worker.job", "cli.worker.protocol")),
            Map.entry("config", Set.of("config.converter")),
            Map.entry("config.converter", Set.of()),
            Map.entry("config.reader", Set.of("config", "config.converter")),
            Map.entry("files", Set.of()),
            Map.entry("files.download", Set.of("files")),
            Map.entry("files.link", Set.of()),
            Map.entry("files.spool", Set.of("files")),
            Map.entry(
                    "files.upload",
                    Set.of(
                            "files",
                            "files.upload.dto",
                            "files.upload.format",
                            "files.upload.receive",
                            "files.upload.storage")),
            Map.entry("files.upload.dto", Set.of()),
            Map.entry("files.upload.format", Set.of("files")),
            Map.entry(
                    "files.upload.receive",
                    Set.of("files", "files.download", "files.upload.format", "files.upload.storage")),
            Map.entry("files.upload.storage", Set.of("files", "files.upload.format")),
            Map.entry("http", Set.of()),
            Map.entry("http.body", Set.of("http", "http.route")),
            Map.entry("http.json", Set.of()),
            Map.entry("http.logging", Set.of("http")),
            Map.entry("http.problem", Set.of("http", "http.json")),
            Map.entry("http.route", Set.of()),
            Map.entry("http.server", Set.of("http", "http.body", "http.logging", "http.problem")),
            Map.entry("http.sse", Set.of("http.server")),
            Map.entry("identity", Set.of()),
            Map.entry("identity.index", Set.of("identity.password", "identity.store", "identity.user")),
            Map.entry("identity.invite", Set.of("identity")),
            Map.entry("identity.legacy", Set.of("identity", "identity.store", "identity.token", "identity.user")),
            Map.entry("identity.password", Set.of()),
            Map.entry("identity.store", Set.of("identity", "identity.invite", "identity.token", "identity.user")),
            Map.entry("identity.token", Set.of("identity", "identity.user")),
            Map.entry("identity.user", Set.of("identity")),
            Map.entry(
                    "identity.verify",
                    Set.of("identity", "identity.legacy", "identity.store", "identity.token", "identity.user")),
            Map.entry(
                    "jobs",
                    Set.of(
                            "jobs.access",
                            "jobs.dispatch",
                            "jobs.dto",
                            "jobs.history",
                            "jobs.index",
                            "jobs.statistics",
                            "jobs.record",
                            "jobs.results",
                            "jobs.view")),
            Map.entry("jobs.access", Set.of("jobs.index", "jobs.record")),
            Map.entry("jobs.invariants", Set.of()),
            Map.entry("jobs.dispatch", Set.of("jobs.record")),
            Map.entry("jobs.dto", Set.of("jobs.statistics")),
            Map.entry("jobs.events", Set.of("jobs.access", "jobs.record")),
            Map.entry("jobs.history", Set.of("jobs.access", "jobs.index", "jobs.record")),
            Map.entry("jobs.index", Set.of("jobs.record")),
            Map.entry("jobs.openapi", Set.of("jobs.submit")),
            Map.entry("jobs.statistics", Set.of("jobs.access", "jobs.index", "jobs.record")),
            Map.entry("jobs.reconcile", Set.of("jobs.dispatch", "jobs.index", "jobs.record", "jobs.results")),
            Map.entry("jobs.record", Set.of()),
            Map.entry("jobs.results", Set.of("jobs.record")),
            Map.entry("jobs.retention", Set.of("jobs.index", "jobs.record", "jobs.results")),
            Map.entry(
                    "jobs.submit",
                    Set.of("jobs.dto", "jobs.events", "jobs.statistics", "jobs.record", "jobs.retention", "jobs.view")),
            Map.entry("jobs.view", Set.of("jobs.statistics", "jobs.record", "jobs.results")),
            Map.entry("problem", Set.of()),
            Map.entry("problem.limit", Set.of("problem")),
            Map.entry("redis", Set.of("redis.connection")),
            Map.entry("redis.connection", Set.of()),
            Map.entry("redis.embedded", Set.of()),
            Map.entry("redis.feed", Set.of("redis", "redis.connection")),
            Map.entry("redis.health", Set.of("redis", "redis.connection")),
            Map.entry("runtime", Set.of()),
            Map.entry("runtime.vertx", Set.of()),
            Map.entry("system", Set.of("system.dto")),
            Map.entry("system.compat", Set.of("system.compat.dto")),
            Map.entry("system.compat.dto", Set.of()),
            Map.entry("system.dto", Set.of()),
            Map.entry("system.host", Set.of("system.host.dto")),
            Map.entry("system.host.dto", Set.of()),
            Map.entry("system.models", Set.of("system.models.dto")),
            Map.entry("system.models.dto", Set.of()),
            Map.entry("system.openapi", Set.of()),
            Map.entry("system.scheduler", Set.of("system.scheduler.dto")),
            Map.entry("system.scheduler.dto", Set.of()),
            Map.entry(
                    "worker",
                    Set.of("worker.claim", "worker.dto", "worker.registry", "worker.sample", "worker.upload")),
            Map.entry("worker.claim", Set.of("worker.registry")),
            Map.entry("worker.dto", Set.of()),
            Map.entry("worker.registry", Set.of()),
            Map.entry("worker.sample", Set.of()),
            Map.entry("worker.upload", Set.of())));

    /** Sub-packages that only their own feature may use. */
    private static final Set<String> INTERNAL = Set.of(
            "accounts.admin.dto",
            "accounts.invite",
            "accounts.invite.dto",
            "accounts.login.dto",
            "accounts.service.dto",
            "accounts.token.dto",
            "audit.dto",
            "audit.read",
            "audit.throttle",
            "catalog.read",
            "cli.doctor",
            "cli.health",
            "cli.migrate",
            "cli.serve",
            "cli.support",
            "cli.users",
            "cli.worker",
            "cli.worker.exec",
            "cli.worker.http",
            "cli.worker.job",
            "cli.worker.net",
            "cli.worker.protocol",
            "cli.worker.run",
            "files.upload.dto",
            "files.upload.receive",
            "files.upload.storage",
            "jobs.access",
            "jobs.dto",
            "jobs.events",
            "jobs.history",
            "jobs.openapi",
            "jobs.reconcile",
            "jobs.results",
            "jobs.retention",
            "jobs.submit",
            "jobs.view",
            "system.compat",
            "system.compat.dto",
            "system.dto",
            "system.host",
            "system.host.dto",
            "system.models",
            "system.models.dto",
            "system.openapi",
            "system.scheduler",
            "system.scheduler.dto",
            "worker.claim",
            "worker.dto",
            "worker.sample",
            "worker.upload");

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
                            MAY_USE.keySet().stream().map(name -> "org.meshgate." + name + ".."))
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

    private static Set<String> plusBase(String... features) {
        Set<String> all = new java.util.TreeSet<>(BASE);
        all.addAll(List.of(features));
        return all;
    }

    private static ArchRule featureTable() {
        List<ArchRule> rules = new ArrayList<>();
        MAY_USE.forEach((name, allowed) -> rules.add(noClasses()
                .that()
                .resideInAPackage("org.meshgate." + name + "..")
                .should()
                .dependOnClassesThat(outside(with(allowed, name)))
                .allowEmptyShould(true)));
        return CompositeArchRule.of(rules);
    }

    private static ArchRule subPackageTable() {
        List<ArchRule> rules = new ArrayList<>();
        SUB_PACKAGES.forEach((name, allowed) -> rules.add(noClasses()
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
        INTERNAL.forEach(name -> rules.add(noClasses()
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
