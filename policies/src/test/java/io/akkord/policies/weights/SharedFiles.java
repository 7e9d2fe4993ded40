package io.akkord.policies.weights;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Fixtures that may lie beside the project; a test that needs one skips where it is absent. */
public final class SharedFiles {

    private SharedFiles() {}

    public static Path need(String name) {
        Path file = Path.of("..", "..", "shared").resolve(name);
        Assumptions.assumeTrue(Files.exists(file), "skipped: shared/" + name + " is not beside the project");
        return file;
    }
}
