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
    /** By the make of the node that asks. */
    private final Senders[] farByMake;

    private final int[] near;
    private final int[] wanting;
    private int holding;
    private int lacking;

    Delivery(Paces paces, Load load) {
        this.paces = paces;
        this.load = load;
        this.farByMake =
                Stream.generate(() -> new Senders(load)).limit(paces.makes()).toArray(Senders[]::new);
        this.near = new int[2 * paces.largestNode()];
        this.wanting = new int[paces.largestNode()];
    }

    /**
     * Brings a part to all who lack it.
     *
     * @param senders devices that hold it, ascending
     * @param receivers devices that need it, ascending; those that hold it keep it
     */
    void deliver(Devices senders, Devices receivers, long bytes, Listener listener) {
        int first = 0;
        int next = 0;
        for (Senders far : farByMake) {
            far.clear();
        }
        while (next < receivers.count()) {
            int node = paces.nodeOf(receivers.get(next));
            while (first < senders.count() && paces.nodeOf(senders.get(first)) < node) {
                first++;
            }
            holding = 0;
            while (first < senders.count() && paces.nodeOf(senders.get(first)) == node) {
                near[holding++] = senders.get(first++);
            }
            next = findLacking(receivers, next, node);
            if (lacking > 0 && holding == 0) {
                int idle = takeIdlest();
                Senders far = farByMake[paces.makeOf(idle)];
                if (far.isEmpty()) {
                    far.begin(senders, node, bytes);
                }
                send(far.first(), idle, bytes, listener);
                passOn(idle);
            }
            for (int i = 0; i < lacking; i++) {
                send(beside(), wanting[i], bytes, listener);
            }
        }
    }

    /** Notes the receivers on a node that hold nothing; returns where those of the next node begin. */
    private int findLacking(Devices receivers, int start, int node) {
        lacking = 0;
        int kept = 0;
        int next = start;
        for (; next < receivers.count() && paces.nodeOf(receivers.get(next)) == node; next++) {
            int receiver = receivers.get(next);
            while (kept < holding && near[kept] < receiver) {
                kept++;
            }
            if (kept == holding || near[kept] != receiver) {
                wanting[lacking++] = receiver;
            }
        }
        return next;
    }

    /** The one that has received least, who fetches from outside: its bus is slower than the node's cards together. */
    private int takeIdlest() {
        int idlest = 0;
        for (int i = 1; i < lacking; i++) {
            idlest = load.receiving(wanting[i]) < load.receiving(wanting[idlest]) ? i : idlest;
        }
        int taken = wanting[idlest];
        wanting[idlest] = wanting[--lacking];
        return taken;
    }

    private void send(int sender, int receiver, long bytes, Listener listener) {
        load.add(sender, receiver, bytes);
        listener.sent(sender, receiver);
        near[holding++] = receiver;
    }

    /** Lets a device that has received send to all who will ask. */
    private void passOn(int device) {
        for (Senders far : farByMake) {
            if (!far.isEmpty()) {
                far.add(device);
            }
        }
    }

    private int beside() {
        int best = near[0];
        for (int i = 1; i < holding; i++) {
            if (load.sending(near[i]) < load.sending(best)) {
                best = near[i];
            }
        }
        return best;
    }
}
