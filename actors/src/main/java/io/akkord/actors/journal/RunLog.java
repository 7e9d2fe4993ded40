package io.akkord.actors.journal;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of this process, copied into {@code run.log} of a run's directory while the run lasts.
 *
 * <p>Levels stay as they are: the launcher's let our own {@code INFO} through, an embedder's are the embedder's. Where
 * the log is not Logback's there is no copy.
 */
public final class RunLog implements AutoCloseable {

    private final Runnable close;

    private RunLog(Runnable close) {
        this.close = close;
    }

    /** Starts the copy; appends where a run is resumed. */
    public static RunLog open(Path runDirectory) {
        // By name, so that a program that has thrown Logback out can still load this class.
        boolean logback = LoggerFactory.getILoggerFactory().getClass().getName().startsWith("ch.qos.logback");
        return new RunLog(logback ? Copy.start(runDirectory.resolve("run.log")) : () -> {});
    }

    @Override
    public void close() {
        close.run();
    }

    private static final class Copy {

        private Copy() {}

        static Runnable start(Path file) {
            var context = (LoggerContext) LoggerFactory.getILoggerFactory();
            var encoder = new PatternLayoutEncoder();
            encoder.setContext(context);
            encoder.setPattern("%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %logger{0} - %msg%n%ex");
            encoder.start();
            var appender = new FileAppender<ILoggingEvent>();
            appender.setContext(context);
            appender.setName(file.toString());
            appender.setFile(file.toString());
            appender.setEncoder(encoder);
            appender.start();
            var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
            root.addAppender(appender);
            return () -> {
                root.detachAppender(appender);
                appender.stop();
            };
        }
    }
}
