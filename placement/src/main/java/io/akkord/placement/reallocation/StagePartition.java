package io.akkord.placement.reallocation;

/** Contiguous parts of layers whose sums lie close together, by the recurrence of ReaL (Mei et al. 2024). */
final class StagePartition {

    private StagePartition() {}

    /**
     * First layers of the parts, and the number of layers at the end.
     *
     * <p>The best spread of the first {@code n} layers in {@code k} parts follows from a last part that starts at {@code
     * x}: {@code max(spread(x, k-1), most(x, k-1) - w, w - least(x, k-1))}, {@code w} the weight of that part; the later
     * start wins a tie. Largest and smallest part are carried along as the original does, which updates at most one of
     * them.
     *
     * @param weights of the layers
     * @param parts at least 1, at most as many as layers
     * @return {@code parts + 1} ascending numbers from 0
     */
    static int[] bounds(long[] weights, int parts) {
        int layers = weights.length;
        var sums = new long[layers + 1];
        for (int i = 0; i < layers; i++) {
            sums[i + 1] = sums[i] + weights[i];
        }
        var spread = new long[parts + 1][layers + 1];
        var most = new long[parts + 1][layers + 1];
        var least = new long[parts + 1][layers + 1];
        var start = new int[parts + 1][layers + 1];
        for (int i = 1; i <= layers; i++) {
            most[1][i] = sums[i];
            least[1][i] = sums[i];
        }
        for (int k = 2; k <= parts; k++) {
            for (int i = k; i <= layers; i++) {
                spread[k][i] = Long.MAX_VALUE;
                for (int x = k - 1; x < i; x++) {
                    long weight = sums[i] - sums[x];
                    long above = most[k - 1][x] - weight;
                    long below = weight - least[k - 1][x];
                    long widest = Math.max(spread[k - 1][x], Math.max(above, below));
                    if (widest <= spread[k][i]) {
                        spread[k][i] = widest;
                        start[k][i] = x;
                        most[k][i] = widest != above && widest == below ? weight : most[k - 1][x];
                        least[k][i] = widest == above ? weight : least[k - 1][x];
                    }
                }
            }
        }
        var bounds = new int[parts + 1];
        bounds[parts] = layers;
        for (int k = parts; k > 1; k--) {
            bounds[k - 1] = start[k][bounds[k]];
        }
        return bounds;
    }
}
