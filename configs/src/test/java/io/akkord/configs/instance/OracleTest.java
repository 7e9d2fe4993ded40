package io.akkord.configs.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.akkord.placement.instance.InstanceProblem;
import io.akkord.placement.instance.PlanInstance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our makespans are those of an evaluator that was written by others, to the microsecond. */
class OracleTest {

    private static final Path PLANNER =
            Path.of("../../shared/planner").toAbsolutePath().normalize();

    /** Prints the makespan of each plan of a file of {@code [[option number, ...], ...]}. */
    private static final String DRIVER = """
            import json, sys
            sys.path.insert(0, sys.argv[1])
            sys.dont_write_bytecode = True
            import plan_eval
            data = plan_eval.read_json(sys.argv[2])
            instance = plan_eval.Instance(data)
            for plan in json.load(open(sys.argv[3])):
                plan = {name: data["options"][name][row][:4] for name, row in zip(instance.calls, plan)}
                print(plan_eval.evaluate(instance, plan).makespan_us)
            """;

    @TempDir
    Path here;

    private final JsonMapper json = new JsonMapper();

    /** The tick makes times whole multiples of itself, so that many tasks become ready at the same time. */
    @ParameterizedTest(name = "{0}, ticks of {1} us, {2} epochs, without {3}")
    @CsvSource({
        "a7c7n1b128g896, 1, 5, nothing",
        "a7c7n2b128g896, 1, 5, nothing",
        "a34c7n4b256g384, 1, 5, nothing",
        "a70c7n8b128g896, 1, 5, nothing",
        "a7c7n2b128g896, 2000000, 7, nothing",
        "a7c7n2b128g896, 8000000, 1, nothing",
        "a34c7n4b256g384, 5000000, 9, nothing",
        "a34c7n4b256g384, 3000000, 4, critic_train",
        "a7c7n2b128g896, 4000000, 6, critic_inf",
        "a7c7n2b128g896, 4000000, 6, actor_gen",
        "a7c7n1b128g896, 1000000, 3, actor_train",
        "a70c7n8b128g896, 9000000, 2, ref_inf",
    })
    void makespansAreEqual(String name, long tick, int epochs, String without) throws Exception {
        Path published = PLANNER.resolve("instances").resolve(name + ".json");
        assumeTrue(Files.exists(published), "the evaluator and its instances lie in ../shared, which is not here");
        Path file = Files.writeString(
                here.resolve("instance.json"),
                variant(published, tick, epochs, without).toString());
        PlanInstance instance = InstanceFile.read(file);
        List<int[]> plans = plans(instance);
        var price = new InstanceProblem(instance).price();
        List<Long> ours = plans.stream()
                .map(plan -> (long) price.of(plan, Double.POSITIVE_INFINITY))
                .toList();
        assertEquals(theirs(file, plans), ours);
    }

    private JsonNode variant(Path published, long tick, int epochs, String without) throws IOException {
        var root = (ObjectNode) json.readTree(published.toFile());
        root.put("epochs", epochs);
        for (JsonNode options : root.path("options")) {
            for (JsonNode row : options) {
                ((ArrayNode) row).set(4, row.path(4).longValue() / tick * tick);
            }
        }
        var moves = (ObjectNode) root.path("realloc_us");
        moves.properties()
                .forEach(move -> move.setValue(moves.numberNode(move.getValue().longValue() * 20 / tick * tick)));
        remove(root.path("rpcs"), call -> call.path("name").asText().equals(without));
        remove(
                root.path("edges"),
                edge -> edge.path(0).asText().equals(without)
                        || edge.path(1).asText().equals(without));
        return root;
    }

    private static void remove(JsonNode list, Predicate<JsonNode> unwanted) {
        for (var element = list.iterator(); element.hasNext(); ) {
            if (unwanted.test(element.next())) {
                element.remove();
            }
        }
    }

    /** Random ones, and neighbours of the best of them: good plans overlap in other ways than most. */
    private static List<int[]> plans(PlanInstance instance) {
        var problem = new InstanceProblem(instance);
        var price = problem.price();
        var random = new Random(11);
        List<int[]> plans = new ArrayList<>();
        int[] best = new int[problem.calls()];
        for (int number = 0; number < 150; number++) {
            int[] plan = best.clone();
            for (int call = 0; call < plan.length; call++) {
                if (number % 2 == 0 || random.nextInt(3) == 0) {
                    plan[call] = random.nextInt(problem.options(call));
                }
            }
            plans.add(plan);
            double cost = price.of(best, Double.POSITIVE_INFINITY);
            best = price.of(plan, cost) <= cost ? plan : best;
        }
        return plans;
    }

    private List<Long> theirs(Path file, List<int[]> plans) throws Exception {
        Path list = here.resolve("plans.json");
        json.writeValue(list.toFile(), plans);
        Process python;
        try {
            python = new ProcessBuilder("python3", "-c", DRIVER, PLANNER.toString(), file.toString(), list.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "there is no python3 here");
            throw e;
        }
        List<Long> makespans;
        try (var lines = python.inputReader()) {
            makespans = lines.lines().map(Long::valueOf).toList();
        }
        assertEquals(0, python.waitFor());
        return makespans;
    }
}
