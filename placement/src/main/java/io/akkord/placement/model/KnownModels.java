package io.akkord.placement.model;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Shapes of published models by the names people use, so that a plan needs no download.
 *
 * <p>Llama, Qwen and Mistral: the {@code config.json} of each on the Hugging Face hub; the 34B of Llama 2 was published
 * as Code Llama. GPT-2: the same, and its sizes' names. GPT-3: Brown et al. 2020, table 2.1, with GPT-2's vocabulary.
 * Megatron: Narayanan et al. 2021, table 1, with a vocabulary of 51,200 and sequences of 2,048; MT-NLG (Smith et al. 2022)
 * is its 530b.
 */
public final class KnownModels {

    private static final int GPT2_VOCABULARY = 50_257;
    private static final int GPT2_POSITIONS = 1024;
    private static final int MEGATRON_VOCABULARY = 51_200;
    private static final int POSITIONS = 2048;
    private static final int LLAMA2_VOCABULARY = 32_000;
    private static final int LLAMA3_VOCABULARY = 128_256;
    private static final int QWEN_VOCABULARY = 152_064;
    private static final int QWEN_SMALL_VOCABULARY = 151_936;
    private static final int HEAD = 128;

    private static final Map<String, ModelShape> SHAPES = shapes();

    private KnownModels() {}

    /** The shape of a model, whatever the case of its name; empty where it is not known. */
    public static Optional<ModelShape> find(String name) {
        return Optional.ofNullable(SHAPES.get(name.toLowerCase(Locale.ROOT)));
    }

    /** All names, sorted. */
    public static List<String> names() {
        return List.copyOf(SHAPES.keySet());
    }

    private static Map<String, ModelShape> shapes() {
        var shapes = new TreeMap<String, ModelShape>();
        addLlamas(shapes);
        addQwens(shapes);
        addGpts(shapes);
        addMegatrons(shapes);
        return shapes;
    }

    private static void addLlamas(Map<String, ModelShape> shapes) {
        shapes.put("llama-2-7b", llama(LLAMA2_VOCABULARY, 4096, 32, 32, 32, 11_008));
        shapes.put("llama-2-13b", llama(LLAMA2_VOCABULARY, 5120, 40, 40, 40, 13_824));
        shapes.put("llama-2-34b", llama(LLAMA2_VOCABULARY, 8192, 48, 64, 8, 22_016));
        shapes.put("llama-2-70b", llama(LLAMA2_VOCABULARY, 8192, 80, 64, 8, 28_672));
        shapes.put("mistral-7b", llama(LLAMA2_VOCABULARY, 4096, 32, 32, 8, 14_336));
        ModelShape small = llama(LLAMA3_VOCABULARY, 4096, 32, 32, 8, 14_336);
        ModelShape large = llama(LLAMA3_VOCABULARY, 8192, 80, 64, 8, 28_672);
        shapes.put("llama-3-8b", small);
        shapes.put("llama-3-70b", large);
        shapes.put("llama-3.1-8b", small);
        shapes.put("llama-3.1-70b", large);
        shapes.put("llama-3.1-405b", llama(LLAMA3_VOCABULARY, 16_384, 126, 128, 8, 53_248));
        shapes.put("llama-3.2-1b", tied(Family.LLAMA, LLAMA3_VOCABULARY, 2048, 16, 32, 8, 64, 8192));
        shapes.put("llama-3.2-3b", tied(Family.LLAMA, LLAMA3_VOCABULARY, 3072, 28, 24, 8, HEAD, 8192));
        shapes.put("llama-3.3-70b", large);
    }

    private static void addQwens(Map<String, ModelShape> shapes) {
        shapes.put("qwen-2.5-0.5b", tied(Family.QWEN, QWEN_SMALL_VOCABULARY, 896, 24, 14, 2, 64, 4864));
        shapes.put("qwen-2.5-1.5b", tied(Family.QWEN, QWEN_SMALL_VOCABULARY, 1536, 28, 12, 2, HEAD, 8960));
        shapes.put("qwen-2.5-3b", tied(Family.QWEN, QWEN_SMALL_VOCABULARY, 2048, 36, 16, 2, HEAD, 11_008));
        shapes.put("qwen-2.5-7b", qwen(3584, 28, 28, 4, 18_944));
        shapes.put("qwen-2.5-14b", qwen(5120, 48, 40, 8, 13_824));
        shapes.put("qwen-2.5-32b", qwen(5120, 64, 40, 8, 27_648));
        shapes.put("qwen-2.5-72b", qwen(8192, 80, 64, 8, 29_568));
    }

    private static void addGpts(Map<String, ModelShape> shapes) {
        shapes.put("gpt2", gpt(GPT2_VOCABULARY, GPT2_POSITIONS, 768, 12, 12));
        shapes.put("gpt2-medium", gpt(GPT2_VOCABULARY, GPT2_POSITIONS, 1024, 24, 16));
        shapes.put("gpt2-large", gpt(GPT2_VOCABULARY, GPT2_POSITIONS, 1280, 36, 20));
        shapes.put("gpt2-xl", gpt(GPT2_VOCABULARY, GPT2_POSITIONS, 1600, 48, 25));
        shapes.put("gpt-3-6.7b", gpt(GPT2_VOCABULARY, POSITIONS, 4096, 32, 32));
        shapes.put("gpt-3-175b", gpt(GPT2_VOCABULARY, POSITIONS, 12_288, 96, 96));
    }

    private static void addMegatrons(Map<String, ModelShape> shapes) {
        shapes.put("megatron-1.7b", gpt(MEGATRON_VOCABULARY, POSITIONS, 2304, 24, 24));
        shapes.put("megatron-3.6b", gpt(MEGATRON_VOCABULARY, POSITIONS, 3072, 30, 32));
        shapes.put("megatron-7.5b", gpt(MEGATRON_VOCABULARY, POSITIONS, 4096, 36, 32));
        shapes.put("megatron-18b", gpt(MEGATRON_VOCABULARY, POSITIONS, 6144, 40, 48));
        shapes.put("megatron-39b", gpt(MEGATRON_VOCABULARY, POSITIONS, 8192, 48, 64));
        shapes.put("megatron-76b", gpt(MEGATRON_VOCABULARY, POSITIONS, 10_240, 60, 80));
        shapes.put("megatron-145b", gpt(MEGATRON_VOCABULARY, POSITIONS, 12_288, 80, 96));
        shapes.put("megatron-310b", gpt(MEGATRON_VOCABULARY, POSITIONS, 16_384, 96, 128));
        shapes.put("megatron-530b", gpt(MEGATRON_VOCABULARY, POSITIONS, 20_480, 105, 128));
        shapes.put("megatron-1t", gpt(MEGATRON_VOCABULARY, POSITIONS, 25_600, 128, 160));
        shapes.put("mt-nlg-530b", gpt(MEGATRON_VOCABULARY, POSITIONS, 20_480, 105, 128));
    }

    private static ModelShape llama(
            int vocabulary, int hidden, int layers, int heads, int keyValueHeads, int intermediate) {
        return new ModelShape(
                Family.LLAMA, vocabulary, hidden, layers, heads, keyValueHeads, HEAD, intermediate, 0, false, false);
    }

    private static ModelShape qwen(int hidden, int layers, int heads, int keyValueHeads, int intermediate) {
        return new ModelShape(
                Family.QWEN,
                QWEN_VOCABULARY,
                hidden,
                layers,
                heads,
                keyValueHeads,
                HEAD,
                intermediate,
                0,
                false,
                false);
    }

    private static ModelShape tied(
            Family family,
            int vocabulary,
            int hidden,
            int layers,
            int heads,
            int keyValueHeads,
            int headSize,
            int intermediate) {
        return new ModelShape(
                family, vocabulary, hidden, layers, heads, keyValueHeads, headSize, intermediate, 0, true, false);
    }

    private static ModelShape gpt(int vocabulary, int positions, int hidden, int layers, int heads) {
        return new ModelShape(
                Family.GPT,
                vocabulary,
                hidden,
                layers,
                heads,
                heads,
                hidden / heads,
                4 * hidden,
                positions,
                true,
                false);
    }
}
