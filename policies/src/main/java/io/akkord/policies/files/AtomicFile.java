package io.akkord.policies.files;

import io.akkord.algorithms.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.UUID;

/**
 * Writes a file whole or not at all: a temporary name in the same folder, forced to disk, then renamed.
 *
 * <p>A reader, a crash or a full disk therefore meets the old file or the new one, never a half. What the disk refuses
 * becomes a {@link UserError} in one sentence, after the temporary file is gone.
 */
public final class AtomicFile {

    private AtomicFile() {}

    /** Puts the bytes of one file into a channel that starts empty. */
    @FunctionalInterface
    public interface Content {
        void writeTo(FileChannel channel) throws IOException;
    }

    /** Replaces {@code target} with UTF-8 text. */
    public static void write(Path target, String text) {
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        write(target, channel -> writeFully(channel, bytes));
    }

    /** Replaces {@code target}; its folder is made if it is missing. */
    public static void write(Path target, Content content) {
        Path absolute = target.toAbsolutePath();
        Path folder = absolute.getParent();
        if (folder == null) {
            throw new UserError(target + " is not a file name");
        }
        try {
            Files.createDirectories(folder);
            Path temporary = temporaryBeside(absolute);
            try {
                fill(temporary, content);
                Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
            forceFolder(folder);
        } catch (IOException failure) {
            throw refusal(target, failure);
        }
    }

    /** The sentence for a file or folder that could not be written. */
    public static UserError refusal(Path target, IOException failure) {
        String reason = failure instanceof FileSystemException refused && refused.getReason() != null
                ? refused.getReason()
                : String.valueOf(failure.getMessage());
        String lower = reason.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left") || lower.contains("quota exceeded") || lower.contains("not enough space")) {
            return new UserError(
                    "no space left on the disk for " + target
                            + ": nothing was half-written; free some space or choose a folder on another disk",
                    failure);
        }
        if (failure instanceof AccessDeniedException) {
            return new UserError(target + " cannot be written: permission denied", failure);
        }
        return new UserError(target + " cannot be written: " + reason, failure);
    }

    /** A hidden name in the same folder that no other writer has. */
    public static Path temporaryBeside(Path target) {
        return target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".partial");
    }

    /** Writes all of {@code bytes}, which one call of a channel need not do. */
    public static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static void fill(Path temporary, Content content) throws IOException {
        try (var channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            content.writeTo(channel);
            channel.force(true);
        }
    }

    /** Makes the rename itself durable where folders can be opened at all (not on Windows). */
    private static void forceFolder(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
