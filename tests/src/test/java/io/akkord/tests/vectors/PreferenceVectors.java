package io.akkord.tests.vectors;

import static io.akkord.tests.vectors.CaseWriter.named;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/** Losses of pairs, of responses with a verdict, and of reward models. */
final class PreferenceVectors {

    private static final int PAIRS = 4;

    /** What a pair costs, by how much more likely each response is than under the reference. */
    private interface PairLoss {
        Exact of(Exact chosen, Exact rejected);
    }

    private final CaseWriter cases = new CaseWriter(31);
    private final double[] chosen = cases.numbers(PAIRS, -12, -6);
    private final double[] rejected = cases.numbers(PAIRS, -12, -6);
    private final double[] referenceChosen = cases.numbers(PAIRS, -12, -6);
    private final double[] referenceRejected = cases.numbers(PAIRS, -12, -6);

    static String text() {
        return new PreferenceVectors().all();
    }

    private String all() {
        held("dpo:sigmoid", .1, 0, (c, r) -> c.minus(r).times(.1).logSigmoid().negated());
        held("dpo", .3, .2, (c, r) -> smoothed(c.minus(r).times(.3), .2));
        held("dpo:hinge", .5, 0, (c, r) -> Exact.ONE.minus(c.minus(r).times(.5)).max(Exact.ZERO));
        held("ipo", .25, 0, (c, r) -> c.minus(r).minus(Exact.of(2)).squared());
        held("dpo:robust", .2, .1, (c, r) -> {
            Exact lead = c.minus(r).times(.2);
            Exact kept = lead.logSigmoid().times(-.9);
            return kept.plus(lead.negated().logSigmoid().times(.1)).over(.8);
        });
        held(
                "dpo:nca_pair",
                .2,
                0,
                (c, r) -> c.times(.2)
                        .logSigmoid()
                        .plus(c.times(-.2).logSigmoid().over(2))
                        .plus(r.times(-.2).logSigmoid().over(2))
                        .negated());
        held(
                "dpo:sppo_hard",
                .5,
                0,
                (c, r) -> c.minus(Exact.ONE).squared().plus(r.plus(Exact.ONE).squared()));
        held(
                "dpo:apo_zero",
                .3,
                0,
                (c, r) ->
                        Exact.ONE.minus(c.times(.3).sigmoid()).plus(r.times(.3).sigmoid()));
        held(
                "dpo:apo_down",
                .3,
                0,
                (c, r) -> c.times(.3)
                        .sigmoid()
                        .plus(Exact.ONE)
                        .minus(c.minus(r).times(.3).sigmoid()));
        free("cpo:sigmoid", 2, 0, .1, (c, r) -> smoothed(c.minus(r).times(2), .1));
        free(
                "cpo:simpo",
                2,
                .6,
                0,
                (c, r) -> c.minus(r).times(2).minus(Exact.of(.6)).logSigmoid().negated());
        odds();
        labelled();
        ranked();
        return cases.text("exact losses; gradients by central differences at sixty digits");
    }

    private static Exact smoothed(Exact lead, double share) {
        return lead.logSigmoid()
                .times(share - 1)
                .minus(lead.negated().logSigmoid().times(share));
    }

    private void held(String name, double beta, double smoothing, PairLoss loss) {
        add(
                name,
                named(
                        "policy_chosen",
                        chosen,
                        "policy_rejected",
                        rejected,
                        "ref_chosen",
                        referenceChosen,
                        "ref_rejected",
                        referenceRejected,
                        "beta",
                        beta,
                        "label_smoothing",
                        smoothing,
                        "f_divergence",
                        "reverse_kl"),
                "per_sequence",
                chosen,
                rejected,
                x -> IntStream.range(0, PAIRS)
                        .mapToObj(i -> loss.of(
                                x[i].minus(Exact.of(referenceChosen[i])),
                                x[PAIRS + i].minus(Exact.of(referenceRejected[i]))))
                        .toArray(Exact[]::new));
    }

    private void free(String name, double beta, double gamma, double smoothing, PairLoss loss) {
        double[] better = cases.numbers(PAIRS, -2, -.2);
        double[] worse = cases.numbers(PAIRS, -2, -.2);
        add(
                name,
                named(
                        "policy_chosen",
                        better,
                        "policy_rejected",
                        worse,
                        "beta",
                        beta,
                        "simpo_gamma",
                        gamma,
                        "label_smoothing",
                        smoothing),
                "losses",
                better,
                worse,
                x -> IntStream.range(0, PAIRS)
                        .mapToObj(i -> loss.of(x[i], x[PAIRS + i]))
                        .toArray(Exact[]::new));
    }

    /** Losses of all pairs from the numbers of the chosen and then of the rejected responses. */
    private interface Losses {
        Exact[] of(Exact[] numbers);
    }

    private void add(
            String name, Map<String, Object> inputs, String each, double[] better, double[] worse, Losses losses) {
        double[] all = joined(better, worse);
        Exact[] whole = losses.of(Exact.of(all));
        double[] slopes = Exact.gradient(x -> mean(losses.of(x)), all);
        Map<String, Object> expected = named(
                each,
                Arrays.stream(whole).mapToDouble(Exact::rounded).toArray(),
                "grad_policy_chosen",
                Arrays.copyOf(slopes, better.length),
                "grad_policy_rejected",
                Arrays.copyOfRange(slopes, better.length, slopes.length));
        if (!name.startsWith("orpo")) {
            expected.put("loss", mean(whole).rounded());
        }
        cases.add(name, inputs, expected);
    }

    private static Exact mean(Exact... numbers) {
        return Exact.sum(numbers).over(numbers.length);
    }

    private static double[] joined(double[] first, double[] second) {
        double[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    /** As TRL has it: what its trainer subtracts from the likelihood. */
    private void odds() {
        double[] better = cases.numbers(PAIRS, -2, -.2);
        double[] worse = cases.numbers(PAIRS, -2, -.2);
        add(
                "orpo:odds_ratio",
                named("policy_chosen", better, "policy_rejected", worse, "beta", .5),
                "losses",
                better,
                worse,
                x -> IntStream.range(0, PAIRS)
                        .mapToObj(i -> logOdds(x[i])
                                .minus(logOdds(x[PAIRS + i]))
                                .logSigmoid()
                                .times(.5))
                        .toArray(Exact[]::new));
    }

    private static Exact logOdds(Exact logprob) {
        return logprob.minus(Exact.ONE.minus(logprob.exp()).log());
    }

    private void labelled() {
        for (double baseline : new double[] {0, .8}) {
            double[] all = joined(chosen, rejected);
            double[] references = joined(referenceChosen, referenceRejected);
            Losses losses = x -> IntStream.range(0, x.length)
                    .mapToObj(i -> {
                        Exact lead = x[i].minus(Exact.of(references[i])).minus(Exact.of(baseline));
                        boolean desirable = i < PAIRS;
                        Exact belief =
                                (desirable ? lead : lead.negated()).times(.2).sigmoid();
                        return Exact.ONE.minus(belief).times(desirable ? 1 : 1.33);
                    })
                    .toArray(Exact[]::new);
            Exact[] each = losses.of(Exact.of(all));
            double[] slopes = Exact.gradient(x -> mean(losses.of(x)), all);
            cases.add(
                    "kto:kto",
                    named(
                            "policy_desirable",
                            chosen,
                            "policy_undesirable",
                            rejected,
                            "ref_desirable",
                            referenceChosen,
                            "ref_undesirable",
                            referenceRejected,
                            "kl",
                            baseline,
                            "beta",
                            .2,
                            "desirable_weight",
                            1,
                            "undesirable_weight",
                            1.33),
                    named(
                            "losses",
                                    Arrays.stream(each)
                                            .mapToDouble(Exact::rounded)
                                            .toArray(),
                            "loss", mean(each).rounded(),
                            "grad_desirable", Arrays.copyOf(slopes, PAIRS),
                            "grad_undesirable", Arrays.copyOfRange(slopes, PAIRS, 2 * PAIRS)));
        }
    }

    private void ranked() {
        double[] better = cases.numbers(PAIRS, -2, 2);
        double[] worse = cases.numbers(PAIRS, -2, 2);
        double[] margins = cases.numbers(PAIRS, 0, 1);
        Losses losses = x -> IntStream.range(0, PAIRS)
                .mapToObj(i -> x[i].minus(x[PAIRS + i])
                        .minus(Exact.of(margins[i]))
                        .logSigmoid()
                        .negated())
                .toArray(Exact[]::new);
        double[] slopes = Exact.gradient(x -> mean(losses.of(x)), joined(better, worse));
        cases.add(
                "rm_pairwise",
                named("chosen", better, "rejected", worse, "margin", margins),
                named(
                        "loss", mean(losses.of(Exact.of(joined(better, worse)))).rounded(),
                        "grad_chosen", Arrays.copyOf(slopes, PAIRS),
                        "grad_rejected", Arrays.copyOfRange(slopes, PAIRS, 2 * PAIRS)));
    }
}
