package org.voiceport.sccp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Reads JSON test data with the YAML library that the daemon has anyway: JSON is YAML. */
final class JsonResource {
    private JsonResource() {}

    static Object load(String path) {
        LoadSettings settings =
                LoadSettings.builder().setCodePointLimit(64 << 20).build();
        try (InputStream in = Objects.requireNonNull(JsonResource.class.getResourceAsStream(path), path)) {
            return new Load(settings).loadFromInputStream(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
