package io.akkord.policies;

import io.akkord.policies.models.FreshWeights;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.transformer.ModelConfig;
import io.akkord.policies.weights.DType;
import io.akkord.policies.weights.HostTensor;
import io.akkord.policies.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SplittableRandom;

/** Networks of a few thousand parameters whose norms and embeddings are not at their tame starting values. */
public final class TinyModels {

    private TinyModels() {}

    /** Two layers, grouped heads, a vocabulary of 23 whose id 2 ends a sequence. */
    public static ModelConfig config(boolean tied) {
        return config(23, tied);
    }

    public static ModelConfig config(int vocabulary, boolean tied) {
        return new ModelConfig(vocabulary, 16, 2, 4, 2, 4, 24, 40, 1e-5, 10000, tied, false, 1, List.of(2), 0);
    }

    /** Four layers and four heads, to be cut; the vocabulary and the SwiGLU do not divide evenly. */
    public static ModelConfig deep(int keyValueHeads, boolean tied) {
        return new ModelConfig(23, 16, 4, 4, keyValueHeads, 4, 26, 40, 1e-5, 10000, tied, false, 1, List.of(2), 0);
    }

    public static LanguageModel languageModel(ModelConfig config, Precision precision) {
        return LanguageModel.create(config, weights(config), precision);
    }

    public static ValueModel valueModel(Precision precision) {
        ModelConfig config = config(false).withScalar(true);
        return ValueModel.create(config, weights(config), precision);
    }

    /** Weights in F64 that are random everywhere. */
    public static Weights weights(ModelConfig config) {
        var random = new SplittableRandom(5);
        var tensors = new LinkedHashMap<String, HostTensor>();
        FreshWeights.create(config, 3).tensors().forEach((name, tensor) -> {
            double[] values = tensor.as(DType.F64).toDoubles();
            for (int i = 0; i < values.length; i++) {
                values[i] += (name.contains("proj") ? 0.05 : 0.4) * random.nextGaussian();
            }
            tensors.put(name, HostTensor.of(values, tensor.shape()));
        });
        return new Weights(tensors);
    }
}
