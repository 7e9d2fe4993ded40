package io.akkord.tests.vectors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Writes {@code tests/vectors}; see the README there. */
final class ReferenceVectors {

    static final Path FOLDER = Path.of("vectors");

    private ReferenceVectors() {}

    /** The text of each file by its name. */
    static Map<String, String> files() {
        return new TreeMap<>(Map.of(
                "kl.json", EstimateVectors.kl(),
                "aggregation.json", EstimateVectors.aggregation(),
                "advantages.json", EstimateVectors.advantages(),
                "policies.json", PolicyVectors.text(),
                "preferences.json", PreferenceVectors.text(),
                "shaping.json", RewardVectors.shaping(),
                "verdicts.json", RewardVectors.verdicts()));
    }

    /** Writes the files into the folder that is named, or else into {@code vectors}. */
    public static void main(String... arguments) throws IOException {
        Path folder = arguments.length == 0 ? FOLDER : Path.of(arguments[0]);
        for (Map.Entry<String, String> file : files().entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
    }
}
