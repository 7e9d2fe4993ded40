package io.akkord.policies.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TapeTest {

    private static final String TEXT = """
              def network(self, x: Tensor, weight: Tensor, scale: Tensor) -> Tensor:
                h = torch.silu(torch.linear(x, weight))
                for i in range(4):
                  h = torch.mul(torch.softmax(torch.add(torch.mul(h, scale), torch.sigmoid(h)), -1), torch.exp(h))
                return torch.sum(h, [1])
            """;
    private static final int SIZE = 48;

    /** The values of y and its gradients, from inputs that depend on {@code seed} alone. */
    private static List<double[]> pass(Script script, Tape tape, int seed) {
        try (var scope = new Scope()) {
            Tensor x = matrix(scope, seed);
            Tensor weight = matrix(scope, seed + 1);
            Tensor scale = matrix(scope, seed + 2);
            weight.requireGradient(true);
            scale.requireGradient(true);
            Tensor y = Tape.record(() ->
                    script.call("network").with(x).with(weight).with(scale).tensor(scope));
            Tensor slopes = scope.of(
                    Precision.FLOAT32, new SplittableRandom(seed).doubles(SIZE).toArray());
            var found = new ArrayList<double[]>();
            for (Tensor gradient : tape.gradients(scope, y, List.of(weight, scale), slopes)) {
                float[] floats = gradient.memory().toArray(ValueLayout.JAVA_FLOAT);
                var doubles = new double[floats.length];
                Arrays.setAll(doubles, i -> floats[i]);
                found.add(doubles);
            }
            return found;
        }
    }

    private static Tensor matrix(Scope scope, int seed) {
        Tensor matrix = scope.zeros(ElementType.FLOAT32, SIZE, SIZE);
        var random = new SplittableRandom(seed);
        for (int i = 0; i < SIZE * SIZE; i++) {
            matrix.memory().setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) (0.2 * random.nextGaussian()));
        }
        return matrix;
    }

    /** The trap: torch's profiling executor rewrites a method after its first calls, and the bits change with it. */
    @Test
    void theFirstCallsGiveTheSameBitsAsLaterOnes() {
        OnDevice.run(() -> {
            try (var script = new Script(TEXT);
                    var tape = new Tape()) {
                List<double[]> first = pass(script, tape, 1);
                for (int call = 0; call < 8; call++) {
                    assertSame(first, pass(script, tape, 1));
                }
            }
        });
    }

    /** The trap: DJL's gradient collector throws where two threads differentiate at once. */
    @Test
    void manyDevicesDifferentiateAtOnceAndGetTheBitsOfOne() {
        var devices = new ArrayList<Device>();
        for (int i = 0; i < 4; i++) {
            devices.add(Device.open("tape" + i, interval -> {}));
        }
        try {
            var runs = new ArrayList<CompletableFuture<List<List<double[]>>>>();
            for (Device device : devices) {
                runs.add(device.submit("", () -> {
                    try (var script = new Script(TEXT);
                            var tape = new Tape()) {
                        var found = new ArrayList<List<double[]>>();
                        for (int seed = 0; seed < 30; seed++) {
                            found.add(pass(script, tape, seed));
                        }
                        return found;
                    }
                }));
            }
            var alone = OnDevice.call(() -> {
                try (var script = new Script(TEXT);
                        var tape = new Tape()) {
                    var found = new ArrayList<List<double[]>>();
                    for (int seed = 0; seed < 30; seed++) {
                        found.add(pass(script, tape, seed));
                    }
                    return found;
                }
            });
            for (var run : runs) {
                for (int seed = 0; seed < 30; seed++) {
                    assertSame(alone.get(seed), run.join().get(seed));
                }
            }
        } finally {
            devices.forEach(Device::close);
        }
    }

    @Test
    void aPassLeavesNoTensorBehind() {
        OnDevice.run(() -> {
            try (var script = new Script(TEXT);
                    var tape = new Tape()) {
                long before = Tensor.open();
                pass(script, tape, 1);
                assertEquals(before, Tensor.open());
            }
        });
    }

    private static void assertSame(List<double[]> expected, List<double[]> actual) {
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), actual.get(i));
        }
    }
}
