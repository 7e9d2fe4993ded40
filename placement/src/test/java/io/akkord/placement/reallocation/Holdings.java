package io.akkord.placement.reallocation;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.placement.model.ModelShape;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What each device holds, unit by unit: written down from the definition of a layout, without intervals. */
record Holdings(ModelShape shape, Map<Integer, Set<Holdings.Unit>> byDevice) {

    record Unit(Parameter parameter, int layer, int unit) {}

    static Holdings of(ModelShape shape, Layout layout) {
        Parallelism cut = layout.parallelism();
        var byDevice = new TreeMap<Integer, Set<Unit>>();
        for (int stage = 0; stage < cut.pipeline(); stage++) {
            for (int slice = 0; slice < cut.tensor(); slice++) {
                var units = new HashSet<Unit>();
                for (Parameter parameter : Parameter.values()) {
                    add(units, shape, parameter, stage, slice, cut);
                }
                for (int copy = 0; copy < cut.data(); copy++) {
                    byDevice.put(layout.device(stage, copy, slice), Set.copyOf(units));
                }
            }
        }
        return new Holdings(shape, byDevice);
    }

    private static void add(
            Set<Unit> units, ModelShape shape, Parameter parameter, int stage, int slice, Parallelism cut) {
        if (parameter.numbers(shape) == 0) {
            return;
        }
        for (int layer = 0; layer <= shape.layers() + 1; layer++) {
            for (int unit = 0; unit < parameter.axis().length(shape); unit++) {
                if (isThere(shape, parameter, layer)
                        && isOn(shape, parameter, layer, stage, cut.pipeline())
                        && isIn(shape, parameter.axis(), unit, slice, cut.tensor())) {
                    units.add(new Unit(parameter, layer, unit));
                }
            }
        }
    }

    private static boolean isThere(ModelShape shape, Parameter parameter, int layer) {
        return switch (parameter) {
            case EMBEDDING, POSITIONS -> layer == 0;
            case FINAL_NORM, HEAD, SCALAR_HEAD -> layer == shape.layers() + 1;
            default -> layer > 0 && layer <= shape.layers();
        };
    }

    private static boolean isOn(ModelShape shape, Parameter parameter, int layer, int stage, int stages) {
        boolean last = stage == stages - 1;
        if (layer == 0) {
            return stage == 0 || (parameter == Parameter.EMBEDDING && shape.tied() && last);
        }
        int block = layer - 1;
        int begin = Math.ceilDiv(shape.layers() * stage, stages);
        int end = Math.ceilDiv(shape.layers() * (stage + 1), stages);
        return layer > shape.layers() ? last : begin <= block && block < end;
    }

    private static boolean isIn(ModelShape shape, Axis axis, int unit, int slice, int slices) {
        if (axis == Axis.KEY_VALUE_HEADS) {
            int group = shape.heads() / shape.keyValueHeads();
            for (int head = unit * group; head < (unit + 1) * group; head++) {
                if (isIn(shape, Axis.QUERY_HEADS, head, slice, slices)) {
                    return true;
                }
            }
            return false;
        }
        int length = axis.length(shape);
        return axis == Axis.WHOLE || (length * slice / slices <= unit && unit < length * (slice + 1) / slices);
    }

    /** Numbers that a device of {@code wanted} lacks, over all devices. */
    long lacking(Holdings wanted) {
        return wanted.byDevice.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream()
                        .filter(unit ->
                                !byDevice.getOrDefault(entry.getKey(), Set.of()).contains(unit)))
                .mapToLong(unit -> unit.parameter().numbers(shape))
                .sum();
    }

    /** Carries out the messages one by one: nobody sends what it lacks or gets what it has. */
    Holdings after(List<Transfer> transfers, int bytesPerNumber) {
        var held = new TreeMap<Integer, Set<Unit>>();
        byDevice.forEach((device, units) -> held.put(device, new HashSet<>(units)));
        for (Transfer transfer : transfers) {
            assertNotEquals(transfer.sender(), transfer.receiver());
            Set<Unit> sent = units(transfer.slices());
            assertTrue(held.getOrDefault(transfer.sender(), Set.of()).containsAll(sent), transfer + " is not held");
            Set<Unit> mine = held.computeIfAbsent(transfer.receiver(), _ -> new HashSet<>());
            for (Unit unit : sent) {
                assertTrue(mine.add(unit), unit + " arrives twice at " + transfer.receiver());
            }
            long numbers = sent.stream()
                    .mapToLong(unit -> unit.parameter().numbers(shape))
                    .sum();
            assertTrue(numbers * bytesPerNumber == transfer.bytes() && numbers > 0, transfer + " is mispriced");
        }
        return new Holdings(shape, held);
    }

    private static Set<Unit> units(List<Slice> slices) {
        var units = new HashSet<Unit>();
        for (Slice slice : slices) {
            for (int layer = slice.fromLayer(); layer < slice.toLayer(); layer++) {
                for (int unit = slice.from(); unit < slice.to(); unit++) {
                    assertTrue(units.add(new Unit(slice.parameter(), layer, unit)));
                }
            }
        }
        assertFalse(units.isEmpty());
        return units;
    }

    /** What is left when each device of {@code wanted} drops all else. */
    Holdings keeping(Holdings wanted) {
        var kept = new TreeMap<Integer, Set<Unit>>();
        wanted.byDevice.forEach((device, units) -> {
            var mine = new HashSet<>(byDevice.getOrDefault(device, Set.of()));
            mine.retainAll(units);
            kept.put(device, Set.copyOf(mine));
        });
        return new Holdings(shape, kept);
    }
}
