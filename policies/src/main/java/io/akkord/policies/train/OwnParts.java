package io.akkord.policies.train;

import io.akkord.policies.parallel.Collective;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Tensor;
import io.akkord.policies.train.FlatLayout.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of a shard's numbers that one of its copies moves, where copies share the optimiser (ZeRO stage 1): of each bucket
 * what a reduction leaves to it, tensor by tensor.
 */
final class OwnParts {

    /** A stretch of a parameter: where it stands in the parameter, and where among all numbers. */
    record Stretch(int parameter, Span inside, Span overall) {}

    private final FlatTensors sums;
    private final Collective copies;
    private final List<Tensor> parameters;
    private final List<Stretch> stretches = new ArrayList<>();
    private final List<Tensor> moved = new ArrayList<>();
    private final List<Tensor> gradients = new ArrayList<>();

    /**
     * This copy's parts.
     *
     * @param views owns the views of parameters and gradients
     */
    OwnParts(Scope views, FlatLayout layout, FlatTensors sums, List<Tensor> parameters, Collective copies) {
        this.sums = sums;
        this.copies = copies;
        this.parameters = parameters;
        for (Span bucket : layout.buckets()) {
            Span part = bucket.part(copies.rank(), copies.ranks());
            for (int i = 0; i < parameters.size(); i++) {
                Span whole = layout.span(i);
                Span overall = whole.and(part);
                if (!overall.isEmpty()) {
                    Span inside = new Span(overall.from() - whole.from(), overall.to() - whole.from());
                    stretches.add(new Stretch(i, inside, overall));
                }
            }
        }
        moved.addAll(views(views, parameters));
        stretches.forEach(stretch -> gradients.add(sums.vector(views, stretch.overall())));
    }

    /** Views of the parameters. */
    List<Tensor> moved() {
        return moved;
    }

    /** Views of their gradients. */
    List<Tensor> gradients() {
        return gradients;
    }

    /** Views of these stretches in other tensors of the parameters' shapes. */
    List<Tensor> views(Scope views, List<Tensor> tensors) {
        return stretches.stream()
                .map(stretch -> sums.vector(views, tensors.get(stretch.parameter()), stretch.inside()))
                .toList();
    }

    /** Sends what has been moved here to the other copies, and takes theirs; the gradients' memory is used for it. */
    void share() {
        sums.copy(moved, gradients);
        sums.gather(copies);
        sums.copy(sums.tensors(), parameters);
    }
}
