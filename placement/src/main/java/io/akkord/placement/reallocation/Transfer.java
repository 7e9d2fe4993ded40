package io.akkord.placement.reallocation;

import java.util.List;

/**
 * One message of a reallocation. The sender held what it sends before, or got it in an earlier message of the list.
 *
 * @param sender device
 * @param receiver another device, which lacks all of it
 * @param slices what is sent
 * @param bytes of all slices
 */
public record Transfer(int sender, int receiver, List<Slice> slices, long bytes) {

    public Transfer {
        slices = List.copyOf(slices);
    }
}
