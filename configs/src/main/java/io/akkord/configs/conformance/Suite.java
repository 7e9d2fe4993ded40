package io.akkord.configs.conformance;

import io.akkord.configs.vectors.VectorCase;
import io.akkord.configs.vectors.VectorFile;
import java.util.List;

/** One kind of case and how it is run; cases are recognised by what they hold, whatever their file is called. */
public interface Suite {

    /** Whether this suite runs such a case. */
    boolean reads(VectorCase one);

    /** Runs a case that it reads; one case may hold several verdicts. */
    List<Judgement> run(VectorCase one);

    /** Runs what a file says beside its cases, usually nothing. */
    default List<Judgement> beside(VectorFile file) {
        return List.of();
    }
}
