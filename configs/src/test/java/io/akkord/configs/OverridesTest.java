package io.akkord.configs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.typesafe.config.ConfigRenderOptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverridesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a.b=3                   | {"a":{"b":3}}
            a = 1e-3                | {"a":0.001}
            a=true                  | {"a":true}
            a=null                  | {"a":null}
            a=two words             | {"a":"two words"}
            a="3"                   | {"a":"3"}
            a=[x, 2]                | {"a":["x",2]}
            a={b = 1}               | {"a":{"b":1}}
            a=                      | {"a":""}
            a=../models/my-model_1  | {"a":"../models/my-model_1"}
            a=x#y                   | {"a":"x#y"}
            a=http://host//x        | {"a":"http://host//x"}
            a=b=c                   | {"a":"b=c"}
            a=1, seed = 3           | {"a":"1, seed = 3"}
            "a.b"=3                 | {"a.b":3}
            """)
    void aValueIsHoconWhereItCanBe(String override, String json) {
        assertEquals(json, read(override));
    }

    @Test
    void theLaterOfTwoWins() {
        assertEquals("{\"a\":2,\"b\":{\"c\":1,\"d\":4}}", read("a=1", "b.c=1", "a=2", "b.d=4"));
    }

    private static String read(String... overrides) {
        return Overrides.parse(List.of(overrides)).root().render(ConfigRenderOptions.concise());
    }
}
