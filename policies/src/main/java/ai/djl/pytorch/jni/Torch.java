package ai.djl.pytorch.jni;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.NullMarked;

/**
 * The one door to libtorch: DJL's package-private native calls on raw handles, none of its object model.
 *
 * <p>Only {@code io.akkord.policies.tensor} may use it. It lives in DJL's package because the calls are package-private
 * there. A handle is an owned pointer: each must be deleted once, and none is checked here.
 */
@NullMarked
public final class Torch {

    private static final PyTorchLibrary LIBRARY = PyTorchLibrary.LIB;
    private static final int[] CPU = {0, -1};
    private static final int STRIDED = 0;
    private static final int COPY_BUFFER_BYTES = 1 << 16;

    private Torch() {}

    /** Loads libtorch into this process; later calls do nothing. */
    public static void load() {
        LibUtils.loadLibrary();
    }

    /**
     * Prepares the calling thread, for torch keeps these settings thread by thread: one intra-op thread, no profiling
     * graph executor (its results are not repeatable bit by bit), no recording of gradients.
     */
    public static void prepareThread() {
        LIBRARY.torchSetNumThreads(1);
        LIBRARY.setGraphExecutorOptimize(false);
        LIBRARY.torchSetGradMode(false);
    }

    public static boolean recordsGradients() {
        return LIBRARY.torchIsGradMode();
    }

    public static void recordGradients(boolean on) {
        LIBRARY.torchSetGradMode(on);
    }

    /** A tensor of zeros that torch owns. */
    public static long zeros(int type, long... shape) {
        return LIBRARY.torchZeros(shape, type, STRIDED, CPU, false);
    }

    public static void deleteTensor(long tensor) {
        LIBRARY.torchDeleteTensor(tensor);
    }

    public static long[] shape(long tensor) {
        return LIBRARY.torchSizes(tensor);
    }

    /** DJL's number of the element type. */
    public static int type(long tensor) {
        return LIBRARY.torchDType(tensor);
    }

    public static boolean isContiguous(long tensor) {
        return LIBRARY.torchIsContiguous(tensor);
    }

    /** A view of the tensor's elements {@code [start, stop)} along its outermost axis. */
    public static long slice(long tensor, long start, long stop) {
        return LIBRARY.torchSlice(tensor, 0, start, stop, 1);
    }

    /** The tensor's own memory, not a copy; it must not outlive the tensor, and holds less than 2 GiB. */
    public static ByteBuffer memory(long tensor) {
        return LIBRARY.torchDirectByteBuffer(tensor);
    }

    /** Makes the tensor a leaf whose gradient can be asked for, or an ordinary tensor again. */
    public static void requireGradient(long tensor, boolean required) {
        LIBRARY.torchAttachGrad(tensor, required);
    }

    public static boolean requiresGradient(long tensor) {
        return LIBRARY.torchRequiresGrad(tensor);
    }

    /** Loads a TorchScript archive. */
    public static long loadModule(byte[] archive) {
        try (var stream = new ByteArrayInputStream(archive)) {
            return LIBRARY.moduleLoad(stream, CPU, false, new byte[COPY_BUFFER_BYTES], -1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void deleteModule(long module) {
        LIBRARY.torchDeleteModule(module);
    }

    /** Runs a method of a module; the arguments stay the caller's, the result becomes the caller's. */
    public static long run(long module, String method, long[] arguments) {
        // The flag "train" keeps torch out of inference mode, whose tensors no gradient may ever touch.
        return LIBRARY.moduleRunMethod(module, method, arguments, true, false);
    }

    public static long argument(boolean value) {
        return LIBRARY.iValueFromBool(value);
    }

    public static long argument(long value) {
        return LIBRARY.iValueFromLong(value);
    }

    public static long argument(double value) {
        return LIBRARY.iValueFromDouble(value);
    }

    public static long argument(long[] values) {
        return LIBRARY.iValueFromLongList(values);
    }

    public static long tensorArgument(long tensor) {
        return LIBRARY.iValueFromTensor(tensor);
    }

    public static long tensorsArgument(long[] tensors) {
        return LIBRARY.iValueFromTensorList(tensors);
    }

    public static void deleteArgument(long argument) {
        LIBRARY.torchDeleteIValue(argument);
    }

    public static long toTensor(long result) {
        return LIBRARY.iValueToTensor(result);
    }

    public static long[] toTensors(long result) {
        return LIBRARY.iValueToTensorList(result);
    }

    public static double toDouble(long result) {
        return LIBRARY.iValueToDouble(result);
    }
}
