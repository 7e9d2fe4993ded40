package io.akkord.placement.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownModelsTest {

    /** Totals of the safetensors headers on the Hugging Face hub. */
    @ParameterizedTest
    @CsvSource({
        "llama-2-7b, 6738415616",
        "llama-2-13b, 13015864320",
        "llama-2-34b, 33743970304",
        "llama-2-70b, 68976648192",
        "mistral-7b, 7241732096",
        "llama-3-8b, 8030261248",
        "llama-3-70b, 70553706496",
        "llama-3.1-405b, 405853388800",
        "llama-3.2-1b, 1235814400",
        "llama-3.2-3b, 3212749824",
        "qwen-2.5-0.5b, 494032768",
        "qwen-2.5-1.5b, 1543714304",
        "qwen-2.5-3b, 3085938688",
        "qwen-2.5-7b, 7615616512",
        "qwen-2.5-14b, 14770033664",
        "qwen-2.5-32b, 32763876352",
        "qwen-2.5-72b, 72706203648",
        "gpt2, 124439808",
        "gpt2-medium, 354823168",
        "gpt2-large, 774030080",
        "gpt2-xl, 1557611200",
    })
    void aModelHasItsPublishedParameters(String name, long parameters) {
        assertEquals(parameters, KnownModels.find(name).orElseThrow().parameters());
    }

    /** Narayanan et al. 2021, table 1, in billions, and Brown et al. 2020, which rounds to 0.1 of a billion or more. */
    @ParameterizedTest
    @CsvSource({
        "megatron-1.7b, 1.7",
        "megatron-3.6b, 3.6",
        "megatron-7.5b, 7.5",
        "megatron-18b, 18.4",
        "megatron-39b, 39.1",
        "megatron-76b, 76.1",
        "megatron-145b, 145.6",
        "megatron-310b, 310.1",
        "megatron-530b, 529.6",
        "megatron-1t, 1008.0",
        "gpt-3-6.7b, 6.7",
        "gpt-3-175b, 174.6",
    })
    void aModelOfATableHasItsBillions(String name, double billions) {
        long parameters = KnownModels.find(name).orElseThrow().parameters();
        assertEquals(billions, Math.round(parameters / 1e8) / 10.0);
    }

    @Test
    void namesAreFoundWhateverTheirCase() {
        assertEquals(KnownModels.find("llama-2-70b"), KnownModels.find("Llama-2-70B"));
        assertEquals(Optional.empty(), KnownModels.find("llama-9"));
        assertTrue(KnownModels.names().stream()
                .allMatch(name -> KnownModels.find(name).isPresent()));
    }
}
