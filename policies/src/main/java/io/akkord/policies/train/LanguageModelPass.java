package io.akkord.policies.train;

import io.akkord.policies.LanguageModel;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Tape;
import io.akkord.policies.tensor.Tensor;
import io.akkord.policies.transformer.PackedRows;
import io.akkord.policies.transformer.Transformer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The trunk on the tape, the vocabulary's head differentiated by hand. */
final class LanguageModelPass implements GradientPass {

    private final LanguageModel model;
    private final Tape tape = new Tape();
    private final Gradients gradients = new Gradients();

    LanguageModelPass(LanguageModel model) {
        this.model = model;
    }

    @Override
    public List<Tensor> taped() {
        return trunk(model.parameters().tensors());
    }

    /** What the trunk depends on: all but an untied head. */
    private List<Tensor> trunk(List<Tensor> all) {
        Transformer transformer = model.transformer();
        return transformer.headIndex() == 0 ? all : all.subList(0, transformer.headIndex());
    }

    @Override
    public Forward forward(Scope scope, PackedRows rows, double temperature) {
        Transformer transformer = model.transformer();
        Tensor hidden = Tape.record(() -> transformer.hidden(scope, rows));
        Tensor targets = rows.targets(scope);
        List<Tensor> read = model.head().record(scope, hidden, transformer.head(), targets, temperature);
        return new Read(scope, hidden, targets, read, temperature);
    }

    private final class Read implements Forward {

        private final Scope scope;
        private final Tensor hidden;
        private final Tensor targets;
        private final List<Tensor> read;
        private final double temperature;

        private Read(Scope scope, Tensor hidden, Tensor targets, List<Tensor> read, double temperature) {
            this.scope = scope;
            this.hidden = hidden;
            this.targets = targets;
            this.read = new ArrayList<>(read);
            this.temperature = temperature;
        }

        @Override
        public double[] outputs() {
            return read.getFirst().doubles();
        }

        @Override
        public double[] backward(double[] slopes, double[] entropyWeights, List<Tensor> into) {
            Transformer transformer = model.transformer();
            var precision = transformer.precision();
            List<Tensor> answers = model.head()
                    .differentiate(
                            scope,
                            hidden,
                            transformer.head(),
                            targets,
                            read.subList(1, read.size()),
                            scope.of(precision, slopes),
                            scope.of(precision, entropyWeights),
                            Arrays.stream(entropyWeights).anyMatch(weight -> weight != 0),
                            temperature,
                            into.get(transformer.headIndex()));
            gradients.add(tape.gradients(scope, hidden, taped(), answers.get(0)), trunk(into));
            return answers.get(1).doubles();
        }
    }

    @Override
    public void close() {
        tape.close();
        gradients.close();
    }
}
