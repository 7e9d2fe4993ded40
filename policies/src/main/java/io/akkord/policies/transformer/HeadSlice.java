package io.akkord.policies.transformer;

import io.akkord.policies.parallel.Shard;

/**
 * The attention heads of one slice: its queries, and the keys and values that they read.
 *
 * <p>Where there are fewer key and value heads than slices, several slices hold the same one.
 *
 * @param from the first query head
 * @param to the one after the last
 * @param keyValueFrom the first key and value head
 * @param keyValueTo the one after the last
 */
public record HeadSlice(int from, int to, int keyValueFrom, int keyValueTo) {

    public static HeadSlice of(ModelConfig config, Shard shard) {
        int queries = config.heads() / config.keyValueHeads();
        int from = shard.from(config.heads());
        int to = shard.to(config.heads());
        return new HeadSlice(from, to, from / queries, Math.ceilDiv(to, queries));
    }

    /** How many query heads. */
    int heads() {
        return to - from;
    }

    /** How many key and value heads. */
    int keyValueHeads() {
        return keyValueTo - keyValueFrom;
    }
}
