package io.akkord.policies.parallel;

import io.akkord.placement.cluster.Parallelism;

/**
 * The part of a network that one rank holds: a slice of every matrix of one stage, in one of the copies.
 *
 * <p>Blocks are shared out to virtual stages, {@code pipeline * virtualStages} of them, neighbouring blocks from {@code
 * layers * stage / stages} rounded up; stage {@code s} holds the virtual stages {@code s, s + pipeline, ...} (Narayanan et
 * al. 2021, section 2.2), its chunks. The embedding is with the first, norm and head are with the last; a tied embedding is
 * with both.
 *
 * @param parallelism the cut
 * @param virtualStages chunks of blocks in each stage, 1 without interleaving
 * @param rank in the cut, see {@link Parallelism}
 */
public record Shard(Parallelism parallelism, int virtualStages, int rank) {

    /** A whole network. */
    public static final Shard WHOLE = new Shard(Parallelism.NONE, 1, 0);

    public Shard {
        if (rank < 0 || rank >= parallelism.ranks()) {
            throw new IllegalArgumentException("rank " + rank + " of " + parallelism.ranks());
        }
        if (virtualStages < 1 || (virtualStages > 1 && parallelism.pipeline() == 1)) {
            throw new IllegalArgumentException(
                    virtualStages + " virtual stages in a pipeline of " + parallelism.pipeline());
        }
    }

    /** Without interleaving. */
    public static Shard of(Parallelism parallelism, int rank) {
        return new Shard(parallelism, 1, rank);
    }

    /** Whether it is all of a network that no other rank shares. */
    public boolean isWhole() {
        return parallelism.ranks() == 1;
    }

    /** Whether the other shard, of whichever network and copy, is the same part of it. */
    public boolean isCutAs(Shard other) {
        return parallelism.tensor() == other.parallelism.tensor()
                && parallelism.pipeline() == other.parallelism.pipeline()
                && virtualStages == other.virtualStages
                && slice() == other.slice()
                && stage() == other.stage();
    }

    /** Which slice of the matrices, from 0. */
    public int slice() {
        return rank % parallelism.tensor();
    }

    /** Which copy of the network, from 0. */
    public int copy() {
        return rank / parallelism.tensor() % parallelism.data();
    }

    /** Which stage of the pipeline, from 0. */
    public int stage() {
        return rank / parallelism.tensor() / parallelism.data();
    }

    /** Whether it embeds the tokens. */
    public boolean isFirst() {
        return stage() == 0;
    }

    /** Whether it ends in the head. */
    public boolean isLast() {
        return stage() == parallelism.pipeline() - 1;
    }

    /** The rank, in its copy, that answers for it: slice 0 of the last stage. */
    public int headRank() {
        return (parallelism.pipeline() - 1) * parallelism.tensor();
    }

    /** Where its slice of {@code length} rows or columns begins. */
    public int from(int length) {
        return (int) ((long) length * slice() / parallelism.tensor());
    }

    /** Where its slice of {@code length} rows or columns ends. */
    public int to(int length) {
        return (int) ((long) length * (slice() + 1) / parallelism.tensor());
    }

    /** The first block of a chunk, in a network of {@code layers} blocks. */
    public int firstLayer(int layers, int chunk) {
        return bound(layers, stage() + chunk * parallelism.pipeline());
    }

    /** The block after the last one of a chunk. */
    public int endLayer(int layers, int chunk) {
        return bound(layers, stage() + chunk * parallelism.pipeline() + 1);
    }

    private int bound(int layers, int virtualStage) {
        return Math.ceilDiv(layers * virtualStage, parallelism.pipeline() * virtualStages);
    }
}
