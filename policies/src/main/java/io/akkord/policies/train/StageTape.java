package io.akkord.policies.train;

import io.akkord.policies.parallel.Collective;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Script;
import io.akkord.policies.tensor.Tape;
import io.akkord.policies.tensor.Tensor;
import io.akkord.policies.train.Piece.Kind;
import io.akkord.policies.transformer.TrunkShard.Inputs;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Differentiates the chunks of one stage, each {@link Piece} on a tape of its own.
 *
 * <p>The tape is cut wherever slices add up what each has found, since torch cannot differentiate through the others. A piece
 * begins with a leaf; what lies between two pieces, the sum over slices and the residual stream, is differentiated here:
 * every slice's result has the gradient of the sum, and the gradients that the slices find for a leaf are added up. Where
 * tapes are not kept, a piece is computed again from its leaf on the way back, without the other slices, for its value is not
 * wanted any more.
 */
final class StageTape implements AutoCloseable {

    private static final String TEXT = """
              def sum(self, x: Tensor, part: Tensor) -> Tensor:
                return torch.add(x, part)

              def increase(self, x: Tensor, part: Tensor) -> int:
                _0 = torch.add_(x, part)
                return 0

              def leaf(self, x: Tensor) -> Tensor:
                return torch.detach(x)
            """;

    private final List<Tensor> parameters;
    private final Collective slices;
    private final boolean keeps;
    private final Script script = new Script(TEXT);
    private final Tape tape = new Tape();
    private final Gradients gradients = new Gradients();

    /**
     * A tape for the pieces of a stage.
     *
     * @param slices those of the stage
     * @param keeps whether what is recorded on the way forward is kept for the way back
     */
    StageTape(List<Tensor> parameters, Collective slices, boolean keeps) {
        this.parameters = parameters;
        this.slices = slices;
        this.keeps = keeps;
    }

    /** One micro-batch that goes through one chunk. */
    Walk walk(List<Piece> pieces, Inputs inputs) {
        return new Walk(pieces, inputs);
    }

    private List<Tensor> pick(List<Tensor> from, Piece piece) {
        return piece.parameters().stream().map(from::get).toList();
    }

    private void reduce(Tensor part) {
        slices.allReduce(part.memory(), part.type());
    }

    @Override
    public void close() {
        gradients.close();
        tape.close();
        script.close();
    }

    /** A piece that has gone forward: its input, and its result where tapes are kept. */
    private record Taped(Piece piece, Tensor leaf, @Nullable Tensor result, Scope scope) {}

    /** A micro-batch in a chunk, forward and then back. */
    final class Walk implements AutoCloseable {

        private final List<Piece> pieces;
        private final Inputs inputs;
        private final Scope ends = new Scope();
        private final List<Taped> taped = new ArrayList<>();

        private Walk(List<Piece> pieces, Inputs inputs) {
            this.pieces = pieces;
            this.inputs = inputs;
        }

        /** Owns what comes in from either side; closed with the walk. */
        Scope ends() {
            return ends;
        }

        /**
         * Goes forward.
         *
         * @param input hidden states {@code [n, hidden]}, or anything where the chunk begins with the embedding
         * @return {@code [n, hidden]}, or {@code [reads, hidden]} after the last norm
         */
        Tensor forward(Tensor input) {
            Tensor x = input;
            for (Piece piece : pieces) {
                x = forward(piece, x);
            }
            return x;
        }

        private Tensor forward(Piece piece, Tensor leaf) {
            var scope = new Scope();
            try (var passing = new Scope()) {
                Scope kept = keeps ? scope : passing;
                Tensor result =
                        keeps ? record(kept, piece, leaf) : piece.computation().of(kept, inputs, leaf);
                taped.add(new Taped(piece, leaf, keeps ? result : null, scope));
                return switch (piece.kind()) {
                    case EMBEDDING -> {
                        reduce(result);
                        yield script.call("leaf").with(result).tensor(scope);
                    }
                    case HALF_BLOCK -> {
                        reduce(result);
                        yield script.call("sum").with(leaf).with(result).tensor(scope);
                    }
                    case REPEATED -> script.call("leaf").with(result).tensor(scope);
                };
            }
        }

        private Tensor record(Scope scope, Piece piece, Tensor leaf) {
            if (piece.kind() != Kind.EMBEDDING) {
                leaf.requireGradient(true);
            }
            return Tape.record(() -> piece.computation().of(scope, inputs, leaf));
        }

        /**
         * Goes back, which can be done once.
         *
         * @param slope the gradient of what {@link #forward} answered; used up
         * @param into takes the gradients of the parameters up
         * @param done hears of parameters whose gradients are complete for this micro-batch
         * @return the gradient of the input; without meaning where that is the embedding's
         */
        Tensor backward(Tensor slope, List<Tensor> into, Consumer<List<Integer>> done) {
            Tensor gradient = slope;
            while (!taped.isEmpty()) {
                Taped last = taped.removeLast();
                try (Scope scope = last.scope()) {
                    gradient = backward(last, scope, gradient, into);
                }
                done.accept(last.piece().parameters());
            }
            return gradient;
        }

        private Tensor backward(Taped last, Scope scope, Tensor gradient, List<Tensor> into) {
            Piece piece = last.piece();
            Tensor result = last.result() == null ? record(scope, piece, last.leaf()) : last.result();
            int leaves = piece.kind() == Kind.EMBEDDING ? 0 : 1;
            List<Tensor> xs = Stream.concat(Stream.of(last.leaf()).limit(leaves), pick(parameters, piece).stream())
                    .toList();
            List<Tensor> found = tape.gradients(scope, result, xs, gradient);
            if (!piece.parameters().isEmpty()) {
                gradients.add(found.subList(leaves, found.size()), pick(into, piece));
            }
            return switch (piece.kind()) {
                case EMBEDDING -> gradient;
                case HALF_BLOCK -> {
                    reduce(found.getFirst());
                    script.call("increase")
                            .with(gradient)
                            .with(found.getFirst())
                            .effect();
                    yield gradient;
                }
                case REPEATED -> ends.own(scope.keep(found.getFirst()));
            };
        }

        @Override
        public void close() {
            taped.reversed().forEach(each -> each.scope().close());
            taped.clear();
            ends.close();
        }
    }
}
