package io.akkord.policies.models;

import io.akkord.policies.transformer.ModelConfig;
import io.akkord.policies.weights.DType;
import io.akkord.policies.weights.HostTensor;
import io.akkord.policies.weights.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;

/**
 * Weights of a model that has learned nothing yet, the same for the same seed on every machine.
 *
 * <p>Norms are 1 and embeddings normal with deviation 0.02. A projection is normal with deviation sqrt(0.4 / inputs), which
 * is the usual 0.02 at 1000 inputs and keeps small models from starting almost silent (Nguyen and Salazar, "Transformers
 * without Tears", 2019, section 2.2); the two that write to the residual stream are divided by sqrt(2 layers) (Radford et
 * al., GPT-2, 2019, section 2.3).
 */
public final class FreshWeights {

    private static final double EMBEDDING_DEVIATION = 0.02;
    private static final double VARIANCE_OF_ONE_INPUT = 0.4;

    private FreshWeights() {}

    /** All tensors of {@code config} in F32; each depends on the seed and its own name only. */
    public static Weights create(ModelConfig config, long seed) {
        var tensors = new LinkedHashMap<String, HostTensor>();
        WeightLayout.of(config).forEach((name, shape) -> tensors.put(name, tensor(config, name, shape, seed)));
        return new Weights(tensors);
    }

    /**
     * A model that ends in one number: the trunk's tensors as they are, and a new, small score head.
     *
     * <p>The head is normal with deviation 1 / (hidden + 1), so that its first scores lie near 0.
     *
     * @param config the scalar model
     * @param trunk a language model's or a scalar model's weights; their head is left behind
     */
    public static Weights asScalar(ModelConfig config, Weights trunk, long seed) {
        var tensors = new LinkedHashMap<>(trunk.tensors());
        tensors.remove(WeightLayout.HEAD);
        long[] shape = {1, config.hidden()};
        HostTensor head = tensor(config, WeightLayout.SCORE, shape, seed);
        DType type = trunk.tensors().values().iterator().next().type();
        tensors.put(WeightLayout.SCORE, head.as(type));
        return WeightLayout.check(config, new Weights(tensors), "the trunk");
    }

    private static HostTensor tensor(ModelConfig config, String name, long[] shape, long seed) {
        var values = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact))];
        if (name.endsWith("norm.weight")) {
            Arrays.fill(values, 1);
            return HostTensor.of(values, shape);
        }
        double deviation = deviation(config, name, shape[1]);
        long key = mix(seed ^ name.chars().asLongStream().reduce(0, (hash, letter) -> mix(hash + letter)));
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * normal(key + 2L * i));
        }
        return HostTensor.of(values, shape);
    }

    private static double deviation(ModelConfig config, String name, long inputs) {
        if (name.equals(WeightLayout.EMBEDDING)) {
            return EMBEDDING_DEVIATION;
        }
        if (name.equals(WeightLayout.SCORE)) {
            return 1.0 / (inputs + 1);
        }
        double deviation = Math.sqrt(VARIANCE_OF_ONE_INPUT / inputs);
        boolean writesResidual = name.endsWith("o_proj.weight") || name.endsWith("down_proj.weight");
        return writesResidual ? deviation / Math.sqrt(2.0 * config.layers()) : deviation;
    }

    /** A standard normal by Box and Muller; StrictMath, so that every machine gets the same bits. */
    private static double normal(long counter) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(uniform(counter)));
        return radius * StrictMath.cos(2 * Math.PI * uniform(counter + 1));
    }

    /** Uniform in (0, 1], from the top 53 bits of a mixed counter. */
    private static double uniform(long counter) {
        return ((mix(counter) >>> 11) + 1) * 0x1.0p-53;
    }

    /** Stafford's thirteenth mixer over golden-ratio steps, as in SplitMix64 (Steele, Lea and Flood, 2014). */
    private static long mix(long counter) {
        long z = counter * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
