package org.meshgate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JacksonAnnotation;
import com.fasterxml.jackson.annotation.JsonValue;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What Jackson reads or writes as a class of ours works in the native executable, too, which has constructors and members of
 * those classes only that are known when it is built: Quarkus finds what stands in the signatures of resources, with all that
 * is in it; everything else says so itself.
 */
class NativeJsonTest {

    /** Schemas of the API description: nothing makes or reads objects of these classes. */
    private static final String DESCRIPTION_ONLY = "org.meshgate.jobs.dto.JobSchemas";

    private static final JavaClasses PROGRAM = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.meshgate");

    /** Who gives objects to Jackson beside JAX-RS, and of which classes of ours. */
    private static final Map<String, Set<String>> WRITERS = Map.of(
            "cli.users.ListUsersCommand", Set.of("accounts.dto.PublicUser"),
            "files.download.Base64Responses", Set.of("files.download.Base64Document"),
            "http.problem.ProblemWriter", Set.of("http.problem.ProblemDocument"),
            "identity.store.UserStore", Set.of("identity.user.User"),
            "identity.store.TokenRevocationStore", Set.of("identity.user.User"),
            "jobs.submit.FinishedJobResponder", Set.of("jobs.dto.SubmissionResponse"),
            "identity.store.InviteStore", Set.of("identity.code.Invite"),
            "identity.token.TokenArguments", Set.of("identity.token.ApiToken"),
            "webhooks.dispatch.DeliveryQueueStore", Set.of("webhooks.delivery.AttemptSummary"),
            "identity.store.UserChangeStore", Set.of("identity.user.User", "identity.user.UserLimits"));

    /** Who gives it trees and texts only, or what it was given by one of those. */
    private static final Set<String> PLAIN_WRITERS = Set.of(
            "audit.AuditLog",
            "cli.client.session.ApiSession",
            "cli.client.submit.SubmitCommand",
            "cli.doctor.Findings",
            "cli.http.ApiTransport",
            "cli.worker.exec.CommandJobExecutor",
            "files.upload.storage.UploadJson",
            "identity.RecordJson",
            "jobs.record.JobJson",
            "webhooks.delivery.DeliveryStore",
            "webhooks.delivery.WebhookSweepStore",
            "webhooks.dispatch.DeliveryBody");

    /** Who answers what is not in the signature of a resource; bytes, files and streams are no classes of ours for Jackson. */
    private static final Set<String> ANSWERS_WITHOUT_A_TYPE = Set.of(
            "files.download.Base64Responses",
            "files.download.FileResponses",
            "http.problem.ProblemWriter",
            "jobs.events.JobEventsResource",
            "jobs.submit.SubmissionResource");

    @Test
    void signaturesOfResourcesSayWhatIsInABody() {
        assertThat(bodies()).contains(type("accounts.dto.PublicUser"), type("accounts.login.dto.RegisterRequest"));
        List<Type> vague = bodyTypes().stream()
                .flatMap(body -> parts(body).stream())
                .filter(part -> !(part instanceof Class<?>) || part == Object.class)
                .toList();
        assertThat(vague).isEmpty();
    }

    @Test
    void whatIsBehindAnInterfaceIsRegistered() {
        Set<Class<?>> behind = all(
                bodies().stream().filter(NativeJsonTest::isAbstract).flatMap(type -> implementations(type).stream()));
        assertThat(behind).contains(type("system.models.dto.AllModelsResponse"));
        assertThat(without(registered(), behind)).isEmpty();
    }

    @Test
    void nobodyGivesJacksonObjectsUnnoticed() {
        Set<String> writers = callers(call -> call.getName().startsWith("writeValue")
                || List.of("valueToTree", "convertValue").contains(call.getName())
                || call.getName().equals("write") && owner(call).equals("org.meshgate.identity.RecordJson"));
        Set<String> known = new TreeSet<>(WRITERS.keySet());
        known.addAll(PLAIN_WRITERS);
        assertThat(writers).isEqualTo(known);
        assertThat(callers(call -> owner(call).startsWith("jakarta.ws.rs.core.Response")
                        && List.of("ok", "entity").contains(call.getName())
                        && !call.getTarget().getRawParameterTypes().isEmpty()))
                .containsExactlyInAnyOrderElementsOf(ANSWERS_WITHOUT_A_TYPE);
    }

    @Test
    void whatJacksonReadsAndWritesElsewhereIsRegistered() {
        Set<Class<?>> given = elsewhere();
        assertThat(given)
                .contains(
                        type("identity.user.User"),
                        type("identity.legacy.LegacyToken"),
                        type("http.problem.ProblemDocument"));
        Set<Class<?>> known = registered();
        known.addAll(bodies());
        assertThat(without(known, given)).isEmpty();
    }

    @Test
    void whateverHasAnnotationsOfJacksonIsReached() {
        Set<Class<?>> annotated = all(PROGRAM.stream()
                .filter(NativeJsonTest::speaksJackson)
                .filter(type -> !type.getName().startsWith(DESCRIPTION_ONLY))
                .map(JavaClass::reflect));
        assertThat(annotated).contains(type("identity.legacy.LegacyToken"), type("caller.Role"));
        Set<Class<?>> reached = bodies();
        reached.addAll(elsewhere());
        assertThat(without(reached, annotated)).isEmpty();
    }

    /** All that is in bodies of requests and answers by the signatures of resources. */
    private static Set<Class<?>> bodies() {
        return withParts(bodyTypes());
    }

    private static List<Type> bodyTypes() {
        return PROGRAM.stream()
                .filter(type -> type.isAnnotatedWith(Path.class))
                .map(JavaClass::reflect)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(NativeJsonTest::isRoute)
                .flatMap(route -> Stream.concat(
                        Stream.of(route.getGenericReturnType()),
                        Arrays.stream(route.getParameters())
                                .filter(NativeJsonTest::isBody)
                                .map(Parameter::getParameterizedType)))
                .toList();
    }

    private static boolean isRoute(Method method) {
        return Arrays.stream(method.getAnnotations())
                .anyMatch(annotation -> annotation.annotationType().isAnnotationPresent(HttpMethod.class));
    }

    private static boolean isBody(Parameter parameter) {
        return Arrays.stream(parameter.getAnnotations())
                .map(annotation -> annotation.annotationType().getPackageName())
                .noneMatch(name -> name.startsWith("jakarta.ws.rs") || name.startsWith("org.jboss.resteasy"));
    }

    /** What Jackson is given beside JAX-RS. */
    private static Set<Class<?>> elsewhere() {
        Stream<Class<?>> written =
                WRITERS.values().stream().flatMap(Set::stream).map(NativeJsonTest::type);
        Stream<Class<?>> read = PROGRAM.stream()
                .flatMap(type -> type.getCodeUnits().stream())
                .filter(NativeJsonTest::reads)
                .flatMap(unit -> unit.getReferencedClassObjects().stream())
                .map(reference -> reference.getRawType())
                .filter(type -> type.getPackageName().startsWith("org.meshgate"))
                .map(JavaClass::reflect);
        return withParts(List.copyOf(all(Stream.concat(written, read))));
    }

    private static boolean reads(JavaCodeUnit unit) {
        return unit.getMethodCallsFromSelf().stream()
                .anyMatch(
                        call -> call.getName().equals("read") && owner(call).equals("org.meshgate.identity.RecordJson")
                                || owner(call).startsWith("com.fasterxml.jackson.databind.Object")
                                        && List.of("readValue", "readerFor", "forType", "treeToValue", "convertValue")
                                                .contains(call.getName()));
    }

    private static String owner(JavaMethodCall call) {
        return call.getTargetOwner().getName();
    }

    private static Set<String> callers(Predicate<JavaMethodCall> which) {
        return PROGRAM.stream()
                .filter(type -> type.getMethodCallsFromSelf().stream().anyMatch(which))
                .map(type -> type.getName().replaceFirst("^org\\.meshgate\\.", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean speaksJackson(JavaClass type) {
        return Stream.concat(
                        Stream.of(type.getAnnotations()),
                        type.getMembers().stream().map(JavaMember::getAnnotations))
                .flatMap(Collection::stream)
                .map(JavaAnnotation::getRawType)
                .anyMatch(annotation -> annotation.isAnnotatedWith(JacksonAnnotation.class)
                        || annotation.getPackageName().startsWith("com.fasterxml.jackson"));
    }

    /** Those of the annotation, as Quarkus reads it. */
    private static Set<Class<?>> registered() {
        return all(PROGRAM.stream().map(JavaClass::reflect).flatMap(type -> {
            RegisterForReflection annotation = type.getAnnotation(RegisterForReflection.class);
            if (annotation == null) {
                return Stream.empty();
            }
            boolean others = annotation.targets().length + annotation.classNames().length > 0;
            List<Class<?>> named = others ? List.of(annotation.targets()) : List.of(type);
            return named.stream()
                    .flatMap(one -> Stream.concat(
                            Stream.of(one),
                            annotation.ignoreNested() ? Stream.empty() : Arrays.stream(one.getDeclaredClasses())));
        }));
    }

    /** Classes of ours among these types, and in their components, and so on; and what is behind those that are abstract. */
    private static Set<Class<?>> withParts(List<? extends Type> types) {
        Set<Class<?>> found = all(Stream.empty());
        Deque<Type> left = new ArrayDeque<>(types);
        while (!left.isEmpty()) {
            for (Type part : parts(left.pop())) {
                if (part instanceof Class<?> type
                        && type.getPackageName().startsWith("org.meshgate")
                        && found.add(type)) {
                    left.addAll(implementations(type));
                    left.addAll(components(type));
                }
            }
        }
        return found;
    }

    /** Of a class that is written as another value, that value. */
    private static List<Type> components(Class<?> type) {
        List<Type> values = Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(JsonValue.class))
                .map(Method::getGenericReturnType)
                .toList();
        return values.isEmpty()
                ? Arrays.stream(type.getDeclaredFields())
                        .filter(NativeJsonTest::isInJson)
                        .map(Field::getGenericType)
                        .toList()
                : values;
    }

    private static boolean isInJson(Field field) {
        return !Modifier.isStatic(field.getModifiers()) && !field.isEnumConstant();
    }

    /** A type and its arguments. */
    private static List<Type> parts(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            return Stream.concat(
                            Stream.of(parameterized.getRawType()),
                            Arrays.stream(parameterized.getActualTypeArguments())
                                    .flatMap(argument -> parts(argument).stream()))
                    .toList();
        }
        return List.of(type instanceof Class<?> array && array.isArray() ? array.getComponentType() : type);
    }

    private static boolean isAbstract(Class<?> type) {
        return Modifier.isAbstract(type.getModifiers());
    }

    private static Set<Class<?>> implementations(Class<?> type) {
        return isAbstract(type)
                ? all(PROGRAM.get(type).getAllSubclasses().stream().map(JavaClass::reflect))
                : all(Stream.empty());
    }

    private static Set<Class<?>> without(Set<Class<?>> some, Set<Class<?>> all) {
        return all(all.stream().filter(type -> !some.contains(type)));
    }

    private static Class<?> type(String name) {
        return PROGRAM.get("org.meshgate." + name).reflect();
    }

    private static Set<Class<?>> all(Stream<? extends Class<?>> types) {
        Set<Class<?>> all = new TreeSet<>(Comparator.comparing(Class::getName));
        types.forEach(all::add);
        return all;
    }
}
