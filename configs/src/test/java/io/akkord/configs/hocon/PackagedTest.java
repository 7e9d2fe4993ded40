package io.akkord.configs.hocon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackagedTest {

    private static final Packaged RECIPES = new Packaged("recipe", "test-recipes");

    @TempDir
    Path temp;

    @Test
    void aJarListsItsTexts() throws IOException {
        Path jar = temp.resolve("some.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String name : List.of(
                    "test-recipes/",
                    "test-recipes/b.conf",
                    "test-recipes/a.conf",
                    "test-recipes/README",
                    "test-recipes/in/c.conf",
                    "z.conf")) {
                out.putNextEntry(new JarEntry(name));
                out.write(name.getBytes(StandardCharsets.UTF_8));
                out.closeEntry();
            }
        }
        try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            assertEquals(List.of("a", "b"), RECIPES.names(loader));
        }
    }

    @Test
    void aFolderListsItsTexts() throws IOException {
        Path folder = Files.createDirectory(temp.resolve("test-recipes"));
        Files.writeString(folder.resolve("b.conf"), "");
        Files.writeString(folder.resolve("a.conf"), "");
        Files.writeString(folder.resolve("README"), "");
        try (var loader = new URLClassLoader(new URL[] {temp.toUri().toURL()}, null)) {
            assertEquals(List.of("a", "b"), RECIPES.names(loader));
        }
    }
}
