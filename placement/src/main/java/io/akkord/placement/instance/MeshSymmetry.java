package io.akkord.placement.instance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/**
 * Which plans differ only in the names of like devices.
 *
 * <p>A plan's makespan depends on which meshes touch, not on where they lie. So where devices can be renamed such that
 * every mesh is again a mesh, and every option again an option of the same cost, a plan and the renamed plan cost the
 * same, queue order included, and it is enough to look at the one whose mesh numbers come first in dictionary order. Two
 * kinds of renaming are tried, and used where the instance turns out to allow them: all devices in reverse, and the two
 * halves of a node exchanged.
 */
final class MeshSymmetry {

    private final List<int[]> renamings;

    /** Renamings of meshes that are known to keep costs. */
    MeshSymmetry(List<int[]> renamings) {
        this.renamings = renamings;
    }

    static MeshSymmetry of(PlanInstance instance) {
        Map<Span, Integer> bySpan = new HashMap<>();
        for (DeviceRange mesh : instance.meshes()) {
            bySpan.put(new Span(mesh.first(), mesh.devices()), bySpan.size());
        }
        if (bySpan.size() < instance.meshes().size()) {
            return new MeshSymmetry(List.of()); // two names for one mesh
        }
        List<Set<CallOption>> options = new ArrayList<>();
        instance.calls().forEach(call -> options.add(new HashSet<>(call.options())));
        return new MeshSymmetry(renamings(instance)
                .map(rename -> images(instance.meshes(), bySpan, rename))
                .flatMap(Optional::stream)
                .filter(images -> keepsOptions(options, images))
                .toList());
    }

    private record Span(int first, int devices) {}

    private static Stream<IntUnaryOperator> renamings(PlanInstance instance) {
        IntUnaryOperator reverse = device -> instance.devices() - 1 - device;
        Stream<IntUnaryOperator> halves = instance.meshes().stream()
                .filter(mesh -> mesh.devices() % 2 == 0)
                .map(mesh -> device -> {
                    int half = mesh.devices() / 2;
                    return !mesh.covers(device) ? device : device < mesh.first() + half ? device + half : device - half;
                });
        return Stream.concat(Stream.of(reverse), halves);
    }

    /** The mesh that each mesh becomes, if each becomes one. */
    private static Optional<int[]> images(
            List<DeviceRange> meshes, Map<Span, Integer> bySpan, IntUnaryOperator rename) {
        var images = new int[meshes.size()];
        for (int number = 0; number < images.length; number++) {
            DeviceRange mesh = meshes.get(number);
            int least = Integer.MAX_VALUE;
            int most = 0;
            for (int i = 0; i < mesh.devices(); i++) {
                int device = rename.applyAsInt(mesh.first() + i);
                least = Math.min(least, device);
                most = Math.max(most, device);
            }
            Integer image = most - least + 1 == mesh.devices() ? bySpan.get(new Span(least, mesh.devices())) : null;
            if (image == null) {
                return Optional.empty();
            }
            images[number] = image;
        }
        return Optional.of(images);
    }

    private static boolean keepsOptions(List<Set<CallOption>> options, int[] images) {
        return options.stream()
                .allMatch(ofCall -> ofCall.stream()
                        .allMatch(option -> ofCall.contains(new CallOption(
                                images[option.mesh()],
                                option.strategy(),
                                option.micros(),
                                option.peakBytes(),
                                option.residentBytes()))));
    }

    /**
     * Whether some renaming makes the same plans come earlier.
     *
     * @param mesh {@code [call]}, negative where open
     */
    boolean repeats(int[] mesh) {
        for (int[] renaming : renamings) {
            for (int here : mesh) {
                if (here < 0) {
                    break;
                }
                if (renaming[here] != here) {
                    if (renaming[here] < here) {
                        return true;
                    }
                    break;
                }
            }
        }
        return false;
    }
}
