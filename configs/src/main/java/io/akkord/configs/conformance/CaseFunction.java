package io.akkord.configs.conformance;

import io.akkord.configs.vectors.Value;
import java.util.Map;

/** A peer's function in terms of ours: from a case's inputs to its outputs by the names the case uses. */
@FunctionalInterface
interface CaseFunction {

    /** The output that is no number but a remark for the list, such as which rows were left out. */
    String REMARK = "remark of ours";

    /**
     * Numbers, flags and texts, arrays of them, or maps of such; more than the case expects does no harm. Rows that are
     * {@link Comparison#LEFT_OUT} are not compared.
     *
     * @throws Unsupported if the case asks for what is no setting of ours, or encodes a peer's fault
     */
    Map<String, Object> apply(Value in);
}
