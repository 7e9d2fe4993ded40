package io.akkord.placement.embedded;

/** What a call asks of a core, counted by the kinds of operation that {@link CoreSpeed} prices. */
final class Operations {

    /** FLOP of attention backward for one forward: five products instead of two, and on short rows all of it in caches. */
    private static final double ATTENTION_BACKWARD = 5.6;

    private static final double HEADS_BACKWARD = 2;

    /** Numbers that pass through operators backward for one forward, and operators themselves. */
    private static final double ELEMENTS_BACKWARD = 2;

    private static final double OPERATORS_BACKWARD = 2;

    /** Numbers that pass backward through the derivative of one exponential. */
    private static final double ELEMENTS_PER_EXPONENTIAL = 3;

    private static final int NUMBER_BYTES = 4;

    private double productFlop;
    private double attentionFlop;
    private double elements;
    private double exponentials;
    private double sums;
    private double updates;
    private double weightBytes;
    private double cachedBytes;
    private double copiedBytes;
    private double calls;
    private double operators;
    private double heads;
    private double decodedHeads;
    private double tokens;
    private double exchangeSeconds;

    /** {@code [rows, inner] * [inner, columns]}, the second factor weights. */
    void product(double rows, double inner, double columns) {
        productFlop += 2 * rows * inner * columns;
        weightBytes += NUMBER_BYTES * inner * columns;
        operators++;
    }

    /** Full attention of a row over itself; half of it is masked, and still costs. */
    void attend(int headCount, int headSize, double length) {
        heads += headCount;
        attentionFlop += 4 * headCount * headSize * length * length;
    }

    /** Attention of one new token for each of {@code rows} over the columns of a cache. */
    void attendCached(double rows, int keyValueHeads, int headSize, double columns) {
        decodedHeads += rows * keyValueHeads;
        cachedBytes += 2 * NUMBER_BYTES * rows * keyValueHeads * headSize * columns;
    }

    void elements(double numbers) {
        elements += numbers;
    }

    void exponentials(double numbers) {
        exponentials += numbers;
    }

    void sums(double numbers) {
        sums += numbers;
    }

    void updates(double parameters) {
        updates += parameters;
    }

    /** Numbers of a cache that are copied, read and written. */
    void cached(double numbers) {
        cachedBytes += 2 * NUMBER_BYTES * numbers;
    }

    /** Numbers that leave for the Java heap. */
    void copied(double numbers) {
        copiedBytes += 2 * NUMBER_BYTES * numbers;
    }

    void calls(double count) {
        calls += count;
    }

    void operators(double count) {
        operators += count;
    }

    void tokens(double count) {
        tokens += count;
    }

    /** Seconds of waiting for the numbers of other ranks, forward. */
    void exchange(double seconds) {
        exchangeSeconds += seconds;
    }

    void add(Operations other) {
        add(other, 1);
    }

    /** All of {@code other}, {@code times}. */
    void add(Operations other, double times) {
        productFlop += times * other.productFlop;
        attentionFlop += times * other.attentionFlop;
        elements += times * other.elements;
        exponentials += times * other.exponentials;
        sums += times * other.sums;
        updates += times * other.updates;
        weightBytes += times * other.weightBytes;
        cachedBytes += times * other.cachedBytes;
        copiedBytes += times * other.copiedBytes;
        calls += times * other.calls;
        operators += times * other.operators;
        heads += times * other.heads;
        decodedHeads += times * other.decodedHeads;
        tokens += times * other.tokens;
        exchangeSeconds += times * other.exchangeSeconds;
    }

    /** The way back through a forward pass: two products for each, derivatives instead of functions, gradients exchanged. */
    void addBackward(Operations forward) {
        productFlop += 2 * forward.productFlop;
        weightBytes += 2 * forward.weightBytes;
        attentionFlop += ATTENTION_BACKWARD * forward.attentionFlop;
        heads += HEADS_BACKWARD * forward.heads;
        elements += ELEMENTS_BACKWARD * forward.elements + ELEMENTS_PER_EXPONENTIAL * forward.exponentials;
        operators += OPERATORS_BACKWARD * forward.operators;
        exchangeSeconds += forward.exchangeSeconds;
    }

    double productFlop() {
        return productFlop;
    }

    double attentionFlop() {
        return attentionFlop;
    }

    double elements() {
        return elements;
    }

    double exponentials() {
        return exponentials;
    }

    double sums() {
        return sums;
    }

    double updates() {
        return updates;
    }

    double weightBytes() {
        return weightBytes;
    }

    double cachedBytes() {
        return cachedBytes;
    }

    double copiedBytes() {
        return copiedBytes;
    }

    double calls() {
        return calls;
    }

    double operators() {
        return operators;
    }

    double heads() {
        return heads;
    }

    double decodedHeads() {
        return decodedHeads;
    }

    double tokens() {
        return tokens;
    }

    double exchangeSeconds() {
        return exchangeSeconds;
    }
}
