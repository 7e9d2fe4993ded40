package io.akkord.policies.transformer;

import io.akkord.policies.parallel.Groups;
import io.akkord.policies.parallel.Shard;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Tensor;
import java.util.List;

/**
 * From hidden states to log-probs of given tokens, and back.
 *
 * <p>With {@code z = logits / temperature} and {@code l = log softmax(z)}, the derivative of {@code sum(s * l[target]) +
 * w * sum(H)}, where {@code H = -sum(p * l)} is the entropy, is {@code dz = s * (onehot - p) - w * p * (l + H)}. It is
 * written out here instead of taped. Where the vocabulary is wide this is most of a training pass's memory traffic.
 * Matrices of that width are made a strip of reads at a time.
 */
public sealed interface VocabularyHead extends AutoCloseable permits WholeVocabulary, SlicedVocabulary {

    /** The head of the last stage on the calling device thread; where it is cut, all slices make the same calls. */
    static VocabularyHead of(ModelConfig config, Shard shard, Groups groups) {
        return shard.parallelism().tensor() == 1
                ? new WholeVocabulary()
                : new SlicedVocabulary(shard.from(config.vocabulary()), groups.tensor());
    }

    /**
     * Log-probs of tokens without keeping anything for a gradient.
     *
     * @param hidden {@code [reads, hidden]}
     * @param weight {@code [vocabulary, hidden]}, or a slice of its rows
     * @param targets {@code [reads]}
     * @return float64 {@code [reads]}, nats
     */
    Tensor logprobs(Scope scope, Tensor hidden, Tensor weight, Tensor targets, double temperature);

    /** The same, answering first the log-probs and then what {@link #differentiate} needs. */
    List<Tensor> record(Scope scope, Tensor hidden, Tensor weight, Tensor targets, double temperature);

    /**
     * Adds the head's gradient to {@code into} and answers that of the hidden states, {@code [reads, hidden]}, then the
     * entropies, float64 {@code [reads]}.
     *
     * @param strips what {@link #record} answered behind the log-probs; used up
     * @param slopes d loss / d logprob {@code [reads]}
     * @param entropies d loss / d entropy {@code [reads]}
     * @param bonus whether any of {@code entropies} is not 0
     * @param into in the shape of {@code weight}
     */
    List<Tensor> differentiate(
            Scope scope,
            Tensor hidden,
            Tensor weight,
            Tensor targets,
            List<Tensor> strips,
            Tensor slopes,
            Tensor entropies,
            boolean bonus,
            double temperature,
            Tensor into);

    /** How many reads are worked on together: a strip has about two million numbers. */
    static long strip(Tensor weight) {
        return Math.max(16, (1 << 21) / weight.shape()[0]);
    }

    @Override
    void close();
}
