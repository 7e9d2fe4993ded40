package io.akkord.placement.reallocation;

import java.util.Arrays;

/**
 * Devices that could send a part to nodes of one make, the one that would be done first at the head.
 *
 * <p>A binary heap of the times at which they were last seen to be done. Since those only grow, looking again at the head
 * alone is enough to find the first.
 */
final class Senders {

    private final Load load;
    private int[] devices = new int[16];
    private double[] done = new double[16];
    private int count;
    private int toNode;
    private long bytes;

    Senders(Load load) {
        this.load = load;
    }

    /** Forgets all devices. */
    void clear() {
        count = 0;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Begins with those that hold a part of so many bytes; {@code node} is one of those that want it. */
    void begin(Devices holders, int node, long size) {
        toNode = node;
        bytes = size;
        for (int i = 0; i < holders.count(); i++) {
            add(holders.get(i));
        }
    }

    void add(int device) {
        if (count == devices.length) {
            devices = Arrays.copyOf(devices, 2 * count);
            done = Arrays.copyOf(done, 2 * count);
        }
        double time = load.whenSent(device, toNode, bytes);
        int place = count++;
        while (place > 0 && done[(place - 1) / 2] > time) {
            devices[place] = devices[(place - 1) / 2];
            done[place] = done[(place - 1) / 2];
            place = (place - 1) / 2;
        }
        devices[place] = device;
        done[place] = time;
    }

    /** The device that would be done first. */
    int first() {
        double time = load.whenSent(devices[0], toNode, bytes);
        while (time > done[0]) {
            sink(devices[0], time);
            time = load.whenSent(devices[0], toNode, bytes);
        }
        return devices[0];
    }

    private void sink(int device, double time) {
        int place = 0;
        while (2 * place + 1 < count) {
            int child = 2 * place + 1;
            if (child + 1 < count && done[child + 1] < done[child]) {
                child++;
            }
            if (done[child] >= time) {
                break;
            }
            devices[place] = devices[child];
            done[place] = done[child];
            place = child;
        }
        devices[place] = device;
        done[place] = time;
    }
}
