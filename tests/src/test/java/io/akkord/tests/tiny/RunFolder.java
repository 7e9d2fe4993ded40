package io.akkord.tests.tiny;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a run left behind, read without any of Akkord's own readers. */
public record RunFolder(Path path) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The objects of a file of one a line. */
    public List<JsonNode> lines(String file) {
        var lines = new ArrayList<JsonNode>();
        try {
            for (String line : Files.readAllLines(path.resolve(file))) {
                lines.add(JSON.readTree(line));
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public JsonNode json(String file) {
        try {
            return JSON.readTree(path.resolve(file).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every line of {@code metrics.jsonl} without what a clock said. */
    public List<JsonNode> metricsWithoutTimes() {
        var lines = lines("metrics.jsonl");
        for (JsonNode line : lines) {
            var clocked = new ArrayList<String>();
            line.fieldNames().forEachRemaining(name -> {
                if (name.startsWith("time/") || name.startsWith("busy/")) {
                    clocked.add(name);
                }
            });
            ((ObjectNode) line).remove(clocked);
        }
        return lines;
    }

    /** Names of the checkpoints, oldest first. */
    public List<String> checkpoints() {
        try (var entries = Files.list(path.resolve("checkpoints"))) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path lastCheckpoint() {
        return path.resolve("checkpoints").resolve(checkpoints().getLast());
    }

    /** The digest of every file of the last checkpoint: weights, moments and carried state, of each network. */
    public Map<String, String> lastCheckpointDigests() {
        Path checkpoint = lastCheckpoint();
        var digests = new TreeMap<String, String>();
        try (var files = Files.walk(checkpoint)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
                digests.put(
                        checkpoint.relativize(file).toString(), HexFormat.of().formatHex(digest));
            }
            return digests;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
