package io.akkord.policies.train;

import io.akkord.policies.tensor.Script;
import io.akkord.policies.tensor.Tensor;
import java.util.List;

/** Sums of gradients, added up in the order in which they are given. */
final class Gradients implements AutoCloseable {

    private static final String TEXT = """
              def add(self, into: List[Tensor], more: List[Tensor]) -> int:
                torch._foreach_add_(into, more)
                return 0

              def zero(self, sums: List[Tensor]) -> int:
                torch._foreach_zero_(sums)
                return 0
            """;

    private final Script script = new Script(TEXT);

    void add(List<Tensor> more, List<Tensor> into) {
        script.call("add").with(into).with(more).effect();
    }

    void zero(List<Tensor> sums) {
        script.call("zero").with(sums).effect();
    }

    @Override
    public void close() {
        script.close();
    }
}
