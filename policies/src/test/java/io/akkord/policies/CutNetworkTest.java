package io.akkord.policies;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.experience.Sequence;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.policies.generate.Completion;
import io.akkord.policies.generate.Request;
import io.akkord.policies.generate.RunKey;
import io.akkord.policies.generate.StopRule;
import io.akkord.policies.models.ShardWeights;
import io.akkord.policies.parallel.Cuts;
import io.akkord.policies.parallel.ThreadGroups;
import io.akkord.policies.tensor.Cancellation;
import io.akkord.policies.tensor.OnDevice;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.tensor.Tensor;
import io.akkord.policies.transformer.ModelConfig;
import io.akkord.policies.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A network that is cut answers, on every rank, what the whole one answers. */
class CutNetworkTest {

    private static final RunKey KEY = new RunKey(42, 3);
    private static final Sampling SAMPLED = new Sampling(0.9, 0.95, 15, 14, 1, List.of());
    private static final Sampling GREEDY = new Sampling(0, 1, 0, 14, 1, List.of());

    /** What a network says of some rows. */
    private record Answers(List<double[]> numbers, List<Completion> completions) {}

    private record Cut(Parallelism parallelism, int virtualStages) {}

    static Stream<Cut> cuts() {
        return Stream.concat(
                Cuts.all().stream().map(parallelism -> new Cut(parallelism, 1)),
                Stream.of(new Cut(new Parallelism(1, 1, 2), 2), new Cut(new Parallelism(1, 2, 2), 2)));
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void everyRankOfALanguageModelAnswersWhatTheWholeDoes(Cut cut) {
        compare(TinyModels.deep(2, false), cut, Precision.FLOAT64, 1e-12, CutNetworkTest::language);
        compare(TinyModels.deep(2, true), cut, Precision.FLOAT32, 1e-5, CutNetworkTest::logprobs);
    }

    static Stream<Cut> cutsOfHeads() {
        return cuts().filter(cut -> cut.parallelism.data() == 1 && cut.parallelism.tensor() > 1);
    }

    @ParameterizedTest
    @MethodSource("cutsOfHeads")
    void headsOfKeysAndValuesAreSharedByThoseThatReadThem(Cut cut) {
        compare(TinyModels.deep(1, true), cut, Precision.FLOAT64, 1e-12, CutNetworkTest::language);
        compare(TinyModels.deep(4, true), cut, Precision.FLOAT64, 1e-12, CutNetworkTest::language);
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void everyRankOfAValueModelAnswersWhatTheWholeDoes(Cut cut) {
        ModelConfig config = TinyModels.deep(2, false).withScalar(true);
        compare(config, cut, Precision.FLOAT64, 1e-12, CutNetworkTest::values);
        compare(config, cut, Precision.FLOAT32, 1e-5, CutNetworkTest::values);
    }

    private static Answers language(Network network) {
        var model = (LanguageModel) network;
        var completions = new ArrayList<Completion>();
        for (Sampling sampling : List.of(SAMPLED, GREEDY)) {
            completions.addAll(model.generate(requests(), sampling, KEY, StopRule.none(), 7, Cancellation.NEVER));
        }
        return new Answers(logprobs(network).numbers, completions);
    }

    private static Answers logprobs(Network network) {
        var model = (LanguageModel) network;
        return new Answers(
                List.of(
                        flat(model.logprobs(sequences(), 1, 5, Cancellation.NEVER)
                                .values()),
                        flat(model.logprobs(sequences(), 0.7, 100, Cancellation.NEVER)
                                .values())),
                List.of());
    }

    private static Answers values(Network network) {
        var model = (ValueModel) network;
        return new Answers(
                List.of(
                        flat(model.values(sequences(), 5, Cancellation.NEVER).values()),
                        model.scores(sequences(), 4, Cancellation.NEVER)),
                List.of());
    }

    private static void compare(
            ModelConfig config, Cut cut, Precision precision, double tolerance, Function<Network, Answers> asked) {
        Weights weights = TinyModels.weights(config);
        Answers whole = OnDevice.call(() -> {
            try (Network network = network(config, precision)) {
                return asked.apply(network);
            }
        });
        long open = Tensor.open();
        List<Answers> answers = ThreadGroups.onAllRanks(cut.parallelism, cut.virtualStages, (shard, groups) -> {
            Weights piece = ShardWeights.cut(weights, config, shard);
            try (Network network = config.scalar()
                    ? ValueModel.create(config, shard, groups, piece, precision)
                    : LanguageModel.create(config, shard, groups, piece, precision)) {
                return asked.apply(network);
            }
        });
        assertEquals(open, Tensor.open(), "tensors left open");
        assertEquals(cut.parallelism.ranks(), answers.size());
        answers.forEach(answer -> assertSame(whole, answer, tolerance));
    }

    private static Network network(ModelConfig config, Precision precision) {
        Weights weights = TinyModels.weights(config);
        return config.scalar()
                ? ValueModel.create(config, weights, precision)
                : LanguageModel.create(config, weights, precision);
    }

    private static void assertSame(Answers expected, Answers actual, double tolerance) {
        for (int i = 0; i < expected.numbers.size(); i++) {
            double[] numbers = actual.numbers.get(i);
            assertEquals(expected.numbers.get(i).length, numbers.length);
            for (int j = 0; j < numbers.length; j++) {
                double one = expected.numbers.get(i)[j];
                assertEquals(one, numbers[j], tolerance * Math.max(1, Math.abs(one)));
            }
        }
        assertEquals(expected.completions.size(), actual.completions.size());
        for (int i = 0; i < expected.completions.size(); i++) {
            Completion one = expected.completions.get(i);
            assertArrayEquals(one.response(), actual.completions.get(i).response());
            assertArrayEquals(one.logprobs(), actual.completions.get(i).logprobs(), 1e-6f);
            assertEquals(one.ending(), actual.completions.get(i).ending());
        }
    }

    private static double[] flat(double[][] numbers) {
        return Arrays.stream(numbers).flatMapToDouble(Arrays::stream).toArray();
    }

    /** Responses of 0 to 8 tokens, the first to one prompt. */
    private static List<Sequence> sequences() {
        var random = new Random(11);
        int[] prompt = random.ints(9, 3, 23).toArray();
        var sequences = new ArrayList<Sequence>();
        for (int i = 0; i < 17; i++) {
            int[] own = i < 6 ? prompt : random.ints(2 + i % 5, 3, 23).toArray();
            sequences.add(Sequence.of(own, random.ints(i % 9, 3, 23).toArray()));
        }
        return sequences;
    }

    private static List<Request> requests() {
        var requests = new ArrayList<Request>();
        for (int i = 0; i < 10; i++) {
            int[] prompt = new Random(i / 2).ints(1 + i / 2 * 5 % 9, 3, 23).toArray();
            requests.add(new Request(prompt, 100 + i / 2, i % 2));
        }
        return requests;
    }

    @Test
    void cancellationOfTheRankThatDecidesEndsAllRanksAndFreesTheirMemory() {
        long open = Tensor.open();
        ModelConfig config = TinyModels.deep(2, true);
        var parallelism = new Parallelism(1, 2, 2);
        List<Boolean> ended = ThreadGroups.onAllRanks(parallelism, 1, (shard, groups) -> {
            Weights piece = ShardWeights.cut(TinyModels.weights(config), config, shard);
            try (var model = LanguageModel.create(config, shard, groups, piece, Precision.FLOAT32)) {
                boolean first =
                        isCancelled(() -> model.logprobs(sequences(), 1, 2, after(shard.rank() == 0 ? 3 : 1000)));
                boolean second = isCancelled(() -> model.generate(
                        requests(), SAMPLED, KEY, StopRule.none(), 7, after(shard.rank() == 2 ? 5 : 1000)));
                assertEquals(
                        10,
                        model.generate(requests(), SAMPLED, KEY, StopRule.none(), 7, Cancellation.NEVER)
                                .size());
                return first && second;
            }
        });
        assertEquals(List.of(true, true, true, true), ended);
        assertEquals(open, Tensor.open());
    }

    private static Cancellation after(int checks) {
        var left = new AtomicInteger(checks);
        return () -> {
            if (left.getAndDecrement() == 0) {
                throw new CancellationException("enough");
            }
        };
    }

    private static boolean isCancelled(Runnable work) {
        try {
            work.run();
            return false;
        } catch (CancellationException e) {
            return true;
        }
    }

    @Test
    void networksThatAreCutAlikeAreMixedAsWholeOnesAre() {
        ModelConfig config = TinyModels.deep(2, false);
        Function<LanguageModel[], List<Completion>> mixed = models -> models[0].generateWith(
                models[1], 0.3, requests(), SAMPLED, KEY, StopRule.none(), 7, Cancellation.NEVER);
        ModelConfig other = TinyModels.deep(4, true);
        List<Completion> whole = OnDevice.call(() -> {
            try (var policy = TinyModels.languageModel(config, Precision.FLOAT64);
                    var guest = TinyModels.languageModel(other, Precision.FLOAT64)) {
                return mixed.apply(new LanguageModel[] {policy, guest});
            }
        });
        assertTrue(whole.stream().anyMatch(one -> one.response().length > 3));
        ThreadGroups.onAllRanks(new Parallelism(1, 2, 2), 1, (shard, groups) -> {
                    Weights policyPiece = ShardWeights.cut(TinyModels.weights(config), config, shard);
                    Weights guestPiece = ShardWeights.cut(TinyModels.weights(other), other, shard);
                    try (var policy = LanguageModel.create(config, shard, groups, policyPiece, Precision.FLOAT64);
                            var guest = LanguageModel.create(other, shard, groups, guestPiece, Precision.FLOAT64)) {
                        return mixed.apply(new LanguageModel[] {policy, guest});
                    }
                })
                .forEach(answer -> assertSame(new Answers(List.of(), whole), new Answers(List.of(), answer), 1e-12));
    }

    @Test
    void aWholeGuestIsNotMixedIntoACutPolicy() {
        ModelConfig config = TinyModels.deep(2, true);
        Weights weights = TinyModels.weights(config);
        List<String> refusals = ThreadGroups.onAllRanks(new Parallelism(1, 2, 1), 1, (shard, groups) -> {
            Weights piece = ShardWeights.cut(weights, config, shard);
            try (var policy = LanguageModel.create(config, shard, groups, piece, Precision.FLOAT32);
                    var guest = LanguageModel.create(config, weights, Precision.FLOAT32)) {
                return assertThrows(
                                IllegalArgumentException.class,
                                () -> policy.generateWith(
                                        guest, 0.3, requests(), GREEDY, KEY, StopRule.none(), 7, Cancellation.NEVER))
                        .getMessage();
            }
        });
        String refusal = "networks that are mixed must be cut alike, but one is 1x2x1 and another 1x1x1";
        assertEquals(List.of(refusal, refusal), refusals);
    }

    @Test
    void nothingIsAskedAndNothingAnswered() {
        ModelConfig config = TinyModels.deep(2, true);
        List<Sequence> silent = List.of(Sequence.of(new int[] {4, 5}, new int[0]));
        ThreadGroups.onAllRanks(new Parallelism(1, 2, 2), 1, (shard, groups) -> {
                    Weights piece = ShardWeights.cut(TinyModels.weights(config), config, shard);
                    try (var model = LanguageModel.create(config, shard, groups, piece, Precision.FLOAT32)) {
                        assertEquals(
                                0,
                                model.logprobs(List.of(), 1, 5, Cancellation.NEVER)
                                        .values()
                                        .length);
                        assertEquals(
                                0,
                                model.logprobs(silent, 1, 5, Cancellation.NEVER).values()[0].length);
                        return model.generate(List.of(), GREEDY, KEY, StopRule.none(), 5, Cancellation.NEVER);
                    }
                })
                .forEach(completions -> assertEquals(List.of(), completions));
    }
}
