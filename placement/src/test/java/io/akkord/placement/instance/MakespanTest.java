package io.akkord.placement.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Plans of one option a call, small enough to walk through by hand. */
class MakespanTest {

    private static final DeviceRange ALL = new DeviceRange("all", 0, 4);
    private static final DeviceRange LEFT = new DeviceRange("left", 0, 2);
    private static final DeviceRange RIGHT = new DeviceRange("right", 2, 2);
    private static final List<DeviceRange> MESHES = List.of(ALL, LEFT, RIGHT);
    private static final Strategy DATA = new Strategy(1, 1, 2);
    private static final Strategy TENSOR = new Strategy(1, 2, 1);

    private static ModelCall call(String name, String role, DeviceRange mesh, Strategy strategy, long micros) {
        var option = new CallOption(MESHES.indexOf(mesh), strategy, micros, 10, 4);
        return new ModelCall(name, role, name.startsWith("train"), "7", List.of(option));
    }

    private static PlanInstance instance(int epochs, List<ModelCall> calls, int... edges) {
        var links = new ArrayList<PlanInstance.Edge>();
        for (int i = 0; i < edges.length; i += 2) {
            links.add(new PlanInstance.Edge(edges[i], edges[i + 1]));
        }
        Map<Transfer, Long> transfers =
                Map.of(new Transfer("7", DATA, TENSOR), 2L, new Transfer("7", TENSOR, DATA), 3L);
        return new PlanInstance(4, 25, epochs, MESHES, calls, links, transfers, List.of());
    }

    private static double makespan(PlanInstance instance) {
        var problem = new InstanceProblem(instance);
        return problem.price().of(new int[problem.calls()], Double.POSITIVE_INFINITY);
    }

    @Test
    void oneCallRunsOnceAnIteration() {
        assertEquals(21, makespan(instance(3, List.of(call("train", "actor", ALL, DATA, 7)))));
    }

    @Test
    void callsOnDifferentDevicesRunAtOnceAndOnCommonOnesInTurn() {
        ModelCall generate = call("generate", "actor", ALL, DATA, 10);
        ModelCall left = call("score", "reward", LEFT, DATA, 5);
        ModelCall right = call("judge", "ref", RIGHT, DATA, 4);
        ModelCall both = call("judge", "ref", ALL, DATA, 4);
        assertEquals(5 * 15, makespan(instance(5, List.of(generate, left, right), 0, 1, 0, 2)));
        assertEquals(5 * 19, makespan(instance(5, List.of(generate, left, both), 0, 1, 0, 2)));
    }

    @Test
    void parametersMoveBeforeAndAfterTrainingAndTwiceOnCommonDevices() {
        ModelCall generate = call("generate", "actor", LEFT, DATA, 10);
        ModelCall apart = call("train", "actor", RIGHT, TENSOR, 5);
        ModelCall together = call("train", "actor", ALL, TENSOR, 5);
        ModelCall alike = call("train", "actor", RIGHT, DATA, 5);
        assertEquals(5 * (10 + 2 + 5 + 3), makespan(instance(5, List.of(generate, apart), 0, 1)));
        assertEquals(5 * (10 + 4 + 5 + 6), makespan(instance(5, List.of(generate, together), 0, 1)));
        assertEquals(5 * (10 + 5), makespan(instance(5, List.of(generate, alike), 0, 1)));
    }

    /**
     * The critic's parameters are back on the left at 10 + 1 + 2 + 4 + 3 + 6 = 26, and generation starts; the actor's
     * training runs on, and its parameters come in at 36. So the second iteration takes 3 longer, 29, and all further
     * ones too; the last one waits for the actor: 10 + 3 + 1 + 2 + 20 + 3.
     */
    @Test
    void theNextIterationBeginsAfterAnyTwoOfTheMoves() {
        ModelCall generate = call("generate", "actor", LEFT, DATA, 10);
        ModelCall value = call("value", "critic", LEFT, DATA, 1);
        ModelCall actor = call("train actor", "actor", RIGHT, TENSOR, 20);
        ModelCall critic = call("train critic", "critic", LEFT, TENSOR, 3);
        var calls = List.of(generate, value, actor, critic);
        assertEquals(26 + 29 + 39, makespan(instance(3, calls, 0, 1, 1, 2, 1, 3)));
        assertEquals(26 + 4 * 29 + 39, makespan(instance(6, calls, 0, 1, 1, 2, 1, 3)));
    }

    @Test
    void aPlanThatDoesNotFitCostsThreeTimesAsMuch() {
        ModelCall one = call("a", "a", ALL, DATA, 1);
        ModelCall other = call("b", "b", LEFT, DATA, 1);
        ModelCall third = call("c", "c", LEFT, DATA, 1);
        ModelCall fourth = call("d", "d", RIGHT, DATA, 1);
        ModelCall fifth = call("e", "e", LEFT, DATA, 1);
        // 4 bytes stay of each call, and 6 more are needed by the one that runs: 25 bytes hold four on a device
        assertEquals(3, makespan(instance(1, List.of(one, other, third, fourth), 0, 1, 0, 2, 0, 3)));
        var sixth = call("f", "f", LEFT, DATA, 1);
        assertEquals(3 * 5, makespan(instance(1, List.of(one, other, third, fifth, sixth), 0, 1, 0, 2, 0, 3, 0, 4)));
    }

    @Test
    void aPriceOverTheLimitIsOnlySaidToBeOverIt() {
        var problem = new InstanceProblem(instance(5, List.of(call("train", "actor", ALL, DATA, 7))));
        assertTrue(problem.price().of(new int[1], 34) > 34);
        assertEquals(35, problem.price().of(new int[1], 35));
    }
}
