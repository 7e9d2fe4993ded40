package io.akkord.configs.hocon;

import com.typesafe.config.ConfigOrigin;
import io.akkord.algorithms.UserError;
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

    /**
     * A place as it is told.
     *
     * @param file a file, {@code recipe NAME} or the command line
     * @param line counted from 1, 0 where no line is to blame
     */
    record Place(String file, int line) {
        @Override
        public String toString() {
            return line == 0 ? file : file + ":" + line;
        }
    }

    /** {@code my.conf:12}, {@code recipe ppo:3}, {@code command line}, or the subject. */
    Place place(ConfigOrigin origin) {
        String name = origin.filename() == null ? origin.description() : display(Path.of(origin.filename()));
        if (name.startsWith(COMMAND_LINE)) {
            return new Place(COMMAND_LINE, 0);
        }
        if (name.startsWith(DEFAULTS) || name.startsWith("merge of ") || origin.lineNumber() < 1) {
            return new Place(subject, 0);
        }
        return new Place(
                origin.filename() == null ? name.substring(0, name.lastIndexOf(": ")) : name, origin.lineNumber());
    }

    /** Whether a user wrote what stands there: a line of a file, or the command line. */
    boolean isWritten(ConfigOrigin origin) {
        Place place = place(origin);
        return place.line() > 0 || place.file().equals(COMMAND_LINE);
    }

    /** Whether what stands at {@code one} was meant to replace what stands at {@code other}. */
    boolean overrules(ConfigOrigin one, ConfigOrigin other) {
        return rank(place(one).file()) > rank(place(other).file());
    }

    /** The command line wins over the subject, the subject over what it includes. */
    private int rank(String file) {
        return file.equals(COMMAND_LINE) ? 2 : file.equals(subject) ? 1 : 0;
    }

    /** What is wrong at a place that needs no key to be found. */
    public UserError error(ConfigOrigin origin, String sentence, Throwable cause) {
        return new UserError(place(origin) + ": " + sentence, cause);
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
