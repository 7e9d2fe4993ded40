package io.akkord.policies.train;

import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.policies.Network;
import io.akkord.policies.parallel.Collective;
import io.akkord.policies.parallel.Shard;
import io.akkord.policies.parallel.SharedCancellation;
import io.akkord.policies.parameters.ParameterLayout;
import io.akkord.policies.tensor.Cancellation;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Tensor;
import io.akkord.policies.train.FlatLayout.Span;
import io.akkord.policies.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A shard of a network: gradients are those of its parameters over all copies' rows, and the norm is the whole network's. */
final class ShardSums implements StepSums {

    private final Network network;
    private final Shard shard;
    private final ParameterLayout names;
    private final List<Tensor> parameters;
    private final Precision precision;
    private final FlatLayout layout;
    private final FlatTensors sums;
    private final @Nullable OwnParts own;
    private final Stage stage;
    private final GradientReduction reduction;
    private final Gradients gradients = new Gradients();
    private final Scope views = new Scope();
    private final List<Tensor> counted;

    ShardSums(Network network, LearnerSettings settings) {
        this.network = network;
        this.shard = network.shard();
        this.names = network.parameters().layout();
        this.parameters = network.parameters().tensors();
        this.precision = network.parameters().precision();
        var shared = new ShardParameters(network.trunk(), parameters);
        this.layout = new FlatLayout(
                shared,
                parameters.stream().mapToLong(Tensor::elements).toArray(),
                Math.ceilDiv(settings.bucketBytes(), precision.type().bytes()));
        this.sums = new FlatTensors(layout, parameters, precision);
        this.own = settings.shardedOptimizer() ? new OwnParts(views, layout, sums, parameters, copies()) : null;
        this.counted = counted(shared);
        var replicated = new ReplicatedGradients(shared, shard.isFirst(), layout, sums);
        this.reduction = new GradientReduction(layout, sums, replicated, network.groups(), own != null);
        this.stage = new Stage(network, settings.recompute(), sums.tensors());
    }

    /** Views of the gradients that count here in the norm: no number counts in two ranks. */
    private List<Tensor> counted(ShardParameters shared) {
        var spans = new ArrayList<Span>();
        for (Span bucket : layout.buckets()) {
            Span part = own == null ? bucket : bucket.part(copies().rank(), copies().ranks());
            for (int i = 0; i < parameters.size() && (own != null || shard.copy() == 0); i++) {
                long start = layout.span(i).from();
                for (Span span : shared.counted(i)) {
                    spans.add(new Span(start + span.from(), start + span.to()).and(part));
                }
            }
        }
        return spans.stream()
                .filter(span -> !span.isEmpty())
                .map(span -> sums.vector(views, span))
                .toList();
    }

    @Override
    public StepOutcome sum(LearningStep step, TokenGrid detached, Cancellation cancel) {
        var loss = new StepLoss(step, detached);
        gradients.zero(sums.tensors());
        reduction.begin();
        stage.walk(step, loss, reduction::done);
        reduction.finish();
        double norm = gradients.norm(counted);
        // Asked here, where all ranks can agree: one that left earlier would keep the others waiting.
        boolean unwanted = SharedCancellation.reason(cancel) != null;
        return OutcomeExchange.exchange(network.groups().all(), shard, loss, norm, unwanted);
    }

    @Override
    public List<Tensor> moved() {
        return own == null ? parameters : own.moved();
    }

    @Override
    public List<Tensor> gradients() {
        return own == null ? sums.tensors() : own.gradients();
    }

    @Override
    public void share() {
        if (own != null) {
            own.share();
        }
    }

    @Override
    public Weights named() {
        if (own != null) {
            sums.gather(copies());
        }
        return names.copyOut(sums.tensors());
    }

    @Override
    public Weights copyOut(List<Tensor> moments) {
        if (own == null) {
            return names.copyOut(moments);
        }
        try (var whole = new FlatTensors(layout, parameters, precision);
                var scope = new Scope()) {
            whole.copy(moments, own.views(scope, whole.tensors()));
            whole.gather(copies());
            return names.copyOut(whole.tensors());
        }
    }

    @Override
    public void copyIn(Weights weights, List<Tensor> moments) {
        if (own == null) {
            names.copyIn(weights, moments);
            return;
        }
        try (var scope = new Scope()) {
            List<Tensor> whole = names.allocate(scope, precision);
            names.copyIn(weights, whole);
            sums.copy(own.views(scope, whole), moments);
        }
    }

    private Collective copies() {
        return network.groups().data();
    }

    @Override
    public void close() {
        stage.close();
        gradients.close();
        views.close();
        sums.close();
    }
}
