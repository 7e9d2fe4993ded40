package io.akkord.placement.reallocation;

import io.akkord.placement.cluster.Paces;
import java.util.stream.Stream;

/**
 * Chooses who sends one part to whom, part after part.
 *
 * <p>A node that holds the part serves itself; any other gets it once from outside and passes it on inside. Of those
 * that could send, the one that would be done first does, and whoever has received may send too: so a part spreads from
 * one node to many without all of them waiting for one network card.
 */
final class Delivery {

    /** Hears of each message in the order in which it can be sent. */
    interface Listener {
        void sent(int sender, int receiver);
    }

    private final Paces paces;
    private final Load load;
    private final Senders[] farByMake;
    private final int[] near;

    Delivery(Paces paces, Load load) {
        this.paces = paces;
        this.load = load;
        this.farByMake =
                Stream.generate(() -> new Senders(load)).limit(paces.makes()).toArray(Senders[]::new);
        this.near = new int[2 * paces.largestNode()];
    }

    /**
     * Brings a part to all who lack it.
     *
     * @param senders devices that hold it, ascending
     * @param receivers devices that need it, ascending; those that hold it keep it
     */
    void deliver(Devices senders, Devices receivers, long bytes, Listener listener) {
        int first = 0;
        boolean listed = false;
        int next = 0;
        while (next < receivers.count()) {
            int node = paces.nodeOf(receivers.get(next));
            while (first < senders.count() && paces.nodeOf(senders.get(first)) < node) {
                first++;
            }
            int here = 0;
            while (first < senders.count() && paces.nodeOf(senders.get(first)) == node) {
                near[here++] = senders.get(first++);
            }
            int kept = 0;
            int keepers = here;
            boolean fetched = here > 0;
            for (; next < receivers.count() && paces.nodeOf(receivers.get(next)) == node; next++) {
                int receiver = receivers.get(next);
                while (kept < keepers && near[kept] < receiver) {
                    kept++;
                }
                if (kept < keepers && near[kept] == receiver) {
                    continue;
                }
                if (!fetched && !listed) {
                    list(senders);
                    listed = true;
                }
                int sender = fetched ? beside(here) : remote(node, bytes);
                load.add(sender, receiver, bytes);
                listener.sent(sender, receiver);
                near[here++] = receiver;
                if (!fetched) {
                    farByMake[paces.makeOf(receiver)].add(receiver);
                    fetched = true;
                }
            }
        }
    }

    private void list(Devices senders) {
        for (Senders make : farByMake) {
            make.clear();
        }
        for (int i = 0; i < senders.count(); i++) {
            farByMake[paces.makeOf(senders.get(i))].add(senders.get(i));
        }
    }

    private int remote(int node, long bytes) {
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        for (Senders make : farByMake) {
            if (!make.isEmpty()) {
                int sender = make.first();
                double sent = load.freeToLeave(sender) + bytes * paces.secondsPerByte(paces.nodeOf(sender), node);
                if (sent < least) {
                    least = sent;
                    best = sender;
                }
            }
        }
        return best;
    }

    private int beside(int count) {
        int best = near[0];
        for (int i = 1; i < count; i++) {
            if (load.sending(near[i]) < load.sending(best)) {
                best = near[i];
            }
        }
        return best;
    }
}
