package io.akkord.policies.transformer;

import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Script;
import io.akkord.policies.tensor.Tensor;

/** One number for each hidden state, as {@code LlamaForSequenceClassification} with one label computes it. */
public final class ScalarHead implements AutoCloseable {

    private static final String TEXT = """
              def numbers(self, h: Tensor, weight: Tensor) -> Tensor:
                return torch.to(torch.mv(h, torch.select(weight, 0, 0)), 7)
            """;

    private final Script script = new Script(TEXT);

    /**
     * {@code hidden * weight}.
     *
     * @param hidden {@code [reads, hidden]}
     * @param weight {@code [1, hidden]}
     * @return float64 {@code [reads]}
     */
    public Tensor numbers(Scope scope, Tensor hidden, Tensor weight) {
        return script.call("numbers").with(hidden).with(weight).tensor(scope);
    }

    @Override
    public void close() {
        script.close();
    }
}
