package io.akkord.policies.transformer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.placement.cluster.Parallelism;
import io.akkord.policies.parallel.Groups;
import io.akkord.policies.parallel.Shard;
import io.akkord.policies.parallel.ThreadGroups;
import io.akkord.policies.tensor.OnDevice;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The head over a slice of the vocabulary: together the slices answer what the whole head does, back and forth. */
class SlicedVocabularyTest {

    private static final int HIDDEN = 3;
    private static final int READS = 40;

    /** Numbers that all slices answer, and each one's share of the head's gradient. */
    private record Answers(List<double[]> shared, double[] into) {}

    @ParameterizedTest
    @CsvSource({
        "23, 2, 1, false",
        "23, 4, 0.7, true",
        "23, 4, 1, false",
        "23, 2, 1.3, true",
        // more reads than one strip of either head takes
        "140003, 2, 0.7, true"
    })
    void slicesAnswerWhatTheWholeHeadDoes(int vocabulary, int slices, double temperature, boolean bonus) {
        Answers whole = OnDevice.call(() -> answers(vocabulary, Shard.WHOLE, Groups.ALONE, temperature, bonus));
        long open = Tensor.open();
        List<Answers> cut = ThreadGroups.onAllRanks(
                new Parallelism(1, slices, 1),
                1,
                (shard, groups) -> answers(vocabulary, shard, groups, temperature, bonus));
        assertEquals(open, Tensor.open());
        var into = new ArrayList<Double>();
        for (Answers slice : cut) {
            for (int i = 0; i < whole.shared.size(); i++) {
                assertClose(whole.shared.get(i), slice.shared.get(i));
            }
            Arrays.stream(slice.into).forEach(into::add);
        }
        assertClose(whole.into, into.stream().mapToDouble(Double::doubleValue).toArray());
        assertTrue(Arrays.stream(whole.into).anyMatch(number -> number != 1));
    }

    private static Answers answers(int vocabulary, Shard shard, Groups groups, double temperature, boolean bonus) {
        var config = new ModelConfig(vocabulary, HIDDEN, 1, 4, 4, 2, 8, 16, 1e-5, 1e4, false, false, 1, List.of(2), 0);
        var random = new SplittableRandom(5);
        double[] hiddens = numbers(random, READS * HIDDEN);
        double[] weights = numbers(random, vocabulary * HIDDEN);
        long[] ids = random.longs(READS, 0, vocabulary).toArray();
        double[] slopes = numbers(random, READS);
        double[] entropies = bonus ? numbers(random, READS) : new double[READS];
        int from = shard.from(vocabulary);
        int to = shard.to(vocabulary);
        try (var head = VocabularyHead.of(config, shard, groups);
                var scope = new Scope()) {
            Tensor hidden = matrix(scope, hiddens, READS);
            Tensor weight = matrix(scope, Arrays.copyOfRange(weights, from * HIDDEN, to * HIDDEN), to - from);
            double[] ones = new double[(to - from) * HIDDEN];
            Arrays.fill(ones, 1);
            Tensor into = matrix(scope, ones, to - from);
            Tensor targets = scope.of(ids);
            Tensor logprobs = head.logprobs(scope, hidden, weight, targets, temperature);
            List<Tensor> read = head.record(scope, hidden, weight, targets, temperature);
            List<Tensor> back = head.differentiate(
                    scope,
                    hidden,
                    weight,
                    targets,
                    read.subList(1, read.size()),
                    scope.of(Precision.FLOAT64, slopes),
                    scope.of(Precision.FLOAT64, entropies),
                    bonus,
                    temperature,
                    into);
            return new Answers(
                    List.of(
                            logprobs.doubles(),
                            read.getFirst().doubles(),
                            back.getFirst().doubles(),
                            back.getLast().doubles()),
                    into.doubles());
        }
    }

    private static Tensor matrix(Scope scope, double[] numbers, int rows) {
        Tensor matrix = scope.zeros(Precision.FLOAT64.type(), rows, HIDDEN);
        for (int i = 0; i < numbers.length; i++) {
            matrix.memory().setAtIndex(ValueLayout.JAVA_DOUBLE, i, numbers[i]);
        }
        return matrix;
    }

    private static double[] numbers(SplittableRandom random, int count) {
        return random.doubles(count, -2, 2).toArray();
    }

    private static void assertClose(double[] expected, double[] actual) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], 1e-12 * Math.max(1, Math.abs(expected[i])));
        }
    }
}
