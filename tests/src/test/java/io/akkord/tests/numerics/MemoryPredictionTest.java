package io.akkord.tests.numerics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import io.akkord.algorithms.objective.Aggregation;
import io.akkord.algorithms.objective.ClippedSurrogate;
import io.akkord.algorithms.objective.ClippedValue;
import io.akkord.algorithms.objective.Output;
import io.akkord.algorithms.objective.PolicyGradient;
import io.akkord.placement.cost.MemoryUse;
import io.akkord.placement.embedded.CallMemory;
import io.akkord.placement.embedded.SequenceLengths;
import io.akkord.placement.model.Family;
import io.akkord.placement.model.ModelShape;
import io.akkord.policies.generate.StopRule;
import io.akkord.policies.tensor.Device;
import io.akkord.policies.tensor.LiveBytes;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Predicted memory is, to the byte, what libtorch's allocator is asked for: temporaries of operators and all that autograd
 * keeps included.
 */
@Timeout(120)
class MemoryPredictionTest {

    private static final Device DEVICE = Device.open("counted", _ -> {});

    /** A network, the context it has angles for, rows, and how many of them go together. */
    private record Work(ModelShape shape, int context, int[] prompts, int[] responses, int together) {

        SequenceLengths lengths() {
            return new SequenceLengths(prompts, responses, 1);
        }

        int limit() {
            return Arrays.stream(responses).max().orElseThrow();
        }

        @Override
        public String toString() {
            return shape.parameters() + " parameters, " + prompts.length + " rows by " + together;
        }
    }

    static Stream<Work> works() {
        int[] mixed = {12, 20, 15, 9, 22, 22, 30, 11};
        int[] answers = {8, 17, 30, 11, 25, 9, 9, 12};
        return Stream.of(
                work(101, 20, 2, 5, 5, 27, true, 64, new int[] {3, 3, 4}, new int[] {4, 5, 6}, 8),
                work(512, 96, 3, 6, 6, 256, true, 96, mixed, answers, 4),
                work(300, 64, 2, 4, 4, 172, false, 512, new int[] {100, 180, 250}, new int[] {20, 100, 150}, 2),
                work(128, 32, 1, 2, 2, 64, true, 2048, new int[] {700, 20}, new int[] {300, 10}, 2),
                work(512, 64, 5, 8, 4, 172, true, 96, mixed, answers, 3),
                work(128, 48, 2, 6, 1, 64, false, 64, new int[] {8, 8, 12, 12}, new int[] {10, 10, 6, 6}, 2),
                work(33_000, 48, 2, 4, 4, 100, true, 64, mixed, answers, 8));
    }

    private static Work work(
            int vocabulary,
            int hidden,
            int layers,
            int heads,
            int keyValueHeads,
            int intermediate,
            boolean tied,
            int context,
            int[] prompts,
            int[] responses,
            int together) {
        var shape = new ModelShape(
                Family.LLAMA,
                vocabulary,
                hidden,
                layers,
                heads,
                keyValueHeads,
                hidden / heads,
                intermediate,
                0,
                tied,
                false);
        return new Work(shape, context, prompts, responses, together);
    }

    @AfterAll
    static void close() {
        DEVICE.close();
    }

    @ParameterizedTest
    @MethodSource("works")
    void aLanguageModelHoldsWhatIsPredicted(Work work) {
        onDevice(count -> {
            var memory = new CallMemory(work.shape(), work.context());
            try (var calls = new CountedCalls(count, work.shape(), work.context(), work.prompts(), work.responses())) {
                MemoryUse read = memory.infer(work.lengths(), Output.LOGPROBS, work.together(), false);
                assertEquals(calls.live(), read.weightBytes() + read.bufferBytes(), "at rest");
                assertEquals(calls.logprobs(work.together()), read.totalBytes(), "log-probs");
                generation(work, memory, calls, StopRule.none(), "generation");
                StopRule early = (tokens, length) -> length > tokens[0] % work.limit();
                generation(work, memory, calls, early, "generation that drops rows");
                try (var learner = calls.learner()) {
                    MemoryUse plain = memory.train(work.lengths(), Output.LOGPROBS, work.together(), false);
                    assertEquals(calls.live(), plain.residentBytes() + plain.bufferBytes(), "between updates");
                    assertEquals(calls.update(learner, policyGradient(0), work.together()), plain.totalBytes());
                    MemoryUse bonus = memory.train(work.lengths(), Output.LOGPROBS, work.together(), true);
                    assertEquals(calls.update(learner, policyGradient(0.01), work.together()), bonus.totalBytes());
                }
            }
        });
    }

    private static void generation(Work work, CallMemory memory, CountedCalls calls, StopRule stop, String name) {
        int[][] written = new int[1][];
        long peak = calls.peak(() -> written[0] = calls.generate(work.limit(), stop, work.together()));
        var lengths = new SequenceLengths(work.prompts(), written[0], 1);
        MemoryUse use = memory.generate(lengths, work.limit(), work.together(), false);
        assertEquals(peak, use.totalBytes(), name);
        assertTrue(use.cacheBytes() > 0);
    }

    private static PolicyGradient policyGradient(double entropy) {
        return new PolicyGradient(new ClippedSurrogate(0.2, 0.2, 0), Aggregation.TOKEN_MEAN, 64, entropy);
    }

    @ParameterizedTest
    @MethodSource("works")
    void aValueModelHoldsWhatIsPredicted(Work work) {
        onDevice(count -> {
            ModelShape shape = work.shape().scored();
            var memory = new CallMemory(shape, work.context());
            try (var calls = new CountedCalls(count, shape, work.context(), work.prompts(), work.responses())) {
                MemoryUse values = memory.infer(work.lengths(), Output.VALUES, work.together(), false);
                assertEquals(calls.values(work.together()), values.totalBytes(), "values");
                MemoryUse scores = memory.infer(work.lengths(), Output.SCORES, work.together(), false);
                assertEquals(calls.scores(work.together()), scores.totalBytes(), "scores");
                try (var learner = calls.learner()) {
                    MemoryUse trained = memory.train(work.lengths(), Output.VALUES, work.together(), false);
                    var objective = new ClippedValue(0.2, Aggregation.TOKEN_MEAN);
                    assertEquals(calls.update(learner, objective, work.together()), trained.totalBytes(), "training");
                }
            }
        });
    }

    /** Work under count. */
    private interface Counted {
        void run(LiveBytes count);
    }

    private static void onDevice(Counted work) {
        Throwable thrown = DEVICE.submit("", () -> {
                    try (var count = LiveBytes.count()) {
                        work.run(count);
                        return null;
                    } catch (UnsupportedOperationException | AssertionError e) {
                        return e;
                    }
                })
                .join();
        if (thrown instanceof UnsupportedOperationException) {
            abort(thrown.getMessage());
        } else if (thrown instanceof AssertionError failed) {
            throw failed;
        }
    }
}
