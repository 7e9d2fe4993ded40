package io.akkord.policies.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LiveBytesTest {

    private static final String TEXT = """
              def doubled_twice(self, x: Tensor) -> Tensor:
                y = torch.add(x, x)
                z = torch.add(y, y)
                return torch.add(z, z)
            """;

    @Test
    void everyTensorCountsFromItsMakingToItsEnd() {
        OnDevice.run(() -> {
            try (var count = LiveBytes.count();
                    var scope = new Scope()) {
                Tensor seven = scope.keep(scope.zeros(ElementType.FLOAT32, 7));
                assertEquals(28, count.live());
                scope.zeros(ElementType.INT64, 2, 3);
                assertEquals(28 + 48, count.live());
                seven.close();
                assertEquals(48, count.live());
                assertEquals(28 + 48, count.peak());
                count.forgetPeak();
                assertEquals(48, count.peak());
            }
        });
    }

    @Test
    void whatAScriptNeedsForAMomentIsInThePeak() {
        OnDevice.run(() -> {
            try (var script = new Script(TEXT);
                    var scope = new Scope()) {
                Tensor x = scope.zeros(ElementType.FLOAT32, 10);
                try (var count = LiveBytes.count()) {
                    script.call("doubled_twice").with(x).tensor(scope);
                    assertEquals(40, count.live());
                    assertEquals(80, count.peak());
                }
            }
        });
    }

    @Test
    void nothingCountsOnceCountingEnds() {
        OnDevice.run(() -> {
            var count = LiveBytes.count();
            Tensor before = Tensor.zeros(ElementType.FLOAT32, 5);
            count.close();
            Tensor after = Tensor.zeros(ElementType.FLOAT32, 5);
            assertEquals(20, count.live());
            before.close();
            assertEquals(0, count.live());
            after.close();
            assertEquals(0, count.live());
        });
    }
}
