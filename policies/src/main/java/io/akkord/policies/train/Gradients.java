package io.akkord.policies.train;

import io.akkord.policies.tensor.Script;
import io.akkord.policies.tensor.Tensor;
import java.util.List;

/** Sums of gradients, added up in the order in which they are given, and their norm, as torch.nn.utils.clip_grad_norm_ bounds it. */
final class Gradients implements AutoCloseable {

    private static final String TEXT = """
              def add(self, into: List[Tensor], more: List[Tensor]) -> int:
                torch._foreach_add_(into, more)
                return 0

              def zero(self, sums: List[Tensor]) -> int:
                torch._foreach_zero_(sums)
                return 0

              def norm(self, gradients: List[Tensor]) -> float:
                total = 0.
                for i in range(torch.len(gradients)):
                  n = float(torch.linalg_vector_norm(gradients[i], 2, None, False, dtype=7))
                  total = total + n * n
                return torch.sqrt(total)

              def scale(self, gradients: List[Tensor], factor: float) -> int:
                torch._foreach_mul_(gradients, factor)
                return 0
            """;
    private static final double NORM_EPSILON = 1e-6;

    private final Script script = new Script(TEXT);

    void add(List<Tensor> more, List<Tensor> into) {
        script.call("add").with(into).with(more).effect();
    }

    void zero(List<Tensor> sums) {
        script.call("zero").with(sums).effect();
    }

    /** The global 2-norm, summed in double. */
    double norm(List<Tensor> all) {
        return script.call("norm").with(all).number();
    }

    /** Scales gradients of the given norm down to at most {@code most}; 0 leaves them. */
    void clip(List<Tensor> all, double norm, double most) {
        double factor = most / (norm + NORM_EPSILON);
        if (most > 0 && factor < 1) {
            script.call("scale").with(all).with(factor).effect();
        }
    }

    @Override
    public void close() {
        script.close();
    }
}
