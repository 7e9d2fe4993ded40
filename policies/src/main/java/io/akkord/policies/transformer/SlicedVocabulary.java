package io.akkord.policies.transformer;

import io.akkord.policies.parallel.Collective;
import io.akkord.policies.tensor.ElementType;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Script;
import io.akkord.policies.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;

/**
 * The head over one slice of the vocabulary, whose ranks exchange four numbers a read instead of logits.
 *
 * <p>With {@code m = max z}, {@code s = sum exp(z - m)} and {@code t = sum exp(z - m) (z - m)} over each slice, and {@code
 * w = exp(m - max m)}, the sum over all tokens is {@code S = sum w s}, {@code log Z = max m + log S}, and the entropy is
 * {@code H = log S - sum w (t + (m - max m) s) / S}; the logit of the target is another slice's 0. So the forward pass
 * gathers once, in float64, and the way back, {@code dz = s * onehot - p * (s + w * (l + H))}, only sums the gradient of
 * the hidden states.
 */
final class SlicedVocabulary implements VocabularyHead {

    private static final String FORWARD = """
              def outside(self, rows: Tensor, size: int) -> Tensor:
                return torch.logical_or(torch.lt(rows, 0), torch.ge(rows, size))

              def strip(self, h: Tensor, weight: Tensor, temperature: float) -> Tensor:
                z = torch.linear(h, weight)
                if torch.ne(temperature, 1.):
                  _0 = torch.div_(z, temperature)
                return z

              def summary(self, z: Tensor, rows: Tensor) -> Tensor:
                m = torch.amax(z, [1], True)
                d = torch.sub(z, m)
                e = torch.exp(d)
                s = torch.sum(e, [1], False, dtype=7)
                t = torch.sum(torch.mul_(d, e), [1], False, dtype=7)
                elsewhere = (self).outside(rows, torch.size(z, 1), )
                hit = torch.gather(z, 1, torch.unsqueeze(torch.masked_fill(rows, elsewhere, 0), 1))
                target = torch.masked_fill(torch.to(torch.squeeze(hit, 1), 7), elsewhere, 0.)
                return torch.stack([torch.to(torch.squeeze(m, 1), 7), s, t, target], 0)

              def record(self, h: Tensor, weight: Tensor, targets: Tensor, first: int, temperature: float, size: int, keep: bool) -> List[Tensor]:
                hs = torch.split(h, size, 0)
                rows = torch.split(torch.sub(targets, first), size, 0)
                found = annotate(List[Tensor], [])
                kept = annotate(List[Tensor], [])
                for i in range(torch.len(hs)):
                  z = (self).strip(hs[i], weight, temperature, )
                  _0 = torch.append(found, (self).summary(z, rows[i], ))
                  if keep:
                    _1 = torch.append(kept, z)
                _2 = torch.insert(kept, 0, torch.contiguous(torch.cat(found, 1)))
                return kept

              def combine(self, parts: Tensor) -> List[Tensor]:
                m = torch.select(parts, 1, 0)
                s = torch.select(parts, 1, 1)
                t = torch.select(parts, 1, 2)
                top = torch.amax(m, [0], True)
                below = torch.sub(m, top)
                w = torch.exp(below)
                all = torch.sum(torch.mul(w, s), [0], False)
                log = torch.log(all)
                mean = torch.div(torch.sum(torch.mul(w, torch.add(t, torch.mul(below, s))), [0], False), all)
                norm = torch.add(torch.squeeze(top, 0), log)
                target = torch.sum(torch.select(parts, 1, 3), [0], False)
                return [torch.sub(target, norm), torch.sub(log, mean), norm]
            """;

    private static final String BACK = """
              def differentiate(self, h: Tensor, weight: Tensor, targets: Tensor, first: int, slopes: Tensor, entropies: Tensor, strips: List[Tensor], temperature: float, size: int, bonus: bool, into: Tensor) -> Tensor:
                hs = torch.split(h, size, 0)
                rows = torch.split(torch.sub(targets, first), size, 0)
                ss = torch.split(slopes, size, 0)
                es = torch.split(entropies, size, 0)
                found = torch.split(torch.type_as(strips[0], h), size, 0)
                norms = torch.split(torch.type_as(strips[1], h), size, 0)
                dhs = annotate(List[Tensor], [])
                for i in range(torch.len(hs)):
                  l = torch.sub_(strips[i + 2], torch.unsqueeze(norms[i], 1))
                  p = torch.exp(l)
                  s = torch.unsqueeze(ss[i], 1)
                  if bonus:
                    _0 = torch.mul_(torch.add_(l, torch.unsqueeze(found[i], 1)), torch.unsqueeze(es[i], 1))
                    _1 = torch.mul_(p, torch.neg_(torch.add_(l, s)))
                  else:
                    _2 = torch.mul_(p, torch.neg(s))
                  elsewhere = (self).outside(rows[i], torch.size(p, 1), )
                  hit = torch.unsqueeze(torch.masked_fill(rows[i], elsewhere, 0), 1)
                  _3 = torch.scatter_add_(p, 1, hit, torch.unsqueeze(torch.masked_fill(ss[i], elsewhere, 0.), 1))
                  if torch.ne(temperature, 1.):
                    _4 = torch.div_(p, temperature)
                  _5 = torch.append(dhs, torch.mm(p, weight))
                  _6 = torch.addmm_(into, torch.t(p), hs[i])
                return torch.cat(dhs, 0)
            """;

    private static final int SUMMARY = 4;

    private final long first;
    private final Collective slices;
    private final Script script = new Script(FORWARD + BACK);

    /** The head from token {@code first} on. */
    SlicedVocabulary(long first, Collective slices) {
        this.first = first;
        this.slices = slices;
    }

    @Override
    public Tensor logprobs(Scope scope, Tensor hidden, Tensor weight, Tensor targets, double temperature) {
        Tensor summary =
                summaries(scope, hidden, weight, targets, temperature, false).getFirst();
        return combine(scope, summary).getFirst();
    }

    @Override
    public List<Tensor> record(Scope scope, Tensor hidden, Tensor weight, Tensor targets, double temperature) {
        List<Tensor> kept = summaries(scope, hidden, weight, targets, temperature, true);
        return Stream.concat(
                        combine(scope, kept.getFirst()).stream(), kept.stream().skip(1))
                .toList();
    }

    private List<Tensor> summaries(
            Scope scope, Tensor hidden, Tensor weight, Tensor targets, double temperature, boolean keep) {
        return script.call("record")
                .with(hidden)
                .with(weight)
                .with(targets)
                .with(first)
                .with(temperature)
                .with(VocabularyHead.strip(weight))
                .with(keep)
                .tensors(scope);
    }

    /** Log-probs, entropies and {@code log Z}, each float64 {@code [reads]}, from this slice's summary {@code [4, reads]}. */
    private List<Tensor> combine(Scope scope, Tensor summary) {
        Tensor all = scope.zeros(ElementType.FLOAT64, slices.ranks(), SUMMARY, summary.shape()[1]);
        long bytes = summary.memory().byteSize();
        all.memory().asSlice(bytes * slices.rank(), bytes).copyFrom(summary.memory());
        slices.allGather(all.memory(), ElementType.FLOAT64);
        return script.call("combine").with(all).tensors(scope);
    }

    @Override
    public List<Tensor> differentiate(
            Scope scope,
            Tensor hidden,
            Tensor weight,
            Tensor targets,
            List<Tensor> strips,
            Tensor slopes,
            Tensor entropies,
            boolean bonus,
            double temperature,
            Tensor into) {
        Tensor gradient = script.call("differentiate")
                .with(hidden)
                .with(weight)
                .with(targets)
                .with(first)
                .with(slopes)
                .with(entropies)
                .with(strips)
                .with(temperature)
                .with(VocabularyHead.strip(weight))
                .with(bonus)
                .with(into)
                .tensor(scope);
        slices.allReduce(gradient.memory(), gradient.type());
        return List.of(gradient, strips.getFirst());
    }

    @Override
    public void close() {
        script.close();
    }
}
