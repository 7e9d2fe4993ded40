package io.akkord.algorithms.estimate;

/** How far predicted probabilities are from how often the predicted thing is true. */
public final class Calibration {

    private Calibration() {}

    /**
     * Expected calibration error of preferences.
     *
     * <p>Guo et al. 2017, "On Calibration of Modern Neural Networks", eq. 3: {@code sum_b (n_b / n) * |accuracy_b -
     * confidence_b|} over bins of equal width, each with the mean label and the mean prediction of what fell into it. Since
     * the label of "the chosen one is better" is the same for all pairs, each pair counts in both orders: as {@code p} with
     * its label, and as {@code 1 - p} with one minus the label.
     *
     * @param differences {@code [pairs]} score of the chosen response minus that of the rejected one, nats;
     *     {@code p = sigmoid(difference)}
     * @param labels {@code [pairs]} probability that the chosen one is the better, in [0, 1]
     * @param bins of the probabilities, at least 1
     * @return in [0, 1]; NaN of no pairs
     */
    public static double error(double[] differences, double[] labels, int bins) {
        if (bins < 1 || differences.length != labels.length) {
            throw new IllegalArgumentException("calibration takes at least 1 bin and a label for each difference, had "
                    + bins + " bins, " + differences.length + " differences and " + labels.length + " labels");
        }
        var gaps = new double[bins];
        for (int i = 0; i < differences.length; i++) {
            double probability = 1 / (1 + Math.exp(-differences[i]));
            double other = 1 / (1 + Math.exp(differences[i]));
            gaps[bin(probability, bins)] += labels[i] - probability;
            gaps[bin(other, bins)] += 1 - labels[i] - other;
        }
        double sum = 0;
        for (double gap : gaps) {
            sum += Math.abs(gap);
        }
        return sum / (2 * differences.length);
    }

    private static int bin(double probability, int bins) {
        return Math.min(bins - 1, (int) (probability * bins));
    }
}
