package io.akkord.policies.generate;

import io.akkord.policies.parallel.Shard;
import io.akkord.policies.transformer.TrunkShard;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The networks that choose each token: one, or two in lock step whose distributions are mixed geometrically.
 *
 * <p>{@code p ~ first^(1 - coefficient) * second^coefficient} is a weighted sum of logits; a temperature divides it
 * afterwards (Munos et al. 2024, section 4; TRL mixes in the same order).
 *
 * @param networks of one vocabulary, on one device, cut alike
 * @param coefficient the second network's share, in [0, 1]
 */
record Blend(List<TrunkShard> networks, double coefficient) {

    Blend {
        networks = List.copyOf(networks);
        int vocabulary = networks.getFirst().config().vocabulary();
        Shard shard = networks.getFirst().shard();
        for (TrunkShard network : networks) {
            if (!network.shard().isCutAs(shard)) {
                throw new IllegalArgumentException(
                        "networks that are mixed must be cut alike, but one is " + shard.parallelism() + " and another "
                                + network.shard().parallelism());
            }
            if (network.config().vocabulary() != vocabulary) {
                throw new IllegalArgumentException("networks that are mixed must have one vocabulary, but one has "
                        + vocabulary + " tokens and another " + network.config().vocabulary());
            }
        }
    }

    /** Whether one rank holds but a part of each network. */
    boolean isCut() {
        return networks.getFirst().shard().parallelism().shards() > 1;
    }

    /** Most tokens that all networks can read. */
    int context() {
        return networks.stream()
                .flatMapToInt(network -> IntStream.of(network.config().context()))
                .min()
                .orElseThrow();
    }

    /** Whether the first network, whose response it is, ends one with this token. */
    boolean ends(int token) {
        return networks.getFirst().config().eosTokens().contains(token);
    }
}
