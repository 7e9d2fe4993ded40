package io.akkord.policies.tensor;

import ai.djl.pytorch.jni.Torch;
import java.util.List;
import java.util.function.Supplier;

/**
 * Gradients as values: record a computation, then ask for one vector-Jacobian product.
 *
 * <p>Nothing is added to torch's shared {@code .grad} and DJL's process-wide gradient collector is not touched, so any
 * number of device threads may differentiate at once, the same parameters included.
 */
public final class Tape implements AutoCloseable {

    private static final String PRODUCT = """
              def product(self, y: Tensor, xs: List[Tensor], slopes: Tensor) -> List[Tensor]:
                upstream = annotate(List[Optional[Tensor]], [slopes])
                gradients = torch.autograd.grad([y], xs, upstream, None, False, False)
                found = annotate(List[Tensor], [])
                for i in range(torch.len(gradients)):
                  _0 = torch.append(found, unchecked_cast(Tensor, gradients[i]))
                return found
            """;

    private final Script script = new Script(PRODUCT);

    /** Runs a computation so that gradients of its result can be asked for. */
    public static <T> T record(Supplier<T> computation) {
        Device.requireThread();
        Torch.recordGradients(true);
        try {
            return computation.get();
        } finally {
            Torch.recordGradients(false);
        }
    }

    /**
     * The gradients of {@code sum(slopes * y)} with respect to each of {@code xs}; {@code y} can be asked once.
     *
     * @param y a recorded result
     * @param xs tensors that require gradients and on each of which {@code y} depends
     * @param slopes in the shape of {@code y}
     */
    public List<Tensor> gradients(Scope scope, Tensor y, List<Tensor> xs, Tensor slopes) {
        return script.call("product").with(y).with(xs).with(slopes).tensors(scope);
    }

    @Override
    public void close() {
        script.close();
    }
}
