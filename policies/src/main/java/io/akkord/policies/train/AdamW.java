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
 * AdamW (Loshchilov and Hutter 2019) by libtorch's fused kernel, as torch.optim.AdamW computes it. Weight decay applies to
 * every parameter, norms and embedding included, as torch does with parameters given in one group.
 */
final class AdamW implements AutoCloseable {

    private static final String TEXT = """
              def update(self, p: List[Tensor], g: List[Tensor], first: List[Tensor], second: List[Tensor], steps: List[Tensor], lr: float, beta1: float, beta2: float, decay: float, epsilon: float) -> int:
                torch._foreach_add_(steps, 1)
                torch._fused_adamw_(p, g, first, second, [], steps, lr=lr, beta1=beta1, beta2=beta2, weight_decay=decay, eps=epsilon, amsgrad=False, maximize=False, grad_scale=None, found_inf=None)
                return 0
            """;

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
