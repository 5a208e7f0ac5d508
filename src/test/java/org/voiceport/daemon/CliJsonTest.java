package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.voiceport.observe.Json;

class CliJsonTest {
    private static Object parsed(Json.Writer json) {
        return new Load(LoadSettings.builder().build()).loadFromString(json.toString());
    }

    @Test
    void members_are_separated_by_commas() {
        assertEquals(
                "{\"a\":\"x\",\"b\":1,\"c\":true,\"d\":0.5}",
                new Json.Writer()
                        .beginObject()
                        .put("a", "x")
                        .put("b", 1)
                        .put("c", true)
                        .put("d", 0.5)
                        .endObject()
                        .toString());
    }

    @Test
    void nested_objects_and_arrays_are_separated_by_commas() {
        Json.Writer json = new Json.Writer()
                .beginObject()
                .beginArray("empty")
                .endArray()
                .beginArray("words")
                .add("x")
                .add("y")
                .endArray()
                .beginObject("inner")
                .put("n", 1)
                .endObject()
                .put("last", 2)
                .endObject();
        assertEquals("{\"empty\":[],\"words\":[\"x\",\"y\"],\"inner\":{\"n\":1},\"last\":2}", json.toString());
    }

    @Test
    void objects_in_an_array_are_separated_by_commas() {
        Json.Writer json = new Json.Writer().beginObject().beginArray("rows");
        json.beginObject().put("n", 1).endObject();
        json.beginObject().put("n", 2).endObject();
        json.endArray().endObject();
        assertEquals(Map.of("rows", List.of(Map.of("n", 1), Map.of("n", 2))), parsed(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"quoted\"",
                "back\\slash",
                "line\nfeed",
                "\u0000\u001f\u007f",
                "tab\t",
                "Zoë 漢 \ud83d\udcde"
            })
    void text_survives(String text) {
        assertEquals(
                Map.of("text", text),
                parsed(new Json.Writer().beginObject().put("text", text).endObject()));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void number_that_json_has_not_is_null(double number) {
        assertEquals(
                "{\"n\":null}",
                new Json.Writer().beginObject().put("n", number).endObject().toString());
    }
}
