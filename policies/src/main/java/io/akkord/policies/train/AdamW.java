package io.akkord.policies.train;

import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.policies.tensor.ElementType;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Script;
import io.akkord.policies.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * AdamW (Loshchilov and Hutter 2019) by libtorch's fused kernel, and global-norm clipping, as torch.optim.AdamW and
 * torch.nn.utils.clip_grad_norm_ compute them. Weight decay applies to every parameter, norms and embedding included,
 * as torch does with parameters given in one group.
 */
final class AdamW implements AutoCloseable {

    private static final String TEXT = """
              def norm(self, gradients: List[Tensor]) -> float:
                total = 0.
                for i in range(torch.len(gradients)):
                  n = float(torch.linalg_vector_norm(gradients[i], 2, None, False, dtype=7))
                  total = total + n * n
                return torch.sqrt(total)

              def scale(self, gradients: List[Tensor], factor: float) -> int:
                torch._foreach_mul_(gradients, factor)
                return 0

              def update(self, p: List[Tensor], g: List[Tensor], first: List[Tensor], second: List[Tensor], steps: List[Tensor], lr: float, beta1: float, beta2: float, decay: float, epsilon: float) -> int:
                torch._foreach_add_(steps, 1)
                torch._fused_adamw_(p, g, first, second, [], steps, lr=lr, beta1=beta1, beta2=beta2, weight_decay=decay, eps=epsilon, amsgrad=False, maximize=False, grad_scale=None, found_inf=None)
                return 0
            """;
    private static final double NORM_EPSILON = 1e-6;

    private final Script script = new Script(TEXT);
    private final Scope scope = new Scope();
    private final List<Tensor> first;
    private final List<Tensor> second;
    private final List<Tensor> steps = new ArrayList<>();
    private long updates;

    /** Starts from these moments, which stay the caller's and change with each update. */
    AdamW(List<Tensor> first, List<Tensor> second) {
        this.first = first;
        this.second = second;
        first.forEach(moment -> steps.add(scope.zeros(ElementType.FLOAT32)));
    }

    /** The global 2-norm, summed in double. */
    double norm(List<Tensor> gradients) {
        return script.call("norm").with(gradients).number();
    }

    /** Scales gradients of the given norm down to at most {@code most}; 0 leaves them. */
    void clip(List<Tensor> gradients, double norm, double most) {
        double factor = most / (norm + NORM_EPSILON);
        if (most > 0 && factor < 1) {
            script.call("scale").with(gradients).with(factor).effect();
        }
    }

    /** One update, in place. */
    void update(List<Tensor> parameters, List<Tensor> gradients, OptimizerSettings settings, double learningRate) {
        script.call("update")
                .with(parameters)
                .with(gradients)
                .with(first)
                .with(second)
                .with(steps)
                .with(learningRate)
                .with(settings.beta1())
                .with(settings.beta2())
                .with(settings.weightDecay())
                .with(settings.epsilon())
                .effect();
        updates++;
    }

    /** How many updates have been made. */
    long updates() {
        return updates;
    }

    /** Counts on from that many updates. */
    void resume(long made) {
        updates = made;
        steps.forEach(step -> step.memory().set(ValueLayout.JAVA_FLOAT, 0, made));
    }

    @Override
    public void close() {
        scope.close();
        script.close();
    }
}
