package io.akkord.algorithms.experience;

import java.util.List;

/** One row of an experience: a prompt, a rollout, a demonstration, a pair or a labelled response. */
public interface Row {

    /** The sequences a network reads for this row; every row of a column has the same number of them. */
    List<Sequence> sequences();
}
