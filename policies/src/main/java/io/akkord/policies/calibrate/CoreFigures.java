package io.akkord.policies.calibrate;

import java.util.List;

/**
 * What one core reached.
 *
 * @param products float32 matrix products, from small to large
 * @param copyBytesPerSecond of copying tensors that no cache holds; a byte read and written counts twice
 * @param readBytesPerSecond of reading a matrix that no cache holds in a matrix-vector product
 * @param hostBytesPerSecond between a tensor and a Java array, one way, the slower of the two
 * @param operatorSeconds of one operator on one number inside a script
 * @param callSeconds of a native call around it, there and back
 */
public record CoreFigures(
        List<Product> products,
        double copyBytesPerSecond,
        double readBytesPerSecond,
        double hostBytesPerSecond,
        double operatorSeconds,
        double callSeconds) {

    /**
     * How fast {@code [rows, inner] * [inner, columns]} is multiplied, as a layer multiplies tokens with its weights.
     *
     * @param flopsPerSecond two for each of the {@code rows * inner * columns} products
     */
    public record Product(int rows, int inner, int columns, double flopsPerSecond) {}

    public CoreFigures {
        products = List.copyOf(products);
    }

    /** The fastest product. */
    public double flopsPerSecond() {
        return products.stream().mapToDouble(Product::flopsPerSecond).max().orElseThrow();
    }
}
