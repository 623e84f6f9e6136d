package org.meshgate.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import io.quarkus.runtime.annotations.ConfigDocDefault;
import io.smallrye.config.common.utils.StringUtil;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.meshgate.config.MeshgateConfig;

/**
 * The tables of docs/configuration.md say what {@link MeshgateConfig} declares, in its order and with its Javadoc.
 * {@code ./mvnw test -DskipITs -Dtest=ConfigurationPageTest -Ddocs.write=true} writes them.
 */
class ConfigurationPageTest {

    private static final Path PAGE = Path.of("docs/configuration.md");
    private static final Path SOURCES = Path.of("src/main/java/org/meshgate/config");
    private static final String BEGIN = "<!-- generated from MeshgateConfig by ConfigurationPageTest -->\n";
    private static final String END = "<!-- end of the generated part -->\n";
    private static final Pattern CODE = Pattern.compile("\\{@code ((?:[^{}]|\\{[^}]*})*)}");
    private static final Pattern LINK = Pattern.compile("<a href=\"([^\"]*)\">(.*?)</a>");

    @Test
    void documentationMatchesTheMappingInterface() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        assertThat(end).as("the marks of the generated part").isGreaterThanOrEqualTo(begin);
        String generated = page.substring(0, begin) + tables() + page.substring(end);
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, generated);
        }
        assertThat(page).isEqualTo(generated);
    }

    private static String tables() throws IOException {
        StringBuilder top = new StringBuilder();
        StringBuilder sections = new StringBuilder();
        for (Accessor accessor : accessors(MeshgateConfig.class)) {
            Class<?> type = accessor.method.getReturnType();
            String name = StringUtil.skewer(accessor.method.getName(), '_');
            if (type == Optional.class) {
                top.append(row(name, accessor));
            } else {
                sections.append("\n## ")
                        .append(name)
                        .append("\n\n")
                        .append(accessor.text)
                        .append("\n\n")
                        .append(head());
                for (Accessor member : accessors(type)) {
                    sections.append(row(name + "." + StringUtil.skewer(member.method.getName(), '_'), member));
                }
            }
        }
        return "\n" + head() + top + sections + "\n";
    }

    private static String head() {
        return "| setting | default | values | meaning |\n| --- | --- | --- | --- |\n";
    }

    private static String row(String name, Accessor accessor) {
        SettingDefinition definition = SettingDefinitions.named(name).orElseThrow();
        String option = definition.option().map(given -> " (`" + given + "`)").orElse("");
        String told = Optional.ofNullable(accessor.method.getAnnotation(ConfigDocDefault.class))
                .map(annotation -> markdown(annotation.value()))
                .or(() -> definition.defaultValue().map(value -> "`" + value + "`"))
                .orElse("none");
        return "| `" + name + "`" + option + " | " + told + " | "
                + definition.type().values() + " | " + accessor.text + " |\n";
    }

    private record Accessor(Method method, String text) {}

    /** The methods of an interface in the order of its source. */
    private static List<Accessor> accessors(Class<?> group) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null,
                    files,
                    null,
                    List.of("-proc:none"),
                    null,
                    files.getJavaFileObjects(SOURCES.resolve(group.getSimpleName() + ".java")));
            CompilationUnitTree unit = task.parse().iterator().next();
            DocTrees docs = DocTrees.instance(task);
            ClassTree declaration = (ClassTree) unit.getTypeDecls().get(0);
            TreePath path = new TreePath(new TreePath(unit), declaration);
            return declaration.getMembers().stream()
                    .filter(member -> member.getKind() == Tree.Kind.METHOD)
                    .map(MethodTree.class::cast)
                    .map(method -> new Accessor(
                            method(group, method.getName().toString()),
                            markdown(docs.getDocComment(new TreePath(path, method)))))
                    .toList();
        }
    }

    private static Method method(Class<?> group, String name) {
        try {
            return group.getMethod(name);
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    private static String markdown(String javadoc) {
        String text = LINK.matcher(javadoc.strip().replaceAll("\\s+", " ")).replaceAll("[$2]($1)");
        return CODE.matcher(text)
                .replaceAll(code -> Matcher.quoteReplacement("`" + code.group(1) + "`"))
                .replace("<p>", "")
                .replace("|", "\\|");
    }
}
