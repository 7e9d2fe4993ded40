package io.akkord.actors.jobs;

import io.akkord.actors.journal.JournalEntry;
import io.akkord.actors.journal.JournalTable;

/** What the desk's journal holds, oldest first. */
public sealed interface JobEvent extends JournalEntry {

    /** The names under which events stand in journals; append only, since old journals must still be read. */
    JournalTable TABLE = JournalTable.empty()
            .with("job-submitted", Submitted.class)
            .with("job-begun", Begun.class)
            .with("job-put-back", PutBack.class)
            .with("job-ended", Ended.class);

    /** A job was taken in. */
    record Submitted(String id, String text, int devices, long submittedMillis) implements JobEvent {}

    /** It was its turn. */
    record Begun(String id) implements JobEvent {}

    /** It waits again, in its old place: the desk stopped in its middle, or its devices went to somebody else. */
    record PutBack(String id) implements JobEvent {}

    /** It is over. */
    record Ended(String id, Phase phase, String reason) implements JobEvent {}
}
