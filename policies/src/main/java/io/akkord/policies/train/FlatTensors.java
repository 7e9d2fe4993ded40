package io.akkord.policies.train;

import io.akkord.policies.parallel.Collective;
import io.akkord.policies.tensor.ElementType;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Script;
import io.akkord.policies.tensor.Tensor;
import io.akkord.policies.train.FlatLayout.Span;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Tensors in the shapes of the parameters whose memory is one piece, laid out by a {@link FlatLayout}. */
final class FlatTensors implements AutoCloseable {

    private static final String TEXT = """
              def view(self, x: Tensor, start: int, length: int, shape: List[int]) -> Tensor:
                return torch.view(torch.narrow(torch.view(x, [-1]), 0, start, length), shape)

              def copy(self, sources: List[Tensor], targets: List[Tensor]) -> int:
                for i in range(torch.len(targets)):
                  _0 = torch.copy_(targets[i], sources[i])
                return 0

              def add(self, more: Tensor, into: Tensor) -> int:
                _0 = torch.add_(into, torch.view(more, torch.size(into)))
                return 0
            """;

    private final FlatLayout layout;
    private final Script script = new Script(TEXT);
    private final Scope scope = new Scope();
    private final Tensor all;
    private final ElementType type;
    private final List<Tensor> tensors = new ArrayList<>();

    /** Zeros, in the shapes of {@code parameters}. */
    FlatTensors(FlatLayout layout, List<Tensor> parameters, Precision precision) {
        this.layout = layout;
        this.type = precision.type();
        this.all = scope.zeros(type, layout.size());
        for (int i = 0; i < parameters.size(); i++) {
            Span span = layout.span(i);
            tensors.add(view(
                    scope, all, span.from(), span.length(), parameters.get(i).shape()));
        }
    }

    /** The tensors, in the order of the parameters. */
    List<Tensor> tensors() {
        return tensors;
    }

    /** One vector that is this memory's stretch. */
    Tensor vector(Scope views, Span span) {
        return view(views, all, span.from(), span.length(), span.length());
    }

    /** One vector that is a stretch of another tensor's memory. */
    Tensor vector(Scope views, Tensor tensor, Span span) {
        return view(views, tensor, span.from(), span.length(), span.length());
    }

    private Tensor view(Scope views, Tensor tensor, long start, long length, long... shape) {
        return script.call("view")
                .with(tensor)
                .with(start)
                .with(length)
                .with(shape)
                .tensor(views);
    }

    /** Copies tensors into others of the same sizes. */
    void copy(List<Tensor> sources, List<Tensor> targets) {
        script.call("copy").with(sources).with(targets).effect();
    }

    /** Adds a vector to a tensor of as many numbers. */
    void add(Tensor more, Tensor into) {
        script.call("add").with(more).with(into).effect();
    }

    MemorySegment memory(Span span) {
        return all.memory().asSlice(span.from() * type.bytes(), span.length() * type.bytes());
    }

    ElementType type() {
        return type;
    }

    /** Each copy begins with its parts of the buckets, and ends with all parts. */
    void gather(Collective copies) {
        for (Span bucket : layout.buckets()) {
            copies.allGather(memory(bucket), type);
        }
    }

    @Override
    public void close() {
        scope.close();
        script.close();
    }
}
