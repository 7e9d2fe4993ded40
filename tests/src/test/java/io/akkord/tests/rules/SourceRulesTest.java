package io.akkord.tests.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The rules that can only be read off source text: sizes, imports, and what a package says of itself. */
class SourceRulesTest {

    private static final int MOST_LINES_OF_A_FILE = 300;
    private static final int MOST_LINES_OF_A_METHOD = 60;

    @Test
    void filesAreShort() {
        none(
                "file(s) over " + MOST_LINES_OF_A_FILE + " lines: split them by what they do",
                House.allSources(),
                source -> {
                    long lines = House.read(source).lines().count();
                    return lines > MOST_LINES_OF_A_FILE ? List.of("(" + lines + ")") : List.of();
                });
    }

    @Test
    void methodsAreShort() throws IOException {
        var tooLong = longMethods(House.allSources());
        assertEquals(List.of(), tooLong, "method(s) over " + MOST_LINES_OF_A_METHOD + " lines");
    }

    @Test
    void everyPackageSaysWhichQuestionItAnswers() {
        var silent = House.mainSources().stream()
                .map(Path::getParent)
                .distinct()
                .filter(folder -> !folder.endsWith(Path.of("ai/djl/pytorch/jni")))
                .map(folder -> folder.resolve("package-info.java"))
                .filter(Predicate.not(SourceRulesTest::saysWhatItIs))
                .map(House::name)
                .toList();
        assertEquals(List.of(), silent, "package(s) without a paragraph and @NullMarked");
    }

    @Test
    void everythingLivesUnderOneRoot() {
        none("outside io.akkord", House.mainSources(), source -> {
            var text = House.read(source);
            boolean home = text.contains("package io.akkord.") || text.contains("package ai.djl.pytorch.jni;");
            return home ? List.of() : List.of("");
        });
    }

    @Test
    void nobodySleeps() {
        noMatch("Thread" + "\\.sleep\\(|TimeUnit\\.[A-Z]+\\.sleep\\(", "sleep(s): wait for the event itself");
    }

    @Test
    void importsNameWhatTheyImport() {
        noMatch("^import (static )?[\\w.]+\\.\\*;", "wildcard import(s)");
    }

    @Test
    void noPathOfAMachineIsWrittenDown() {
        noMatch("\"/(work|home|root|Users)/", "path(s) of one machine");
    }

    private static void noMatch(String regex, String problem) {
        var pattern = Pattern.compile(regex, Pattern.MULTILINE);
        none(
                problem,
                House.allSources(),
                source -> pattern.matcher(House.read(source))
                        .results()
                        .map(match -> match.group())
                        .toList());
    }

    private static void none(String problem, List<Path> sources, Finder finder) {
        assertTrue(!sources.isEmpty(), "no sources found");
        var found = sources.stream()
                .flatMap(source -> finder.findings(source).stream().map(finding -> House.name(source) + " " + finding))
                .collect(Collectors.joining("\n"));
        assertEquals("", found, problem);
    }

    private static boolean saysWhatItIs(Path packageFile) {
        return packageFile.toFile().exists()
                && House.read(packageFile).contains("@NullMarked")
                && House.read(packageFile).contains("/**");
    }

    /** Parses with the JDK's own compiler, so that a method's length is what a reader sees. */
    private static List<String> longMethods(List<Path> sources) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var found = new ArrayList<String>();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources));
            var positions = Trees.instance(task).getSourcePositions();
            for (var unit : task.parse()) {
                unit.accept(
                        new TreeScanner<@Nullable Void, @Nullable Void>() {
                            @Override
                            public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
                                long start = positions.getStartPosition(unit, method);
                                long end = positions.getEndPosition(unit, method);
                                if (start >= 0 && end >= 0) {
                                    var lines = unit.getLineMap();
                                    long length = lines.getLineNumber(end) - lines.getLineNumber(start) + 1;
                                    if (length > MOST_LINES_OF_A_METHOD) {
                                        found.add(House.name(Path.of(
                                                        unit.getSourceFile().toUri())) + " " + method.getName() + " ("
                                                + length + ")");
                                    }
                                }
                                return super.visitMethod(method, nothing);
                            }
                        },
                        null);
            }
        }
        return found;
    }

    /** What is wrong with one source file. */
    @FunctionalInterface
    private interface Finder {
        List<String> findings(Path source);
    }
}
