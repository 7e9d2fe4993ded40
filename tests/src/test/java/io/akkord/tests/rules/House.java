package io.akkord.tests.rules;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The house itself: its root folder, its modules in the order of the pom, its classes and its source files. */
final class House {

    static final List<String> MODULES =
            List.of("algorithms", "rewards", "placement", "policies", "configs", "actors", "tests");

    private House() {}

    /** Main classes of every module, whether they come as folders or as jars. */
    static JavaClasses mainClasses() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("/jmh_generated/"))
                .importPackages("io.akkord");
    }

    static List<Path> mainSources() {
        return sources("src/main/java");
    }

    static List<Path> allSources() {
        return Stream.concat(mainSources().stream(), sources("src/test/java").stream())
                .toList();
    }

    static String name(Path source) {
        return root().relativize(source).toString();
    }

    static String read(Path source) {
        try {
            return Files.readString(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> sources(String folder) {
        return MODULES.stream()
                .map(module -> root().resolve(module).resolve(folder))
                .filter(Files::isDirectory)
                .flatMap(House::javaFiles)
                .toList();
    }

    private static Stream<Path> javaFiles(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        var folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("algorithms/pom.xml"))) {
            var parent = folder.getParent();
            if (parent == null) {
                throw new IllegalStateException("started outside the project");
            }
            folder = parent;
        }
        return folder;
    }
}
