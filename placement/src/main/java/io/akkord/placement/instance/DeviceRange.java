package io.akkord.placement.instance;

/**
 * A run of consecutive devices.
 *
 * @param name for people
 * @param first number of its first device, from 0
 * @param devices how many, at least one
 */
public record DeviceRange(String name, int first, int devices) {

    boolean overlaps(DeviceRange other) {
        return first < other.first + other.devices && other.first < first + devices;
    }

    boolean covers(int device) {
        return first <= device && device < first + devices;
    }
}
