package io.akkord.policies.train;

import io.akkord.policies.ValueModel;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Tape;
import io.akkord.policies.tensor.Tensor;
import io.akkord.policies.transformer.PackedRows;
import io.akkord.policies.transformer.Transformer;
import java.util.List;

/** Trunk and scalar head on the tape. */
final class ValueModelPass implements GradientPass {

    private final ValueModel model;
    private final Tape tape = new Tape();
    private final Gradients gradients = new Gradients();

    ValueModelPass(ValueModel model) {
        this.model = model;
    }

    @Override
    public List<Tensor> taped() {
        return model.parameters().tensors();
    }

    @Override
    public Forward forward(Scope scope, PackedRows rows, double temperature) {
        Transformer transformer = model.transformer();
        Tensor numbers =
                Tape.record(() -> model.head().numbers(scope, transformer.hidden(scope, rows), transformer.head()));
        return new Forward() {
            @Override
            public double[] outputs() {
                return numbers.doubles();
            }

            @Override
            public double[] backward(double[] slopes, double[] entropyWeights, List<Tensor> into) {
                Tensor upstream = scope.of(Precision.FLOAT64, slopes);
                gradients.add(tape.gradients(scope, numbers, taped(), upstream), into);
                return new double[0];
            }
        };
    }

    @Override
    public void close() {
        tape.close();
        gradients.close();
    }
}
