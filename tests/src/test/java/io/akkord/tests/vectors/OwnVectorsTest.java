package io.akkord.tests.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.configs.conformance.Conformance;
import io.akkord.configs.conformance.ConformanceReport;
import io.akkord.configs.conformance.Judgement.Status;
import io.akkord.configs.vectors.VectorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two computations of every formula agree: the one that trains, and the exact one. */
class OwnVectorsTest {

    @Test
    void productionAgreesWithExactArithmetic() {
        ConformanceReport report = new Conformance(List.of()).run(VectorFile.readAll(ReferenceVectors.FOLDER));
        String all = String.join("\n", report.lines());
        assertEquals(0, report.count(Status.FAILED), all);
        assertEquals(0, report.count(Status.SKIPPED), all);
        assertTrue(report.count(Status.PASSED) >= 80, all);
    }

    @Test
    void theFilesAreWhatTheirProgramWrites() throws IOException {
        for (Map.Entry<String, String> file : ReferenceVectors.files().entrySet()) {
            assertEquals(
                    file.getValue(),
                    Files.readString(ReferenceVectors.FOLDER.resolve(file.getKey())),
                    file.getKey() + " was changed; tests/vectors/README.md says how to write it again");
        }
    }

    @Test
    void exactFunctionsAreThoseOfTheTextbook() {
        assertEquals(Math.E, Exact.ONE.exp().rounded());
        assertEquals(Math.log(10), Exact.of(10).log().rounded());
        assertEquals(-3.5, Exact.of(-3.5).exp().log().rounded());
        assertEquals(12, Exact.gradient(x -> x[0].squared().times(x[0]), 2)[0]);
    }
}
