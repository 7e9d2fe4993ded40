package io.akkord.configs;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.akkord.algorithms.UserError;
import io.akkord.configs.hocon.ConfigProblems;
import io.akkord.configs.hocon.HoconFiles;
import io.akkord.configs.hocon.Keys;
import io.akkord.configs.hocon.Origins;
import io.akkord.configs.hocon.Packaged;
import io.akkord.configs.hocon.RecordReader;
import io.akkord.configs.hocon.RecordWriter;
import io.akkord.configs.hocon.Section;
import io.akkord.placement.cluster.Cluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Clusters by name or from a file, whole or with another number of devices.
 *
 * <p>A file may include a cluster that comes with Akkord and replace what differs, such as {@code include "h100"} and
 * other {@code nodes}.
 */
public final class ClusterReader {

    static final Packaged LIBRARY = new Packaged("cluster", "clusters");

    private static final String ENDING = ".conf";

    private final Path workingDirectory;

    /**
     * A reader.
     *
     * @param workingDirectory the caller's; relative paths are meant from here
     */
    public ClusterReader(Path workingDirectory) {
        this.workingDirectory = workingDirectory;
    }

    /** The clusters that come with Akkord, by name. */
    public static List<String> names() {
        return LIBRARY.names();
    }

    /** The text of a file that reads as {@code cluster}, but for the names of its devices; one kind of device a node. */
    public static String text(Cluster cluster) {
        return RecordWriter.text(RecordWriter.section(ClusterFile.of(cluster)));
    }

    /**
     * Reads a cluster as its file describes it.
     *
     * @param nameOrFile of a cluster that comes with Akkord, or the path of a file
     * @throws UserError with one line for each fault: file and line, key, what is wrong and what would be right
     */
    public Cluster read(String nameOrFile) {
        return file(nameOrFile).cluster(called(nameOrFile));
    }

    /**
     * Reads a cluster and makes it as large as wanted: whole nodes in the file's proportion, or a part of its first node.
     *
     * @param devices wanted in all
     * @throws UserError as {@link #read(String)}, and if whole nodes do not make up that number
     */
    public Cluster read(String nameOrFile, int devices) {
        return new ClusterSize(called(nameOrFile), file(nameOrFile)).of(devices);
    }

    private ClusterFile file(String nameOrFile) {
        boolean shipped = LIBRARY.text(nameOrFile).isPresent();
        var problems = new ConfigProblems(
                new Origins(workingDirectory, shipped ? LIBRARY.kind() + " " + nameOrFile : nameOrFile));
        var files = new HoconFiles(problems.origins(), LIBRARY);
        Config written = shipped ? files.named(nameOrFile).orElseThrow() : files.file(existing(nameOrFile));
        var root = new Section(resolved(written, problems.origins()).root(), "", problems);
        Optional<ClusterFile> file =
                new RecordReader(problems, _ -> ConfigFactory.empty().root()).read(ClusterFile.class, root, List.of());
        checkNames(root);
        checkNodes(root, file);
        problems.throwIfAny();
        return file.orElseThrow();
    }

    private static Config resolved(Config written, Origins origins) {
        try {
            return written.resolve();
        } catch (ConfigException.UnresolvedSubstitution e) {
            String message = String.valueOf(e.getMessage());
            String what = message.substring(message.lastIndexOf(": ") + 1).strip();
            throw origins.error(e.origin(), what + " stands for nothing here; name a key of this file", e);
        }
    }

    /** Every group names a kind of the file, and no kind is there twice. */
    private static void checkNames(Section root) {
        var kinds = new ArrayList<String>();
        for (Section kind : sections(root, "device-kinds")) {
            kind.text("name").ifPresent(name -> {
                if (kinds.contains(name)) {
                    kind.problem("name", "must be unique, but two kinds are called " + name);
                }
                kinds.add(name);
            });
        }
        for (Section group : sections(root, "nodes")) {
            group.text("kind")
                    .filter(name -> !kinds.contains(name))
                    .ifPresent(name -> group.problem(
                            "kind", "no device kind is called " + name + ", " + Keys.suggestion(name, kinds)));
        }
    }

    /** No node is there twice, and all nodes reach each other. */
    private static void checkNodes(Section root, Optional<ClusterFile> file) {
        if (file.isEmpty()) {
            return;
        }
        var names = new HashSet<String>();
        List<Section> groups = sections(root, "nodes");
        for (int i = 0; i < groups.size(); i++) {
            NodeGroup group = file.get().nodes().get(i);
            for (String name : group.names(group.count())) {
                if (!names.add(name)) {
                    groups.get(i).problem("name", "must be unique, but two nodes are called " + name);
                }
            }
        }
        if (root.problems().count() == 0) {
            try {
                file.get().cluster("");
            } catch (IllegalArgumentException apart) {
                root.problem("nodes", String.valueOf(apart.getMessage()));
            }
        }
    }

    private static List<Section> sections(Section root, String key) {
        var sections = new ArrayList<Section>();
        if (root.value(key).orElse(null) instanceof ConfigList list) {
            for (ConfigValue one : list) {
                if (one instanceof ConfigObject object) {
                    sections.add(new Section(object, key + "[" + sections.size() + "]", root.problems()));
                }
            }
        }
        return sections;
    }

    private Path existing(String name) {
        Path file = workingDirectory.toAbsolutePath().resolve(name).normalize();
        if (Files.isRegularFile(file)) {
            return file;
        }
        if (name.contains("/") || name.endsWith(ENDING)) {
            throw new UserError("there is no file " + name + "; give a cluster or the path of a cluster file");
        }
        String near = Keys.nearest(name, names())
                .map(one -> "did you mean " + one + "? ")
                .orElse("");
        throw new UserError("no cluster or file is called " + name + "; " + near + "The clusters are "
                + String.join(", ", names()));
    }

    private static String called(String nameOrFile) {
        String file = Path.of(nameOrFile).getFileName().toString();
        return file.endsWith(ENDING) ? file.substring(0, file.length() - ENDING.length()) : file;
    }
}
