package io.akkord.policies.train;

import io.akkord.policies.parallel.Collective;
import io.akkord.policies.parallel.Groups;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Tensor;
import io.akkord.policies.train.FlatLayout.Span;
import io.akkord.policies.train.ShardParameters.Summand;
import java.lang.foreign.MemorySegment;

/** Adds up, within a copy, the gradients of parameters that several of its ranks hold: once an update, in one message a group. */
final class ReplicatedGradients {

    private final FlatLayout layout;
    private final FlatTensors sums;
    private final ShardParameters.Exchange exchange;
    private final boolean first;
    private final boolean tied;

    ReplicatedGradients(ShardParameters parameters, boolean first, FlatLayout layout, FlatTensors sums) {
        this.layout = layout;
        this.sums = sums;
        this.exchange = parameters.exchange();
        this.first = first;
        this.tied = parameters.isTiedAcross();
    }

    void add(Groups groups) {
        if (exchange.length() > 0) {
            addSlices(groups.tensor());
        }
        if (tied) {
            addEnds(groups.pipeline());
        }
    }

    private void addSlices(Collective slices) {
        try (var scope = new Scope()) {
            MemorySegment packed = scope.zeros(sums.type(), exchange.length()).memory();
            for (Summand summand : exchange.summands()) {
                if (summand.counts()) {
                    packed(packed, summand).copyFrom(own(summand));
                }
            }
            slices.allReduce(packed, sums.type());
            for (Summand summand : exchange.summands()) {
                own(summand).copyFrom(packed(packed, summand));
            }
        }
    }

    private MemorySegment packed(MemorySegment packed, Summand summand) {
        long bytes = sums.type().bytes();
        return packed.asSlice(summand.at() * bytes, summand.span().length() * bytes);
    }

    private MemorySegment own(Summand summand) {
        long start = layout.span(summand.parameter()).from();
        return sums.memory(
                new Span(start + summand.span().from(), start + summand.span().to()));
    }

    /** The first stage and the last one exchange what each has found for the embedding; both add the last one's to the first one's. */
    private void addEnds(Collective stages) {
        MemorySegment own = sums.memory(layout.span(0));
        int other = first ? stages.ranks() - 1 : 0;
        try (var scope = new Scope()) {
            Tensor received = scope.zeros(sums.type(), layout.span(0).length());
            stages.send(own, other);
            stages.receive(received.memory(), other);
            sums.add(received, sums.tensors().getFirst());
        }
    }
}
