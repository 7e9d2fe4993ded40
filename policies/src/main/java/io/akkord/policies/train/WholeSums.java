package io.akkord.policies.train;

import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.policies.LanguageModel;
import io.akkord.policies.Network;
import io.akkord.policies.ValueModel;
import io.akkord.policies.parameters.Parameters;
import io.akkord.policies.tensor.Cancellation;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Tensor;
import io.akkord.policies.train.StepLoss.Slopes;
import io.akkord.policies.weights.Weights;
import java.util.List;

/** A whole network on one device: its trunk is one tape, and gradients add up in the order of the rows, those with one prompt together. */
final class WholeSums implements StepSums {

    private final Parameters parameters;
    private final GradientPass pass;
    private final Gradients gradients = new Gradients();
    private final Scope scope = new Scope();
    private final List<Tensor> sums;

    WholeSums(Network network) {
        this.parameters = network.parameters();
        this.pass = switch (network) {
            case LanguageModel model -> new LanguageModelPass(model);
            case ValueModel model -> new ValueModelPass(model);
        };
        this.sums = parameters.layout().allocate(scope, parameters.precision());
        pass.taped().forEach(parameter -> parameter.requireGradient(true));
    }

    @Override
    public StepOutcome sum(LearningStep step, TokenGrid detached, Cancellation cancel) {
        var loss = new StepLoss(step, detached);
        gradients.zero(sums);
        for (int[] rows : step.passes(0, 1)) {
            cancel.check();
            learn(new PackedBatch(step, rows), loss, step.temperature());
        }
        return new StepOutcome(loss.value(), gradients.norm(sums), loss.metrics());
    }

    private void learn(PackedBatch batch, StepLoss loss, double temperature) {
        if (batch.packed().reads() == 0) {
            loss.add(batch, new double[0]);
            return;
        }
        try (var batchScope = new Scope()) {
            GradientPass.Forward forward = pass.forward(batchScope, batch.packed(), temperature);
            Slopes slopes = loss.add(batch, forward.outputs());
            loss.addEntropies(slopes, forward.backward(slopes.outputs(), slopes.entropies(), sums));
        }
    }

    @Override
    public List<Tensor> moved() {
        return parameters.tensors();
    }

    @Override
    public List<Tensor> gradients() {
        return sums;
    }

    @Override
    public void share() {
        // There is no one else.
    }

    @Override
    public Weights named() {
        return copyOut(sums);
    }

    @Override
    public Weights copyOut(List<Tensor> moments) {
        return parameters.layout().copyOut(moments);
    }

    @Override
    public void copyIn(Weights weights, List<Tensor> moments) {
        parameters.layout().copyIn(weights, moments);
    }

    @Override
    public void close() {
        pass.taped().forEach(parameter -> parameter.requireGradient(false));
        pass.close();
        gradients.close();
        scope.close();
    }
}
