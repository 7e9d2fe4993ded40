package io.akkord.configs.hocon;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * A folder of {@code .conf} texts on the class path, listed whether it lies in a jar or in a build folder.
 *
 * @param kind what one of its texts is called in messages, such as "recipe"
 * @param folder without slashes at its ends
 */
public record Packaged(String kind, String folder) {

    private static final String ENDING = ".conf";

    /** Names without {@code .conf}, sorted. */
    public List<String> names() {
        return names(loader());
    }

    List<String> names(ClassLoader loader) {
        var names = new TreeSet<String>();
        try {
            Enumeration<URL> places = loader.getResources(folder);
            for (URL place : Collections.list(places)) {
                try (Stream<String> files = files(place)) {
                    files.filter(file -> file.endsWith(ENDING))
                            .map(file -> file.substring(0, file.length() - ENDING.length()))
                            .forEach(names::add);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder + " on the class path", e);
        }
        return List.copyOf(names);
    }

    /** The text of that name, if there is one. */
    public Optional<String> text(String name) {
        try (InputStream stream = loader().getResourceAsStream(folder + "/" + name + ENDING)) {
            return stream == null
                    ? Optional.empty()
                    : Optional.of(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + kind + " " + name, e);
        }
    }

    private Stream<String> files(URL place) throws IOException {
        if (place.openConnection() instanceof JarURLConnection connection) {
            connection.setUseCaches(false);
            try (JarFile jar = connection.getJarFile()) {
                String prefix = folder + "/";
                return jar.stream()
                        .map(entry -> entry.getName())
                        .filter(name -> name.startsWith(prefix) && name.indexOf('/', prefix.length()) < 0)
                        .map(name -> name.substring(prefix.length()))
                        .toList()
                        .stream();
            }
        }
        return Files.list(Path.of(uri(place))).map(file -> file.getFileName().toString());
    }

    private static URI uri(URL place) {
        try {
            return place.toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the class path holds " + place, e);
        }
    }

    private static ClassLoader loader() {
        return Packaged.class.getClassLoader();
    }
}
