package io.akkord.configs.conformance;

import io.akkord.configs.vectors.Value;
import io.akkord.configs.vectors.VectorCase;
import io.akkord.configs.vectors.VectorFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A flat file of names and numbers: one small batch and three pairs, taken through everything (nine decimals). */
final class GoldenSuite implements Suite {

    private static final Map<String, String> NOT_OURS = Map.of(
            "openrlhf.gae.adv_norm", "whitening by the biased variance is no setting of ours",
            "real.rewards(kl.1,row3 no eos)", "the peer drops the score of a truncated response and the penalty at EOS",
            "dschat.rewards(start=0)", "the peer puts the score one place past the mask, a fault");

    @Override
    public boolean reads(VectorCase one) {
        return false;
    }

    @Override
    public List<Judgement> run(VectorCase one) {
        return List.of();
    }

    @Override
    public List<Judgement> beside(VectorFile file) {
        if (!file.isFlat()) {
            return List.of();
        }
        Map<String, Supplier<Object>> ours = new HashMap<>(new GoldenBatch().all());
        ours.putAll(GoldenPairs.all());
        var judgements = new ArrayList<Judgement>();
        file.root().fields().forEach((name, expected) -> judgements.add(judged(name, expected, ours.get(name))));
        return judgements;
    }

    private static Judgement judged(String name, Value expected, @Nullable Supplier<Object> ours) {
        String function = "golden:" + name.replaceAll("\\s+", "");
        if (ours == null) {
            return Judgement.skipped(
                    function, NOT_OURS.getOrDefault(name, "no function of ours computes what is called so"));
        }
        boolean narrow = name.startsWith("openrlhf.kl."); // computed in float32
        return Judgement.compared(
                function, narrow ? new Comparison(1e-5, 1e-6) : new Comparison(1e-6, 1e-9), expected, ours::get);
    }
}
