package io.akkord.policies.transformer;

import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Script;
import io.akkord.policies.tensor.Tensor;
import java.util.List;

/**
 * The head over all tokens.
 *
 * <p>{@code l} is the only matrix of vocabulary width that is kept, {@code dz} takes its place, and the head's gradient is
 * added where it belongs by the matrix product itself.
 */
final class WholeVocabulary implements VocabularyHead {

    private static final String TEXT = """
              def strip(self, h: Tensor, weight: Tensor, targets: Tensor, temperature: float) -> Tensor:
                z = torch.linear(h, weight)
                if torch.ne(temperature, 1.):
                  _0 = torch.div_(z, temperature)
                return torch.log_softmax(z, 1)

              def logprobs(self, h: Tensor, weight: Tensor, targets: Tensor, temperature: float, size: int) -> Tensor:
                hs = torch.split(h, size, 0)
                ts = torch.split(targets, size, 0)
                read = annotate(List[Tensor], [])
                for i in range(torch.len(hs)):
                  l = (self).strip(hs[i], weight, ts[i], temperature, )
                  _0 = torch.append(read, torch.squeeze(torch.gather(l, 1, torch.unsqueeze(ts[i], 1)), 1))
                return torch.to(torch.cat(read, 0), 7)

              def record(self, h: Tensor, weight: Tensor, targets: Tensor, temperature: float, size: int) -> List[Tensor]:
                hs = torch.split(h, size, 0)
                ts = torch.split(targets, size, 0)
                read = annotate(List[Tensor], [])
                kept = annotate(List[Tensor], [])
                for i in range(torch.len(hs)):
                  l = (self).strip(hs[i], weight, ts[i], temperature, )
                  _0 = torch.append(read, torch.squeeze(torch.gather(l, 1, torch.unsqueeze(ts[i], 1)), 1))
                  _1 = torch.append(kept, l)
                _2 = torch.insert(kept, 0, torch.to(torch.cat(read, 0), 7))
                return kept

              def differentiate(self, h: Tensor, weight: Tensor, targets: Tensor, slopes: Tensor, entropies: Tensor, strips: List[Tensor], temperature: float, size: int, bonus: bool, into: Tensor) -> List[Tensor]:
                hs = torch.split(h, size, 0)
                ts = torch.split(targets, size, 0)
                ss = torch.split(slopes, size, 0)
                es = torch.split(entropies, size, 0)
                dhs = annotate(List[Tensor], [])
                found = annotate(List[Tensor], [])
                for i in range(torch.len(hs)):
                  l = strips[i]
                  p = torch.exp(l)
                  e = torch.neg(torch.sum(torch.mul_(l, p), [1], True))
                  s = torch.unsqueeze(ss[i], 1)
                  if bonus:
                    w = torch.unsqueeze(es[i], 1)
                    _0 = torch.add_(l, torch.mul(p, e))
                    _1 = torch.mul_(p, torch.neg(s))
                    _2 = torch.sub_(p, torch.mul_(l, w))
                  else:
                    _3 = torch.mul_(p, torch.neg(s))
                  _4 = torch.scatter_add_(p, 1, torch.unsqueeze(ts[i], 1), s)
                  if torch.ne(temperature, 1.):
                    _5 = torch.div_(p, temperature)
                  _6 = torch.append(dhs, torch.mm(p, weight))
                  _7 = torch.addmm_(into, torch.t(p), hs[i])
                  _8 = torch.append(found, torch.squeeze(e, 1))
                return [torch.cat(dhs, 0), torch.to(torch.cat(found, 0), 7)]
            """;

    private final Script script = new Script(TEXT);

    @Override
    public Tensor logprobs(Scope scope, Tensor hidden, Tensor weight, Tensor targets, double temperature) {
        return script.call("logprobs")
                .with(hidden)
                .with(weight)
                .with(targets)
                .with(temperature)
                .with(VocabularyHead.strip(weight))
                .tensor(scope);
    }

    @Override
    public List<Tensor> record(Scope scope, Tensor hidden, Tensor weight, Tensor targets, double temperature) {
        return script.call("record")
                .with(hidden)
                .with(weight)
                .with(targets)
                .with(temperature)
                .with(VocabularyHead.strip(weight))
                .tensors(scope);
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
        return script.call("differentiate")
                .with(hidden)
                .with(weight)
                .with(targets)
                .with(slopes)
                .with(entropies)
                .with(strips)
                .with(temperature)
                .with(VocabularyHead.strip(weight))
                .with(bonus)
                .with(into)
                .tensors(scope);
    }

    @Override
    public void close() {
        script.close();
    }
}
