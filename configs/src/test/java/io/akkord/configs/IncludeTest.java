package io.akkord.configs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.akkord.configs.rows.RowSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncludeTest {

    @TempDir
    Path temp;

    private Written my;

    @BeforeEach
    void folder() {
        my = new Written(temp);
    }

    @Test
    void aBareNameIsARecipeAndTheIncludingFileWins() {
        Experiment experiment = my.experiment("include \"ppo\"\nppo.iterations = 3");
        assertEquals("ppo", experiment.name());
        assertEquals(3, experiment.stages().getFirst().iterations());
        Experiment recipe = ExperimentReader.read("ppo", List.of(), my.folder());
        assertEquals(
                recipe.stages().getFirst().batch(),
                experiment.stages().getFirst().batch());
    }

    @Test
    void aFileNamesTheExperimentUnlessItSaysSo() {
        assertEquals(
                "my",
                my.experiment("stages = [sft], policy.new {}, data.demonstrations = courtesy")
                        .name());
    }

    @Test
    void anIncludedFileStandsBesideTheIncludingOne() {
        my.file("parts/common.conf", "include \"deeper/seed.conf\"\nstages = [sft], policy.new {}");
        my.file("parts/deeper/seed.conf", "seed = 11\ndata.demonstrations = rows.jsonl");
        my.file("parts/deeper/rows.jsonl", "{\"prompt\": \"a\", \"response\": \"b\"}\n");
        Experiment experiment = my.experiment("include \"parts/common.conf\"\nsft.batch = 1");
        assertEquals(11, experiment.seed());
        assertEquals(
                new RowSource.File(my.folder().resolve("parts/deeper/rows.jsonl")),
                experiment.data().demonstrations());
    }

    @Test
    void pathsOfTheCommandLineAreTheCallers() {
        my.file("rows.jsonl", "{\"prompt\": \"a\", \"response\": \"b\"}\n");
        my.file("sub/my.conf", "stages = [sft], policy.new {}, sft.batch = 1");
        Experiment experiment =
                ExperimentReader.read("sub/my.conf", List.of("data.demonstrations=rows.jsonl"), my.folder());
        assertEquals(
                new RowSource.File(my.folder().resolve("rows.jsonl")),
                experiment.data().demonstrations());
    }

    @Test
    void aMissingIncludeIsAnErrorAtItsLine() {
        assertEquals(
                "my.conf:3: include \"pqo\": no recipe is called pqo, did you mean ppo? (a file is included as"
                        + " \"pqo.conf\")",
                my.refusal("# include \"pqo\" is a comment\nseed = 2\ninclude \"pqo\""));
        assertEquals(
                "my.conf:2: include \"sub/none.conf\": there is no file sub/none.conf",
                my.refusal("seed = 2\ninclude \"sub/none.conf\""));
        assertEquals(
                "my.conf:1: include \"none.conf\": there is no file none.conf",
                my.refusal("include file(\"none.conf\")"));
    }

    @Test
    void anIncludeOfItselfIsAnError() {
        my.file("other.conf", "include \"my.conf\"");
        assertEquals("other.conf:1: include \"my.conf\": includes itself", my.refusal("include \"other.conf\""));
    }

    @Test
    void onlyRecipesAndFilesAreIncluded() {
        assertEquals(
                "my.conf:1: include \"reference.conf\": only recipes and files can be included",
                my.refusal("include classpath(\"reference.conf\")"));
    }

    @Test
    void brokenHoconIsToldWithItsLine() {
        assertEquals(
                "my.conf:2: no valid HOCON: the text ends before every bracket is closed",
                my.refusal("ppo {\nseed = 1"));
    }

    @Test
    void aSubstitutionThatStandsForNothingIsToldWithItsLine() {
        assertEquals(
                "my.conf:2: ${no.such} stands for nothing here; name a key of this experiment",
                my.refusal("include \"ppo\"\nseed = ${no.such}"));
        assertEquals(
                "my.conf:1: ${no.such} stands for nothing here; name a key of this experiment",
                my.refusal("stages = ${no.such}"));
        assertEquals(
                "my.conf:2: ${no.such} stands for nothing here; name a key of this experiment",
                my.refusal("stages = [more]\nmore = ${no.such} { algorithm = sft }"));
    }

    @Test
    void aSubstitutionSeesTheDefaultsOfAlgorithms() {
        Experiment experiment =
                my.experiment("include \"ppo\"\nppo.batch = ${ppo.adaptive-kl.horizon}", "ppo.adaptive-kl.horizon=128");
        assertEquals(128, experiment.stages().getFirst().batch());
    }

    @Test
    void textThatIsNotUtf8IsRefused() throws IOException {
        Files.write(my.folder().resolve("latin.conf"), new byte[] {'#', (byte) 0xe9, '\n'});
        assertEquals("latin.conf: not UTF-8 text; save it as UTF-8", my.refusal("include \"latin.conf\""));
    }
}
