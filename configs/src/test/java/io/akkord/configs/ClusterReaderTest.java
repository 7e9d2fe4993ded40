package io.akkord.configs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.UserError;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.DeviceKind;
import io.akkord.placement.cluster.Link;
import io.akkord.placement.cluster.Node;
import io.akkord.placement.cluster.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ClusterReaderTest {

    private static final ClusterReader HERE = new ClusterReader(Path.of(""));

    private static final Pattern MEASURE = Pattern.compile("\\d(s|us|[kMGTP]?i?(B|FLOP))\\b");

    @TempDir
    private Path folder;

    private static List<String> names() {
        return ClusterReader.names();
    }

    @Test
    void theseClustersCome() {
        assertEquals(
                List.of(
                        "a100-80g",
                        "a100-80g-selene",
                        "b200",
                        "h100",
                        "h200",
                        "laptop",
                        "mi250x",
                        "mixed-nic",
                        "two-cores"),
                names());
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyNumberHasItsSource(String name) {
        assertEquals(name, HERE.read(name).name());
        var told = new HashSet<String>();
        List<String> lines =
                ClusterReader.LIBRARY.text(name).orElseThrow().lines().toList();
        for (int i = 2; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (MEASURE.matcher(line).find() && !line.startsWith("#") && told.add(line)) {
                String above = lines.get(i - 2) + lines.get(i - 1);
                assertTrue(above.contains("# "), name + ":" + (i + 1) + " has no comment in the two lines above it");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void theTextOfAClusterReadsAsTheCluster(String name) throws IOException {
        Cluster cluster = HERE.read(name);
        Files.writeString(folder.resolve(name + ".conf"), ClusterReader.text(cluster));
        Cluster again = new ClusterReader(folder).read(name + ".conf");
        assertEquals(cluster.nodes(), again.nodes());
        assertEquals(cluster.between(), again.between());
    }

    @Test
    void aDgxIsAsItsDataSheetSays() {
        Node node = HERE.read("h100").nodes().getFirst();
        DeviceKind kind = node.devices().getFirst().kind();
        assertEquals(989.4e12, kind.flopsPerSecond(Precision.BFLOAT16));
        assertEquals(3.35e12, kind.memoryBytesPerSecond());
        assertEquals(new Link(Link.Kind.NVLINK, 450e9, 2e-6), node.inside());
        assertEquals(List.of(new Link(Link.Kind.INFINIBAND, 400e9, 5e-6)), node.networks());
    }

    @Test
    void cardsOfUnlikeKindsMeetOverEthernet() {
        Cluster mixed = HERE.read("mixed-nic");
        assertEquals(Link.Kind.INFINIBAND, mixed.link(0, 31).kind());
        assertEquals(Link.Kind.ROCE, mixed.link(32, 63).kind());
        assertEquals(Link.Kind.ETHERNET, mixed.link(0, 63).kind());
        assertEquals(Link.Kind.ETHERNET, mixed.link(32, 95).kind());
    }

    @ParameterizedTest
    @CsvSource({
        "h100, 1, node: 1",
        "h100, 5, node: 5",
        "h100, 8, node: 8",
        "h100, 16, node0: 8 node1: 8",
        "laptop, 2, laptop: 2",
        "mixed-nic, 8, infiniband: 8",
        "mixed-nic, 16, infiniband: 8 roce: 8",
        "mixed-nic, 32, infiniband0: 8 infiniband1: 8 roce: 8 ethernet: 8",
    })
    void aClusterIsAsLargeAsWanted(String name, int devices, String nodes) {
        Cluster cluster = HERE.read(name, devices);
        assertEquals(devices, cluster.devices().size());
        assertEquals(
                nodes,
                String.join(
                        " ",
                        cluster.nodes().stream()
                                .map(node -> node.name() + ": " + node.devices().size())
                                .toList()));
    }

    @Test
    void sixteenThousandDevicesAreTwoThousandNodes() {
        Cluster cluster = HERE.read("b200", 16_384);
        assertEquals(2048, cluster.nodes().size());
        assertEquals("node2047/7", cluster.devices().getLast().name());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            h100      | 0   | h100: the number of devices must lie between 1 and 1048576, was 0
            h100      | -8  | h100: the number of devices must lie between 1 and 1048576, was -8
            h100      | 12  | h100: the number of devices must make up whole nodes, such as 8 or 16, was 12
            mixed-nic | 100 | mixed-nic: the number of devices must make up whole nodes, such as 96 or 104, was 100
            laptop    | 9   | laptop: the number of devices must be at most 8, since no network leaves node laptop, was 9
            """)
    void whatIsNoWholeNumberOfNodesIsRefused(String name, int devices, String told) {
        assertEquals(
                told,
                assertThrows(UserError.class, () -> HERE.read(name, devices)).getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            h10        | no cluster or file is called h10; did you mean h100? The clusters are a100-80g, a100-80g-selene, b200, h100, h200, laptop, mi250x, mixed-nic, two-cores
            crystal    | no cluster or file is called crystal; The clusters are a100-80g, a100-80g-selene, b200, h100, h200, laptop, mi250x, mixed-nic, two-cores
            mine.conf  | there is no file mine.conf; give a cluster or the path of a cluster file
            """)
    void anUnknownNameIsToldWithWhatThereIs(String name, String told) {
        assertEquals(
                told,
                assertThrows(UserError.class, () -> new ClusterReader(folder).read(name))
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            between { kind = ethernet, bytes-per-second = 0GB/s, latency-seconds = 1ms } | between.bytes-per-second: must be above 0, was 0.0
            between { kind = ethernet, bytes-per-second = 4, latency-seconds = 1ms }     | between.bytes-per-second: must be a bandwidth with its unit (MB/s, GB/s or TB/s), such as 25GB/s, was 4
            between { kind = ethernet, bytes-per-second = 4GB/s, latency-seconds = 1GB } | between.latency-seconds: must be a time with its unit (ns, us, ms or s), such as 2us, was "1GB"
            between { kind = wire, bytes-per-second = 4GB/s, latency-seconds = 1ms }     | between.kind: must be one of memory, nvlink, infinity-fabric, pcie, infiniband, roce, ethernet, was "wire"
            between = ${beyond}                                                          | ${beyond} stands for nothing here; name a key of this file
            nodes = 3                                                                    | nodes: must be a list [ ... ], was 3
            betwen {}                                                                    | betwen: unknown key, did you mean between?
            nodes = []                                                                   | nodes: must name at least one group of nodes
            nodes = [{ LIKE, name = a, count = 1, devices = 8, kind = a100 }]            | nodes[0].kind: no device kind is called a100, did you mean a100-80g?
            nodes = [{ LIKE, name = a, count = -1, devices = 8, kind = a100-80g }]       | nodes[0].count: must be at least 1, was -1
            nodes = [{ LIKE, name = a, count = 1, devices = 0, kind = a100-80g }]        | nodes[0].devices: must be at least 1, was 0
            nodes = [{ LIKE, name = a, count = 1, devices = 8, kind = a100-80g, gpu = 8 }] | nodes[0].gpu: unknown key, known here: name, count, site, kind, devices, inside, networks
            nodes = [{ LIKE, name = a, count = 1, devices = 8, kind = a100-80g }, { LIKE, name = a, count = 1, devices = 8, kind = a100-80g }] | nodes[1].name: must be unique, but two nodes are called a
            nodes = [{ LIKE, name = a, count = 2, devices = 8, kind = a100-80g }]        | nodes[0].count: must be 1 where no network leaves the node, was 2
            nodes = [{ LIKE, name = a, count = 1, devices = 8, kind = a100-80g }, { LIKE, name = b, count = 1, devices = 8, kind = a100-80g }] | nodes: nodes a and b share no network
            device-kinds = [{ name = a100-80g, flops-per-second { bfloat16 = 0FLOP/s }, memory-bytes = 1GiB, memory-bytes-per-second = 1GB/s, host-bytes-per-second = 1GB/s, launch-seconds = 1us, cost-per-hour = 1, efficiency { matrix = 1, half-rows = 0, half-width = 0, memory = 1, network = 1 } }] | device-kinds[0].flops-per-second.bfloat16: must be above 0, was 0.0
            device-kinds = [{ name = a100-80g, flops-per-second { int8 = 1FLOP/s }, memory-bytes = 1GiB, memory-bytes-per-second = 1GB/s, host-bytes-per-second = 1GB/s, launch-seconds = 1us, cost-per-hour = 1, efficiency { matrix = 1, half-rows = 0, half-width = 0, memory = 1, network = 1 } }] | device-kinds[0].flops-per-second.int8: unknown key, known here: float64, float32, bfloat16, float8
            """)
    void aWrongValueIsToldWithItsLineAndWhatWouldBeRight(String line, String told) throws IOException {
        String like = "inside { kind = nvlink, bytes-per-second = 1GB/s, latency-seconds = 0s }, networks = []";
        assertEquals("my.conf:2: " + told, refusal("include \"a100-80g\"\n" + line.replace("LIKE", like) + "\n"));
    }

    @Test
    void allProblemsAreToldAtOnce() throws IOException {
        assertEquals("""
                my.conf:2: between.bytes-per-second: must be above 0, was 0.0
                my.conf:4: nodes[0].count: must be at least 1, was 0
                my.conf:4: nodes[0].kind: no device kind is called h100, known here: a100-80g""", refusal("""
                include "a100-80g"
                between { kind = ethernet, bytes-per-second = 0B/s, latency-seconds = 1ms }
                nodes = [
                  { name = a, count = 0, devices = 8, kind = h100, inside { kind = memory, bytes-per-second = 1GB/s, latency-seconds = 0s }, networks = [] }
                ]
                """));
    }

    private String refusal(String text) throws IOException {
        Files.writeString(folder.resolve("my.conf"), text);
        var reader = new ClusterReader(folder);
        return String.valueOf(
                assertThrows(UserError.class, () -> reader.read("my.conf")).getMessage());
    }
}
