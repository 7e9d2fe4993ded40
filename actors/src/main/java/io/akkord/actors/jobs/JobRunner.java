package io.akkord.actors.jobs;

import io.akkord.actors.cluster.Endpoint;
import io.akkord.configs.Experiment;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Runs the experiments of a desk; safe on many threads at once, and allowed to block. */
public interface JobRunner {

    /** The file of a job's folder that says how its run goes, one line an iteration. */
    String PROGRESS = "progress.log";

    /** The run's directory in a job's folder. */
    String RUN = "run";

    /**
     * Why an experiment could never run, if so.
     *
     * @param devices that it would get
     * @param memoryBytes of each
     */
    Optional<String> objection(Experiment experiment, int devices, long memoryBytes);

    /**
     * Starts a job, or goes on with it where its folder holds a run that was stopped.
     *
     * @param folder the job's own
     * @param cluster whose devices it takes
     */
    Running start(String text, Path folder, Endpoint cluster);

    /** A job under way. */
    interface Running {

        /** How it ends; never exceptionally. */
        CompletionStage<Outcome> outcome();

        /** Asks it to save its last boundary and end. */
        void stop();
    }

    /** How a job's run ends. */
    sealed interface Outcome {}

    /** As it should. */
    record Done() implements Outcome {}

    /** Because it was asked to; it could go on. */
    record Stopped() implements Outcome {}

    /** Before it began, since somebody else had taken its devices. */
    record Crowded() implements Outcome {}

    /** For a reason that is for people. */
    record Failed(String reason) implements Outcome {}
}
