package io.akkord.policies.tensor;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;

class TensorTest {

    private static final String TEXT = """
              def halve(self, x: Tensor, factor: Tensor) -> Tensor:
                return torch.sum(torch.mul(torch.mul(x, x), factor))

              def large(self, n: int) -> Tensor:
                return torch.empty([2, n], dtype=7, layout=None, device=None, pin_memory=None)

              def last(self, x: Tensor) -> float:
                return float(torch.select(torch.select(x, 0, 1), 0, -1))

              def tiny(self, x: Tensor) -> Tensor:
                return torch.to(x, 15)

              def columns(self, x: Tensor) -> Tensor:
                return torch.t(x)

              def wrong(self, x: Tensor, y: Tensor) -> List[Tensor]:
                z = torch.mul(x, 2)
                return [z, torch.mm(x, y)]
            """;

    @Test
    void whatIsWrittenToTheMemoryTheTensorHolds() {
        OnDevice.run(() -> {
            try (var scope = new Scope();
                    var script = new Script(TEXT)) {
                Tensor x = scope.of(Precision.FLOAT64, 1, 2, 3);
                Tensor factor = scope.of(Precision.FLOAT64, 1);
                assertEquals(
                        14,
                        script.call("halve").with(x).with(factor).tensor(scope).doubles()[0]);
                x.memory().setAtIndex(JAVA_DOUBLE, 2, 0);
                assertEquals(
                        5,
                        script.call("halve").with(x).with(factor).tensor(scope).doubles()[0]);
            }
        });
    }

    /** The trap: DJL's buffers are freed under a tensor; ours must not even be read after it is closed. */
    @Test
    void memoryOfAClosedTensorCannotBeRead() {
        OnDevice.run(() -> {
            Tensor tensor = Tensor.zeros(ElementType.FLOAT64, 4);
            MemorySegment memory = tensor.memory();
            memory.setAtIndex(JAVA_DOUBLE, 3, 1.5);
            tensor.close();
            assertThrows(IllegalStateException.class, () -> memory.getAtIndex(JAVA_DOUBLE, 3));
            assertThrows(IllegalStateException.class, tensor::shape);
        });
    }

    /**
     * The trap: a scalar or vector made from Java data was freed while the graph still needed it, and 300 of 300
     * gradients were wrong once the collector had run.
     */
    @Test
    void aGraphKeepsClosedInputsAliveThroughGarbageCollections() {
        OnDevice.run(() -> {
            try (var scope = new Scope();
                    var script = new Script(TEXT);
                    var tape = new Tape()) {
                Tensor x = scope.of(Precision.FLOAT64, 1, 2, 3, 4);
                x.requireGradient(true);
                for (int round = 0; round < 50; round++) {
                    Tensor y = Tape.record(() -> {
                        try (var inputs = new Scope()) {
                            Tensor factor = inputs.of(Precision.FLOAT64, 0.5, 0.5, 0.5, 0.5);
                            return script.call("halve").with(x).with(factor).tensor(scope);
                        }
                    });
                    System.gc();
                    for (int i = 0; i < 20; i++) {
                        scope.of(Precision.FLOAT64, 777, 777, 777, 777);
                    }
                    Tensor one = scope.zeros(ElementType.FLOAT64);
                    one.memory().setAtIndex(JAVA_DOUBLE, 0, 1);
                    assertArrayEquals(
                            new double[] {1, 2, 3, 4},
                            tape.gradients(scope, y, List.of(x), one).getFirst().doubles());
                }
            }
        });
    }

    /** The trap: a Java buffer ends at 2 GiB. The pages are never touched, so this costs no memory. */
    @Test
    void memoryGoesOnBeyondTwoGibibytes() {
        long half = 150_000_000;
        OnDevice.run(() -> {
            try (var scope = new Scope();
                    var script = new Script(TEXT)) {
                Tensor large = script.call("large").with(half).tensor(scope);
                MemorySegment memory = large.memory();
                assertEquals(2 * half * Double.BYTES, memory.byteSize());
                memory.setAtIndex(JAVA_DOUBLE, 2 * half - 1, 42);
                assertEquals(42, script.call("last").with(large).number());
            }
        });
    }

    /** The trap: asking DJL for a bfloat16 tensor ends the process; one that a script makes is refused in time. */
    @Test
    void aBfloat16TensorIsRefusedAndTheProcessLives() {
        OnDevice.run(() -> {
            try (var scope = new Scope();
                    var script = new Script(TEXT)) {
                Tensor tiny =
                        script.call("tiny").with(scope.of(Precision.FLOAT32, 1)).tensor(scope);
                assertThrows(IllegalStateException.class, tiny::type);
                assertThrows(IllegalStateException.class, tiny::memory);
            }
        });
    }

    @Test
    void aTensorWithGapsHasNoMemory() {
        OnDevice.run(() -> {
            try (var scope = new Scope();
                    var script = new Script(TEXT)) {
                Tensor turned = script.call("columns")
                        .with(scope.zeros(ElementType.FLOAT64, 2, 3))
                        .tensor(scope);
                assertThrows(IllegalStateException.class, turned::memory);
            }
        });
    }

    @Test
    void aScopeClosesAllButWhatIsKept() {
        OnDevice.run(() -> {
            long before = Tensor.open();
            Tensor kept;
            try (var scope = new Scope()) {
                scope.zeros(ElementType.INT64, 3);
                kept = scope.keep(scope.of(5, 6));
                scope.zeros(ElementType.FLOAT32);
                assertEquals(before + 3, Tensor.open());
            }
            assertEquals(before + 1, Tensor.open());
            assertEquals(2, kept.elements());
            kept.close();
            kept.close();
            assertEquals(before, Tensor.open());
        });
    }

    @Test
    void aMistakeInACallNamesTheLineAndLeaksNothing() {
        OnDevice.run(() -> {
            try (var scope = new Scope();
                    var script = new Script(TEXT)) {
                Tensor x = scope.zeros(ElementType.FLOAT64, 2, 3);
                long before = Tensor.open();
                var thrown = assertThrows(
                        RuntimeException.class,
                        () -> script.call("wrong").with(x).with(x).tensors(scope));
                assertTrue(String.valueOf(thrown.getMessage()).contains("torch.mm(x, y)"), thrown.getMessage());
                assertEquals(before, Tensor.open());
            }
        });
    }

    @Test
    void aMistakeInTheTextNamesTheLine() {
        OnDevice.run(() -> {
            var thrown = assertThrows(RuntimeException.class, () -> new Script("""
                              def f(self, x: Tensor) -> Tensor:
                                return torch.no_such_thing(x)
                            """));
            assertTrue(String.valueOf(thrown.getMessage()).contains("no_such_thing"), thrown.getMessage());
        });
    }
}
