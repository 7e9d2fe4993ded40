package io.akkord.placement.reallocation;

import java.util.Arrays;

/**
 * Devices that could send a part, the one that is free first at the head.
 *
 * <p>A binary heap of the times at which they were last seen to be free. Since those only grow, looking again at the head
 * alone is enough to find the first.
 */
final class Senders {

    private final Load load;
    private int[] devices = new int[16];
    private double[] free = new double[16];
    private int count;

    Senders(Load load) {
        this.load = load;
    }

    void clear() {
        count = 0;
    }

    boolean isEmpty() {
        return count == 0;
    }

    void add(int device) {
        if (count == devices.length) {
            devices = Arrays.copyOf(devices, 2 * count);
            free = Arrays.copyOf(free, 2 * count);
        }
        double time = load.freeToLeave(device);
        int place = count++;
        while (place > 0 && free[(place - 1) / 2] > time) {
            devices[place] = devices[(place - 1) / 2];
            free[place] = free[(place - 1) / 2];
            place = (place - 1) / 2;
        }
        devices[place] = device;
        free[place] = time;
    }

    /** The device that is free first, on ties the one that was added first as far as the heap keeps that order. */
    int first() {
        double time = load.freeToLeave(devices[0]);
        while (time > free[0]) {
            sink(devices[0], time);
            time = load.freeToLeave(devices[0]);
        }
        return devices[0];
    }

    private void sink(int device, double time) {
        int place = 0;
        while (2 * place + 1 < count) {
            int child = 2 * place + 1;
            if (child + 1 < count && free[child + 1] < free[child]) {
                child++;
            }
            if (free[child] >= time) {
                break;
            }
            devices[place] = devices[child];
            free[place] = free[child];
            place = child;
        }
        devices[place] = device;
        free[place] = time;
    }
}
