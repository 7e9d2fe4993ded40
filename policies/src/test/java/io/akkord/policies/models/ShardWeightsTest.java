package io.akkord.policies.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.akkord.placement.cluster.Parallelism;
import io.akkord.policies.TinyModels;
import io.akkord.policies.parallel.Cuts;
import io.akkord.policies.parallel.Shard;
import io.akkord.policies.parameters.Parameters;
import io.akkord.policies.tensor.OnDevice;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.transformer.ModelConfig;
import io.akkord.policies.weights.DType;
import io.akkord.policies.weights.HostTensor;
import io.akkord.policies.weights.Refusal;
import io.akkord.policies.weights.Weights;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShardWeightsTest {

    static Stream<ModelConfig> models() {
        return Stream.of(
                TinyModels.deep(1, true),
                TinyModels.deep(2, false),
                TinyModels.deep(4, true),
                TinyModels.deep(2, false).withScalar(true));
    }

    @ParameterizedTest
    @MethodSource("models")
    void whatIsCutIsJoinedToTheByteInEveryType(ModelConfig config) {
        for (DType type : List.of(DType.F64, DType.F32, DType.BF16)) {
            Weights whole = each(TinyModels.weights(config), tensor -> tensor.as(type));
            for (Parallelism cut : Cuts.all()) {
                assertSameBytes(whole, thereAndBack(whole, config, cut, 1));
            }
            assertSameBytes(whole, thereAndBack(whole, config, new Parallelism(1, 2, 2), 2));
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void aDeviceHoldsAShardToTheByte(ModelConfig config) {
        Weights whole = each(TinyModels.weights(config), tensor -> tensor.as(DType.F32));
        for (Parallelism cut : Cuts.ofOneCopy()) {
            List<Weights> pieces = OnDevice.call(() -> IntStream.range(0, cut.ranks())
                    .mapToObj(rank -> throughDevice(whole, config, Shard.of(cut, rank)))
                    .toList());
            assertSameBytes(whole, ShardWeights.join(config, cut, 1, pieces));
        }
    }

    @Test
    void aPieceOfAnotherShardIsRefusedByNameAndShape() {
        ModelConfig config = TinyModels.deep(2, false);
        var cut = new Parallelism(1, 2, 2);
        Weights whole = TinyModels.weights(config);
        Weights first = ShardWeights.cut(whole, config, Shard.of(cut, 0));
        assertEquals(
                "what was given as slice 1 of stage 0: model.embed_tokens.weight has shape [11, 16]"
                        + " where config.json calls for [12, 16]",
                Refusal.of(() -> ShardWeights.check(config, Shard.of(cut, 1), first)));
        assertEquals(
                "what was given as slice 0 of stage 1 lacks 20 tensors (model.layers.2.input_layernorm.weight, ...)"
                        + " that config.json calls for",
                Refusal.of(() -> ShardWeights.check(config, Shard.of(cut, 2), first)));
    }

    @Test
    void rowsShareTheMemoryOfTheWhole() {
        ModelConfig config = TinyModels.deep(2, true);
        Weights whole = TinyModels.weights(config);
        Weights piece = ShardWeights.cut(whole, config, Shard.of(new Parallelism(1, 2, 1), 0));
        assertSame(
                whole.get(WeightLayout.EMBEDDING).data().heapBase().orElseThrow(),
                piece.get(WeightLayout.EMBEDDING).data().heapBase().orElseThrow());
    }

    private static Weights thereAndBack(Weights whole, ModelConfig config, Parallelism cut, int virtualStages) {
        List<Weights> pieces = IntStream.range(0, cut.ranks())
                .mapToObj(rank -> ShardWeights.cut(whole, config, new Shard(cut, virtualStages, rank)))
                .toList();
        return ShardWeights.join(config, cut, virtualStages, pieces);
    }

    private static Weights throughDevice(Weights whole, ModelConfig config, Shard shard) {
        try (var parameters =
                new Parameters(config, shard, ShardWeights.cut(whole, config, shard), Precision.FLOAT32)) {
            return parameters.weights();
        }
    }

    private static Weights each(Weights weights, UnaryOperator<HostTensor> change) {
        var changed = new LinkedHashMap<String, HostTensor>();
        weights.tensors().forEach((name, tensor) -> changed.put(name, change.apply(tensor)));
        return new Weights(changed);
    }

    private static void assertSameBytes(Weights expected, Weights actual) {
        assertEquals(
                List.copyOf(expected.tensors().keySet()),
                List.copyOf(actual.tensors().keySet()));
        expected.tensors().forEach((name, tensor) -> {
            assertArrayEquals(tensor.shape(), actual.get(name).shape(), name);
            assertArrayEquals(
                    tensor.data().toArray(ValueLayout.JAVA_BYTE),
                    actual.get(name).data().toArray(ValueLayout.JAVA_BYTE),
                    name);
        });
    }
}
