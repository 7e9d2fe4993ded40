package io.akkord.policies.generate;

import io.akkord.algorithms.workflow.Sampling;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Script;
import io.akkord.policies.tensor.Tensor;
import java.util.List;

/**
 * From hidden states and one uniform a row to tokens; only ids and log-probs come back to the host.
 *
 * <p>A token is the first whose cumulative probability, in the order of the vocabulary, exceeds the uniform's share of
 * the total. Truncation only decides which probabilities count: top-k first, then top-p of what is left (the order of
 * transformers); where probabilities tie at the boundary, lower ids stay. So the token is a function of the
 * distribution and the uniform, whatever else is in the batch. A cumulative sum over a wide vocabulary is a chain of
 * dependent additions; there it is taken over blocks, then inside the one block that was hit.
 *
 * <p>A model that computes NaN still draws some token of the vocabulary, whose log-prob is NaN.
 */
final class Sampler implements AutoCloseable {

    private static final String DRAW = """
              def logits(self, h: List[Tensor], weights: List[Tensor], coefficient: float) -> Tensor:
                z = torch.linear(h[0], weights[0])
                if torch.gt(torch.len(h), 1):
                  z = torch.add(torch.mul(z, 1. - coefficient), torch.mul(torch.linear(h[1], weights[1]), coefficient))
                return z

              def probabilities(self, z: Tensor, temperature: float) -> Tensor:
                if torch.ne(temperature, 1.):
                  _0 = torch.div_(z, temperature)
                return torch.softmax(z, 1)

              def narrow(self, q: Tensor, u: Tensor) -> Tensor:
                sums = torch.cumsum(q, 1, dtype=7)
                return torch.searchsorted(sums, torch.mul(torch.narrow(sums, 1, torch.size(sums, 1) - 1, 1), u), out_int32=False, right=True)

              def wide(self, q: Tensor, u: Tensor) -> Tensor:
                rest = torch.remainder(torch.neg(torch.size(q, 1)), BLOCK)
                if torch.gt(rest, 0):
                  q = torch.constant_pad_nd(q, [0, rest], 0.)
                blocks = torch.view(q, [torch.size(q, 0), -1, BLOCK])
                sums = torch.cumsum(torch.sum(blocks, [2], False), 1, dtype=7)
                target = torch.mul(torch.narrow(sums, 1, torch.size(sums, 1) - 1, 1), u)
                hit = torch.searchsorted(sums, target, out_int32=False, right=True)
                block = torch.gather(blocks, 1, torch.expand(torch.unsqueeze(hit, 2), [-1, -1, BLOCK]))
                inner = torch.cumsum(torch.squeeze(block, 1), 1, dtype=7)
                full = torch.narrow(inner, 1, BLOCK - 1, 1)
                past = torch.sub(torch.gather(sums, 1, hit), full)
                left = torch.minimum(torch.clamp_min(torch.sub(target, past), 0.), torch.mul(full, LAST))
                return torch.add(torch.mul(hit, BLOCK), torch.searchsorted(inner, left, out_int32=False, right=True))

              def draw(self, p: Tensor, q: Tensor, u: Tensor) -> List[Tensor]:
                if torch.gt(torch.size(q, 1), 16 * BLOCK):
                  ids = (self).wide(q, torch.unsqueeze(u, 1), )
                else:
                  ids = (self).narrow(q, torch.unsqueeze(u, 1), )
                ids = torch.clamp_max(ids, torch.size(q, 1) - 1)
                return [torch.squeeze(ids, 1), torch.to(torch.log(torch.squeeze(torch.gather(p, 1, ids), 1)), 7)]
            """;

    private static final String TRUNCATE = """
              def keep(self, q: Tensor, least: Tensor, count: Tensor) -> Tensor:
                kept = torch.ge(q, least)
                if bool(torch.any(torch.gt(torch.sum(kept, [1], True), count))):
                  more = torch.gt(q, least)
                  ties = torch.eq(q, least)
                  room = torch.sub(count, torch.sum(more, [1], True))
                  kept = torch.logical_or(more, torch.logical_and(ties, torch.le(torch.cumsum(ties, 1), room)))
                return torch.mul(q, kept)

              def top_k(self, q: Tensor, k: int) -> Tensor:
                if torch.ge(k, torch.size(q, 1)):
                  return q
                values, _0 = torch.topk(q, k, 1, True, False)
                least = torch.amin(values, [1], True)
                return (self).keep(q, least, torch.full_like(least, k, dtype=4), )

              def top_p(self, q: Tensor, mass: float) -> Tensor:
                goal = torch.mul(torch.sum(q, [1], True, dtype=7), mass - SLACK)
                size = torch.size(q, 1)
                values, _0 = torch.topk(q, ops.prim.min(size, HEAD), 1, True, True)
                sums = torch.cumsum(values, 1, dtype=7)
                if bool(torch.any(torch.lt(torch.narrow(sums, 1, torch.size(sums, 1) - 1, 1), goal))):
                  values, _1 = torch.topk(q, size, 1, True, True)
                  sums = torch.cumsum(values, 1, dtype=7)
                before = torch.sum(torch.lt(sums, goal), [1], True)
                last = torch.clamp_max(before, torch.size(sums, 1) - 1)
                return (self).keep(q, torch.gather(values, 1, last), torch.add(last, 1), )

              def choose(self, z: Tensor, u: Tensor, temperature: float, k: int, mass: float) -> List[Tensor]:
                p = (self).probabilities(z, temperature, )
                q = p
                if torch.gt(k, 0):
                  q = (self).top_k(q, k, )
                if torch.lt(mass, 1.):
                  q = (self).top_p(q, mass, )
                return (self).draw(p, q, u, )

              def likeliest(self, z: Tensor) -> List[Tensor]:
                l = torch.log_softmax(z, 1)
                values, ids = torch.max(l, 1, False)
                return [ids, torch.to(values, 7)]

              def sample(self, h: List[Tensor], weights: List[Tensor], coefficient: float, u: Tensor, temperature: float, k: int, mass: float) -> List[Tensor]:
                return (self).choose((self).logits(h, weights, coefficient, ), u, temperature, k, mass, )

              def greedy(self, h: List[Tensor], weights: List[Tensor], coefficient: float) -> List[Tensor]:
                return (self).likeliest((self).logits(h, weights, coefficient, ), )

              def choose_joined(self, z: List[Tensor], u: Tensor, temperature: float, k: int, mass: float) -> List[Tensor]:
                return (self).choose(torch.cat(z, 1), u, temperature, k, mass, )

              def likeliest_joined(self, z: List[Tensor]) -> List[Tensor]:
                return (self).likeliest(torch.cat(z, 1), )
            """;

    private static final int BLOCK = 256;
    private static final int HEAD = 256;
    private static final String SLACK = "1e-06";
    private static final String LAST = "0.99999999999";

    private final Script script = new Script((DRAW + TRUNCATE)
            .replace("BLOCK", Integer.toString(BLOCK))
            .replace("HEAD", Integer.toString(HEAD))
            .replace("SLACK", SLACK)
            .replace("LAST", LAST));

    /**
     * Draws the next token of each row.
     *
     * @param hidden {@code [rows, hidden]}, of one network or of two whose logits are mixed
     * @param weights {@code [vocabulary, hidden]}, likewise
     * @param coefficient the second network's share of the logits
     * @param uniforms float64 {@code [rows]} in (0, 1)
     * @return ids int64 {@code [rows]}, then their log-probs float64 {@code [rows]}
     */
    List<Tensor> sample(
            Scope scope,
            List<Tensor> hidden,
            List<Tensor> weights,
            double coefficient,
            Tensor uniforms,
            Sampling sampling) {
        return script.call("sample")
                .with(hidden)
                .with(weights)
                .with(coefficient)
                .with(uniforms)
                .with(sampling.temperature())
                .with(sampling.topK())
                .with(sampling.topP())
                .tensors(scope);
    }

    /** Takes the likeliest token of each row, the lowest id among equals; answers as {@link #sample} does. */
    List<Tensor> greedy(Scope scope, List<Tensor> hidden, List<Tensor> weights, double coefficient) {
        return script.call("greedy")
                .with(hidden)
                .with(weights)
                .with(coefficient)
                .tensors(scope);
    }

    /** The logits of a slice of the vocabulary, {@code [rows, tokens of the slice]}, to be {@link #choose chosen} from. */
    Tensor logits(Scope scope, List<Tensor> hidden, List<Tensor> weights, double coefficient) {
        return script.call("logits")
                .with(hidden)
                .with(weights)
                .with(coefficient)
                .tensor(scope);
    }

    /** Samples, or takes the likeliest, from the logits of all slices in order; answers as {@link #sample} does. */
    List<Tensor> choose(Scope scope, List<Tensor> logits, Tensor uniforms, Sampling sampling) {
        return sampling.isGreedy()
                ? script.call("likeliest_joined").with(logits).tensors(scope)
                : script.call("choose_joined")
                        .with(logits)
                        .with(uniforms)
                        .with(sampling.temperature())
                        .with(sampling.topK())
                        .with(sampling.topP())
                        .tensors(scope);
    }

    @Override
    public void close() {
        script.close();
    }
}
