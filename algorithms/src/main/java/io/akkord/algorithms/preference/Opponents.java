package io.akkord.algorithms.preference;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What each response of an optimiser step is compared with in a sorted loss: optimal transport in one dimension.
 *
 * <p>Melnyk et al. 2024. The opponents are numbers, not variables: moving a response does not move the one
 * it is compared with. Responses that tie keep the order of their rows.
 *
 * @param ofChosen {@code [pairs]}, log-ratios, nats
 * @param ofRejected {@code [pairs]}
 */
public record Opponents(double[] ofChosen, double[] ofRejected) {

    /** No opponents, where each response is compared with its partner. */
    public static Opponents none() {
        return new Opponents(new double[0], new double[0]);
    }

    /**
     * The opponents by rank.
     *
     * @param loss {@link PairLoss#AOT}: the k-th largest lead of chosen over rejected meets the k-th largest lead that
     *     the reference gives; {@link PairLoss#AOT_UNPAIRED}: the k-th largest chosen meets the k-th largest rejected
     * @param chosen {@code [pairs]}, log-ratios of the chosen responses, nats
     * @param rejected {@code [pairs]}
     * @param referenceLeads {@code [pairs]}, log-prob of chosen less rejected under the reference
     */
    public static Opponents of(PairLoss loss, double[] chosen, double[] rejected, double[] referenceLeads) {
        return switch (loss) {
            case AOT -> leads(chosen, rejected, referenceLeads);
            case AOT_UNPAIRED -> responses(chosen, rejected);
            default -> throw new IllegalArgumentException(loss + " compares each response with its partner");
        };
    }

    private static Opponents responses(double[] chosen, double[] rejected) {
        var opponents = new Opponents(new double[chosen.length], new double[chosen.length]);
        int[] won = ascending(chosen);
        int[] lost = ascending(rejected);
        for (int rank = 0; rank < won.length; rank++) {
            opponents.ofChosen[won[rank]] = rejected[lost[rank]];
            opponents.ofRejected[lost[rank]] = chosen[won[rank]];
        }
        return opponents;
    }

    /** A lead meets another pair's reference: to the pair's own numbers that is a shift of its partner. */
    private static Opponents leads(double[] chosen, double[] rejected, double[] referenceLeads) {
        var opponents = new Opponents(new double[chosen.length], new double[chosen.length]);
        double[] leads = IntStream.range(0, chosen.length)
                .mapToDouble(i -> chosen[i] - rejected[i] + referenceLeads[i])
                .toArray();
        int[] ours = ascending(leads);
        int[] theirs = ascending(referenceLeads);
        for (int rank = 0; rank < ours.length; rank++) {
            int i = ours[rank];
            double shift = referenceLeads[i] - referenceLeads[theirs[rank]];
            opponents.ofChosen[i] = rejected[i] - shift;
            opponents.ofRejected[i] = chosen[i] + shift;
        }
        return opponents;
    }

    private static int[] ascending(double[] values) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
