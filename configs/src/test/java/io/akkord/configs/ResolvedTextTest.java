package io.akkord.configs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.UserError;
import io.akkord.algorithms.workflow.Algorithm;
import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Workflow;
import io.akkord.configs.ModelSource.Directory;
import io.akkord.configs.ModelSource.Fresh;
import io.akkord.placement.plan.FixedLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResolvedTextTest {

    @TempDir
    Path temp;

    private Written my;

    @BeforeEach
    void folder() {
        my = new Written(temp);
    }

    @Test
    void everythingSurvivesTheText() {
        my.file("model/config.json", "{}");
        my.file("a \"b\"/words.txt", "good\t1\n");
        my.file("prompts.txt", "one\ntwo\nthree\n");
        Experiment experiment = my.experiment("""
                include "ppo"
                seed = -3
                policy.model = model
                reward-model.new { layers = 1 }
                data { prompts = prompts.txt, held-out = 1 }
                reward = { kind = weighted-sum }
                reward.parts = [
                  { weight = 0.25, kind = lexicon, lexicon = "a \\"b\\"/words.txt" }
                  { weight = 1e-9, kind = regex, pattern = "\\\\d+\\n", found = 2 }
                  { weight = 1, kind = learned }
                ]
                gold { kind = exact-match, ignore-case = true }
                runtime { step-deadline = 1500us, reward-timeout = 2 minutes }
                plan { whole = false, recompute = full, fixed { reference = [node0] } }
                plan.layouts { "policy train" { data = 2 }, critic { devices = ["0-1"], tensor = 2 } }
                ppo { batch = 2, sampling.stop = ["\\n", "\\"end\\"", "ü#"], kl = 0.1 }
                """);
        Experiment again = ExperimentReader.readText(experiment.text(), "experiment.conf");
        assertEquals(experiment, again);
        assertEquals(experiment.text(), again.text());
        assertEquals(
                Map.of(
                        "policy train", new FixedLayout(List.of(), 2, 1, 1, null, false),
                        "critic", new FixedLayout(List.of("0-1"), 0, 2, 1, null, false)),
                again.plan().layouts());
        assertEquals(new Directory(my.folder().resolve("model")), again.models().get(Role.POLICY));
        assertEquals(new Fresh(64, 1, 4, 4, 172, 128, 512), again.models().get(Role.REWARD));
    }

    @Test
    void theTextIsReadWhereItsFilesAreNot() {
        my.file("prompts.txt", "one\ntwo\n");
        Experiment experiment =
                my.experiment("include \"ppo\"\ndata { prompts = prompts.txt, held-out = 0 }\nppo.batch = 2");
        String moved = experiment.text().replace(my.folder().toString(), "/far/away");
        assertTrue(ExperimentReader.readText(moved, "experiment.conf").text().contains("/far/away/prompts.txt"));
    }

    @Test
    void aFaultOfTheTextNamesIt() {
        UserError error = assertThrows(
                UserError.class,
                () -> ExperimentReader.readText(
                        "seed = 1\nsede = 2\nstages = [sft]\npolicy.new {}\n" + "data.demonstrations = courtesy",
                        "runs/latest/experiment.conf"));
        assertEquals("runs/latest/experiment.conf:2: sede: unknown key, did you mean seed?", error.getMessage());
    }

    /** An algorithm that nobody registered. */
    record Toy(int hops, List<String> songs) implements Algorithm {
        @Override
        public Workflow workflow(Scoring scoring) {
            return new Workflow("toy", List.of());
        }
    }

    @Test
    void anAlgorithmFromElsewhereIsNamedByItsClass() {
        Experiment experiment = my.experiment("""
                stages = [dance]
                policy.new {}
                dance { algorithm = "%s", iterations = 2, batch = 1, hops = 3, songs = [la] }
                """.formatted(Toy.class.getName()));
        assertEquals(List.of(new Stage("dance", new Toy(3, List.of("la")), 2, 1)), experiment.stages());
        assertEquals(experiment, ExperimentReader.readText(experiment.text(), "experiment.conf"));
    }

    @Test
    void anAlgorithmMayRunTwiceUnderTwoNames() {
        Experiment experiment = my.experiment("""
                stages = [sft, more]
                policy.new {}
                data.demonstrations = courtesy
                sft.iterations = 4
                more = ${sft} { algorithm = sft, batch = 8 }
                """);
        assertEquals(
                List.of("sft", "more"),
                experiment.stages().stream().map(Stage::name).toList());
        assertEquals(
                List.of(4, 4),
                experiment.stages().stream().map(Stage::iterations).toList());
        assertEquals(
                List.of(32, 8), experiment.stages().stream().map(Stage::batch).toList());
    }

    @Test
    void sectionsOfStagesThatDoNotRunAreCheckedAndLeftOut() {
        Experiment experiment = my.experiment("include \"quickstart\"\nstages = [sft]\nreward.kind = none");
        assertFalse(experiment.text().contains("ppo"));
        assertEquals(
                "my.conf:3: ppo.klx: unknown key, did you mean kl?",
                my.refusal("include \"quickstart\"\nstages = [sft]\nppo.klx = 1\nreward.kind = none"));
    }
}
