package io.akkord.policies.calibrate;

import io.akkord.policies.calibrate.CoreFigures.Product;
import io.akkord.policies.tensor.Device;
import io.akkord.policies.tensor.ElementType;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Script;
import io.akkord.policies.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;

/**
 * Measures a core at what our runtime asks of it, in a few seconds.
 *
 * <p>Every figure is the best of several stretches of CPU time, so what else runs on the machine takes none of it, apart
 * from caches and the way to memory. Those the devices of a run share with each other too: measured on all cores at once,
 * the figures are those of a run.
 */
public final class CoreBenchmark {

    private static final String TEXT = """
              def multiply(self, x: Tensor, weight: Tensor, times: int) -> Tensor:
                y = x
                for i in range(times):
                  y = torch.linear(x, weight)
                return y

              def negate(self, x: Tensor, times: int) -> Tensor:
                y = x
                for i in range(times):
                  y = torch.neg(x)
                return y

              def copy(self, x: Tensor, y: Tensor, times: int) -> Tensor:
                for i in range(times):
                  _0 = torch.copy_(y, x)
                return y
            """;

    /** Rows, inner side and columns: a decode step, a micro-batch of a small and of a middling network, a large product. */
    private static final int[][] PRODUCTS = {
        {16, 96, 288},
        {64, 96, 288},
        {512, 96, 96},
        {512, 96, 512},
        {16, 288, 864},
        {64, 288, 1536},
        {512, 288, 864},
        {1024, 1024, 1024}
    };

    /** Larger than the caches of a core's share. */
    private static final int WIDE = 4096;

    private static final int HOST_ELEMENTS = 1 << 20;

    private final Script script = new Script(TEXT);
    private final CyclicBarrier together;

    private CoreBenchmark(CyclicBarrier together) {
        this.together = together;
    }

    /** Measures {@code cores} cores at the same time; what the slowest of them reached is what a run can count on. */
    public static CoreFigures measure(int cores) {
        List<Device> devices = IntStream.range(0, cores)
                .mapToObj(core -> Device.open("core" + core, _ -> {}))
                .toList();
        try {
            var together = new CyclicBarrier(cores);
            List<CompletableFuture<CoreFigures>> running = devices.stream()
                    .map(device -> device.submit("", () -> new CoreBenchmark(together).measure()))
                    .toList();
            return running.stream()
                    .map(CompletableFuture::join)
                    .reduce(CoreBenchmark::slower)
                    .orElseThrow();
        } finally {
            devices.forEach(Device::close);
        }
    }

    private CoreFigures measure() throws Exception {
        try (script) {
            var products = new ArrayList<Product>();
            for (int[] sides : PRODUCTS) {
                products.add(product(sides[0], sides[1], sides[2]));
            }
            return new CoreFigures(
                    products, copyBytesPerSecond(), readBytesPerSecond(), hostBytesPerSecond(), operator(), call());
        }
    }

    private Product product(int rows, int inner, int columns) throws Exception {
        try (var scope = new Scope()) {
            Tensor x = scope.zeros(ElementType.FLOAT32, rows, inner);
            Tensor weight = scope.zeros(ElementType.FLOAT32, columns, inner);
            double seconds = seconds(times -> multiply(x, weight, times));
            return new Product(rows, inner, columns, 2.0 * rows * inner * columns / seconds);
        }
    }

    private void multiply(Tensor x, Tensor weight, long times) {
        try (var results = new Scope()) {
            script.call("multiply").with(x).with(weight).with(times).tensor(results);
        }
    }

    private double copyBytesPerSecond() throws Exception {
        try (var scope = new Scope()) {
            Tensor x = scope.zeros(ElementType.FLOAT32, WIDE, WIDE);
            Tensor y = scope.zeros(ElementType.FLOAT32, WIDE, WIDE);
            double seconds = seconds(
                    times -> script.call("copy").with(x).with(y).with(times).effect());
            return 2.0 * WIDE * WIDE * ElementType.FLOAT32.bytes() / seconds;
        }
    }

    private double readBytesPerSecond() throws Exception {
        try (var scope = new Scope()) {
            Tensor x = scope.zeros(ElementType.FLOAT32, 1, WIDE);
            Tensor weight = scope.zeros(ElementType.FLOAT32, WIDE, WIDE);
            double seconds = seconds(times -> multiply(x, weight, times));
            return 1.0 * WIDE * WIDE * ElementType.FLOAT32.bytes() / seconds;
        }
    }

    private double hostBytesPerSecond() throws Exception {
        try (var scope = new Scope()) {
            Tensor tensor = scope.zeros(ElementType.FLOAT32, HOST_ELEMENTS);
            var array = new float[HOST_ELEMENTS];
            double in = seconds(times -> {
                for (long i = 0; i < times; i++) {
                    tensor.memory().copyFrom(MemorySegment.ofArray(array));
                }
            });
            double out = seconds(times -> {
                for (long i = 0; i < times; i++) {
                    MemorySegment.copy(tensor.memory(), ValueLayout.JAVA_FLOAT, 0, array, 0, HOST_ELEMENTS);
                }
            });
            return (double) HOST_ELEMENTS * ElementType.FLOAT32.bytes() / Math.max(in, out);
        }
    }

    private double operator() throws Exception {
        try (var scope = new Scope()) {
            Tensor x = scope.zeros(ElementType.FLOAT32, 1);
            return seconds(times -> negate(x, times));
        }
    }

    private double call() throws Exception {
        try (var scope = new Scope()) {
            Tensor x = scope.zeros(ElementType.FLOAT32, 1);
            return seconds(times -> {
                for (long i = 0; i < times; i++) {
                    negate(x, 1);
                }
            });
        }
    }

    private void negate(Tensor x, long times) {
        try (var results = new Scope()) {
            script.call("negate").with(x).with(times).tensor(results);
        }
    }

    /** Seconds of one of many, while the other cores measure the same. */
    private double seconds(Stopwatch.Repeated work) throws Exception {
        together.await();
        return Stopwatch.seconds(work);
    }

    private static CoreFigures slower(CoreFigures a, CoreFigures b) {
        List<Product> products = IntStream.range(0, a.products().size())
                .mapToObj(i -> a.products().get(i).flopsPerSecond()
                                < b.products().get(i).flopsPerSecond()
                        ? a.products().get(i)
                        : b.products().get(i))
                .toList();
        return new CoreFigures(
                products,
                Math.min(a.copyBytesPerSecond(), b.copyBytesPerSecond()),
                Math.min(a.readBytesPerSecond(), b.readBytesPerSecond()),
                Math.min(a.hostBytesPerSecond(), b.hostBytesPerSecond()),
                Math.max(a.operatorSeconds(), b.operatorSeconds()),
                Math.max(a.callSeconds(), b.callSeconds()));
    }
}
