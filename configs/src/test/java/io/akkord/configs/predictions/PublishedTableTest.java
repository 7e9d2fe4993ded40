package io.akkord.configs.predictions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.UserError;
import io.akkord.configs.rows.CsvRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishedTableTest {

    private static final String TRAINING =
            "hardware,model,hidden,heads,layers,vocab,seq,tp,pp,dp,micro_batch,virtual_stages,gpus,global_batch,recompute";
    private static final String TRAINED = "a100-80g-selene,1B,2048,16,24,51200,2048,1,1,8,4,1,8,64,full";
    private static final String ITERATION =
            "case,actor_B,ref_B,critic_B,reward_B,n_gpus,batch,prompt_len,gen_len,system,sec_per_iter";
    private static final String ITERATED = "Mine,7,7,7,7,16,128,128,128,ReaL-Heuristic,20.5";

    @TempDir
    Path here;

    private Prediction predict(String... lines) throws IOException {
        Path file = Files.writeString(here.resolve("t.csv"), String.join("\n", lines));
        List<CsvRow> rows = CsvRow.readAll(file);
        return PublishedTable.of(rows).predict(rows.getFirst());
    }

    private String complaint(String... lines) {
        return String.valueOf(
                assertThrows(UserError.class, () -> predict(lines)).getMessage());
    }

    @Test
    void whatWasNotMeasuredIsPredictedAllTheSame() throws IOException {
        Prediction blank = predict(TRAINING + ",tflops_per_gpu", TRAINED + ",");
        assertNotNull(blank.predicted());
        assertNull(blank.published());
        assertNull(blank.error());
        assertEquals(blank.predicted(), predict(TRAINING, TRAINED).predicted());
    }

    @Test
    void theErrorIsRelativeToWhatWasPublished() throws IOException {
        Prediction one = predict(ITERATION, ITERATED);
        double predicted = Objects.requireNonNull(one.predicted());
        assertEquals(predicted / 20.5 - 1, Objects.requireNonNull(one.error()), 1e-12);
    }

    @Test
    void aPlanThatIsUnknownIsNotPredicted() throws IOException {
        assertNull(predict(ITERATION, ITERATED.replace("ReaL-Heuristic", "OpenRLHF"))
                .predicted());
    }

    @Test
    void whateverIsWrongWithTheColumnsIsNamed() {
        assertTrue(complaint(TRAINING + ",colour", TRAINED + ",red").contains("t.csv:1: column colour is not known"));
        assertTrue(complaint("hardware,model,hidden", "a100-80g,x,1").contains("t.csv:1: column heads is missing"));
        assertTrue(complaint(TRAINING + ",tp", TRAINED + ",1").contains("t.csv:1: column 16 is there twice: tp"));
        assertTrue(complaint(TRAINING, TRAINED + ",1").contains("t.csv:2: must have 15 cells"));
        assertTrue(complaint(TRAINING).contains("holds no rows"));
    }

    @ParameterizedTest(name = "{1} for {0}: {2}")
    @CsvSource({
        "2048,            wide, 'column hidden must be a whole number from 1 to 100000000, was \"wide\"'",
        "2048,            0,    'column hidden must be a whole number from 1 to 100000000, was \"0\"'",
        "'2048,16',       '2048,17', column heads must divide hidden",
        "'8,64',          '9,64', 'column gpus must be tp x pp x dp, 8, was 9'",
        "'1,8,4,1,8',     '1,12,4,1,12', 'column gpus does not fit: a100-80g-selene: the number of devices must make up'",
        "'4,1,8,64',      '4,25,8,64', 'column pp times virtual_stages must be at most layers, 24'",
        "full,            half, 'column recompute must be none, selective or full'",
        "a100-80g-selene, a100, 'column hardware must be a cluster, was \"a100\"'",
    })
    void aWrongCellIsNamedByLineAndColumn(String right, String wrong, String sentence) {
        String complaint = complaint(TRAINING, TRAINED.replaceFirst(right, wrong));
        assertTrue(complaint.contains("t.csv:2: " + sentence), complaint);
    }

    @ParameterizedTest(name = "{1} for {0}: {2}")
    @CsvSource({
        "'Mine,7', 'Mine,8', 'column actor_B must be a size of Llama 2, 7, 13, 34 or 70, was 8'",
        "'7,16',   '7,12',   'column n_gpus must be whole nodes of 8, at most 256 in all, was 12'",
        "20.5,     fast,     'column sec_per_iter must be a number above 0, or blank, was \"fast\"'",
    })
    void aWrongCellOfAnIterationToo(String right, String wrong, String sentence) {
        String complaint = complaint(ITERATION, ITERATED.replaceFirst(right, wrong));
        assertTrue(complaint.contains("t.csv:2: " + sentence), complaint);
    }
}
