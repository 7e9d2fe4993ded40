package io.akkord.configs.hocon;

import com.typesafe.config.ConfigOrigin;
import java.nio.file.Path;

/**
 * Where values stand: in the user's words for messages, and as the folder against which a relative path is meant.
 *
 * @param caller the folder of whoever typed the command; overrides and recipes have no folder of their own
 * @param subject what a fault is told of when no single line is to blame, such as {@code my.conf}
 */
public record Origins(Path caller, String subject) {

    /** The origin of what was typed after the file on the command line. */
    public static final String COMMAND_LINE = "command line";

    /** The origin of defaults: nobody wrote them, so nobody is sent to them. */
    public static final String DEFAULTS = "defaults";

    public Origins {
        caller = caller.toAbsolutePath().normalize();
    }

    /** {@code my.conf:12}, {@code recipe ppo:3}, {@code command line}, or the subject. */
    public String place(ConfigOrigin origin) {
        String name = origin.filename() == null ? origin.description() : display(Path.of(origin.filename()));
        if (name.startsWith(COMMAND_LINE)) {
            return COMMAND_LINE;
        }
        if (name.startsWith(DEFAULTS) || name.startsWith("merge of ") || origin.lineNumber() < 1) {
            return subject;
        }
        String file = origin.filename() == null ? name.substring(0, name.lastIndexOf(": ")) : name;
        return file + ":" + origin.lineNumber();
    }

    /** A file as the caller would name it. */
    public String display(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        return absolute.startsWith(caller) ? caller.relativize(absolute).toString() : absolute.toString();
    }

    /** What {@code path} means where it stands: relative to its file, on the command line to the caller. */
    public Path resolve(ConfigOrigin origin, String path) {
        Path folder = caller;
        if (origin.filename() != null) {
            Path parent = Path.of(origin.filename()).toAbsolutePath().getParent();
            folder = parent == null ? caller : parent;
        }
        return folder.resolve(path).normalize();
    }
}
