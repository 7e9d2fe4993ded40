package io.akkord.policies.train;

import io.akkord.policies.LanguageModel;
import io.akkord.policies.Network;
import io.akkord.policies.ValueModel;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Tape;
import io.akkord.policies.tensor.Tensor;
import io.akkord.policies.train.StepLoss.Slopes;
import java.util.Arrays;
import java.util.List;

/** The head of the last stage, forward, to the loss and back in one go; the slices of the stage do the same. */
final class StageHead implements AutoCloseable {

    private final Network network;
    private final Tape tape = new Tape();
    private final Gradients gradients = new Gradients();

    StageHead(Network network) {
        this.network = network;
    }

    /** Whether torch differentiates the head's parameters, and not the head itself. */
    boolean isTaped() {
        return network instanceof ValueModel;
    }

    /**
     * Adds a pass's loss, and the head's gradient to {@code into}.
     *
     * @param hidden {@code [reads, hidden]}
     * @param into in the layout of the parameters
     * @return the gradient of {@code hidden}
     */
    Tensor learn(Scope scope, Tensor hidden, PackedBatch batch, StepLoss loss, double temperature, List<Tensor> into) {
        Tensor sum = into.get(network.trunk().headParameters().getFirst());
        return switch (network) {
            case LanguageModel model -> learn(model, scope, hidden, batch, loss, temperature, sum);
            case ValueModel model -> learn(model, scope, hidden, batch, loss, sum);
        };
    }

    private static Tensor learn(
            LanguageModel model,
            Scope scope,
            Tensor hidden,
            PackedBatch batch,
            StepLoss loss,
            double temperature,
            Tensor sum) {
        Precision precision = model.trunk().precision();
        Tensor weight = model.trunk().head();
        Tensor targets = batch.packed().targets(scope);
        List<Tensor> read = model.head().record(scope, hidden, weight, targets, temperature);
        Slopes slopes = loss.add(batch, read.getFirst().doubles());
        double[] bonus = slopes.entropies();
        List<Tensor> answers = model.head()
                .differentiate(
                        scope,
                        hidden,
                        weight,
                        targets,
                        read.subList(1, read.size()),
                        scope.of(precision, slopes.outputs()),
                        scope.of(precision, bonus),
                        Arrays.stream(bonus).anyMatch(each -> each != 0),
                        temperature,
                        sum);
        loss.addEntropies(slopes, answers.get(1).doubles());
        return answers.getFirst();
    }

    private Tensor learn(ValueModel model, Scope scope, Tensor hidden, PackedBatch batch, StepLoss loss, Tensor sum) {
        Tensor weight = model.trunk().head();
        hidden.requireGradient(true);
        Tensor numbers = Tape.record(() -> model.head().numbers(scope, hidden, weight));
        Slopes slopes = loss.add(batch, numbers.doubles());
        Tensor upstream = scope.of(Precision.FLOAT64, slopes.outputs());
        List<Tensor> found = tape.gradients(scope, numbers, List.of(hidden, weight), upstream);
        gradients.add(List.of(found.get(1)), List.of(sum));
        return found.getFirst();
    }

    @Override
    public void close() {
        gradients.close();
        tape.close();
    }
}
