package org.voiceport.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** The schema that editors complete and check by says what the reader says. */
class SchemaTest {
    private static final Path EXAMPLE = Path.of("config/voiceportd.yaml");
    private static final Path SCHEMA = Path.of("config/voiceportd.schema.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String UNSEEN = """
            duplicate names
            too many ports
            the role mwi without numbers
            a secure port without trust and identity
            a secure port with trust that trusts nobody
            tftp without a file
            UDP ports out of range
            the same message-waiting number twice
            a mailboxes file that isn't there
            retries that shrink""";

    @TempDir
    Path directory;

    /** Made anew by: mvn test -Dtest=SchemaTest -Dvoiceport.schema=write. */
    @Test
    void file_is_what_the_reader_knows() throws Exception {
        JsonNode made = JSON.readTree(Tree.json(new SchemaWalk(directory, EXAMPLE).schema()));
        if ("write".equals(System.getProperty("voiceport.schema"))) {
            Files.writeString(SCHEMA, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(made) + "\n");
        }
        assertEquals(JSON.readTree(SCHEMA.toFile()), made, "make it anew, as this test says");
    }

    @Test
    void every_key_is_documented_with_its_default() throws Exception {
        SchemaWalk walk = new SchemaWalk(directory, EXAMPLE);
        walk.schema();
        List<String> undocumented = new ArrayList<>();
        for (String key : walk.leaves()) {
            String comment = walk.comment(key);
            int at = comment.lastIndexOf("Default");
            Optional<String> shown = walk.defaultOf(key)
                    .map(value -> value instanceof List<?> list && list.isEmpty() ? "none" : value.toString());
            boolean told = comment.contains("Required")
                    || comment.contains("Either this")
                    || comment.startsWith("or the name")
                    || key.startsWith(
                            "timings.") // told once for all: the values are the defaults, as ExampleTest holds
                    || (at >= 0 && shown.map(comment.substring(at)::contains).orElse(true));
            if (!told) {
                undocumented.add(key + ": " + comment + " / " + shown);
            }
        }
        assertEquals(List.of(), undocumented);
        assertTrue(walk.leaves().size() > 60, walk.leaves()::toString);
    }

    /** What holds a secret is a file or the environment; these name them. */
    @Test
    void no_key_takes_a_secret() throws Exception {
        SchemaWalk walk = new SchemaWalk(directory, EXAMPLE);
        walk.schema();
        List<String> suspicious = walk.leaves().stream()
                .filter(key -> key.matches("(?i).*(password|secret|pin|token|key|credential|phrase).*"))
                .toList();
        assertEquals(List.of("trust.pins", "identity.passwordFile", "identity.passwordEnv"), suspicious);
    }

    private static JsonSchema schema() throws Exception {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(Files.readString(SCHEMA));
    }

    private static Set<String> complaints(JsonSchema schema, String yaml) {
        Object loaded = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        Set<String> all = new TreeSet<>();
        schema.validate(JSON.valueToTree(loaded)).forEach(message -> all.add(message.getMessage()));
        return all;
    }

    static Stream<Path> examples() {
        return Stream.of("voiceportd", "examples/lab", "examples/encrypted-group", "examples/migration")
                .map(name -> Path.of("config", name + ".yaml"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void examples_are_right_and_point_to_the_schema(Path file) throws Exception {
        ConfigResult result = ConfigReader.read(file);
        assertInstanceOf(ConfigResult.Valid.class, result, result::toString);
        String yaml = Files.readString(file);
        assertEquals(Set.of(), complaints(schema(), yaml));
        String named = yaml.lines().findFirst().orElseThrow().replaceFirst("^# yaml-language-server: \\$schema=", "");
        assertTrue(Files.isSameFile(SCHEMA, file.resolveSibling(named)));
        assertTrue(complaints(schema(), EffectiveConfig.yaml(((ConfigResult.Valid) result).config()))
                .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"lab", "encrypted-group", "migration"})
    void examples_are_named_in_the_readme(String name) throws Exception {
        assertTrue(Files.readString(Path.of("README.md")).contains("`" + name + ".yaml`"));
    }

    /** A single key's faults are seen; what needs two keys, or a range's arithmetic, is left to {@code check}. */
    @Test
    void bad_files_are_refused_where_a_schema_can_see_it() throws Exception {
        JsonSchema schema = schema();
        List<String> unseen = new ArrayList<>();
        for (BadFilesTest.Case bad : BadFilesTest.cases("/config/bad-daemon.txt")) {
            try {
                if (complaints(schema, bad.yaml()).isEmpty()) {
                    unseen.add(bad.name().replace(" + base", ""));
                }
            } catch (YamlEngineException broken) {
                assertFalse(bad.errors().isEmpty()); // the parser of an editor sees it before
            }
        }
        assertEquals(UNSEEN, String.join("\n", unseen));
    }
}
