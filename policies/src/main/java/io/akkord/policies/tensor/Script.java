package io.akkord.policies.tensor;

import ai.djl.pytorch.jni.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A TorchScript program made from source text, without Python.
 *
 * <p>One native call runs a whole method, so a layer costs what its mathematics costs. The language is the one that
 * {@code torch.jit.save} writes: {@code torch.NAME} for any operator of libtorch, {@code (self).method(a, b, )} for a
 * method of the same text, Python's {@code for} and {@code if}, every argument typed. A mistake in the text is reported
 * by the constructor, one in the shapes by the call, both with the line.
 */
public final class Script implements AutoCloseable {

    private long module;

    /** Compiles methods, each indented by two spaces. */
    public Script(String methods) {
        Device.requireThread();
        this.module = Torch.loadModule(ScriptArchive.of(methods));
    }

    /** Starts a call of the method. */
    public Call call(String method) {
        if (module == 0) {
            throw new IllegalStateException("the script is closed");
        }
        return new Call(method);
    }

    @Override
    public void close() {
        if (module != 0) {
            Torch.deleteModule(module);
            module = 0;
        }
    }

    /** A call whose arguments are being collected, in the method's order. */
    public final class Call {

        private final String method;
        private final List<LongSupplier> arguments = new ArrayList<>();

        private Call(String method) {
            this.method = method;
        }

        public Call with(Tensor tensor) {
            return with(() -> Torch.tensorArgument(tensor.handle()));
        }

        public Call with(List<Tensor> tensors) {
            return with(() -> Torch.tensorsArgument(
                    tensors.stream().mapToLong(Tensor::handle).toArray()));
        }

        public Call with(long value) {
            return with(() -> Torch.argument(value));
        }

        public Call with(double value) {
            return with(() -> Torch.argument(value));
        }

        public Call with(boolean value) {
            return with(() -> Torch.argument(value));
        }

        /** A list of integers. */
        public Call with(long[] values) {
            return with(() -> Torch.argument(values));
        }

        private Call with(LongSupplier argument) {
            arguments.add(argument);
            return this;
        }

        /** Runs the method, which answers one tensor; the scope owns it. */
        public Tensor tensor(Scope scope) {
            long result = run();
            try {
                return scope.own(new Tensor(Torch.toTensor(result)));
            } finally {
                Torch.deleteArgument(result);
            }
        }

        /** Runs the method, which answers a list of tensors; the scope owns them. */
        public List<Tensor> tensors(Scope scope) {
            long result = run();
            try {
                var tensors = new ArrayList<Tensor>();
                for (long handle : Torch.toTensors(result)) {
                    tensors.add(scope.own(new Tensor(handle)));
                }
                return tensors;
            } finally {
                Torch.deleteArgument(result);
            }
        }

        /** Runs the method, which answers a float. */
        public double number() {
            long result = run();
            try {
                return Torch.toDouble(result);
            } finally {
                Torch.deleteArgument(result);
            }
        }

        /** Runs the method for its effect; whatever it answers is dropped. */
        public void effect() {
            Torch.deleteArgument(run());
        }

        private long run() {
            Device.requireThread();
            var handles = new long[arguments.size()];
            int made = 0;
            try {
                for (; made < handles.length; made++) {
                    handles[made] = arguments.get(made).getAsLong();
                }
                return Torch.run(module, method, handles);
            } finally {
                for (int i = 0; i < made; i++) {
                    Torch.deleteArgument(handles[i]);
                }
            }
        }
    }
}
