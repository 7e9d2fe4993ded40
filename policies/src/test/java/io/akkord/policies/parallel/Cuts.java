package io.akkord.policies.parallel;

import io.akkord.placement.cluster.Parallelism;
import java.util.ArrayList;
import java.util.List;

/** The cuts of a network of four layers and four heads that tests try. */
public final class Cuts {

    private Cuts() {}

    /** Every (data, tensor, pipeline) in {1, 2, 4} cubed with at most eight ranks. */
    public static List<Parallelism> all() {
        var cuts = new ArrayList<Parallelism>();
        for (int data = 1; data <= 4; data *= 2) {
            for (int tensor = 1; tensor <= 4; tensor *= 2) {
                for (int pipeline = 1; pipeline <= 4; pipeline *= 2) {
                    var cut = new Parallelism(data, tensor, pipeline);
                    if (cut.ranks() <= 8) {
                        cuts.add(cut);
                    }
                }
            }
        }
        return cuts;
    }

    /** Those that cut a copy, without others of it. */
    public static List<Parallelism> ofOneCopy() {
        return all().stream().filter(cut -> cut.data() == 1 && cut.ranks() > 1).toList();
    }
}
