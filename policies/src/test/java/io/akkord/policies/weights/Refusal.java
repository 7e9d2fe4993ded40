package io.akkord.policies.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.akkord.algorithms.UserError;
import org.junit.jupiter.api.function.Executable;

/** What a user is told when an input is refused. */
public final class Refusal {

    private Refusal() {}

    /** The one sentence with which {@code attempt} is refused; anything but one sentence fails the test. */
    public static String of(Executable attempt) {
        String message = String.valueOf(assertThrows(UserError.class, attempt).getMessage());
        assertEquals(-1, message.indexOf('\n'), message);
        assertEquals(-1, message.indexOf(". "), message);
        return message;
    }
}
