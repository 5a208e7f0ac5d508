package org.voiceport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be told of the scripts for Windows without one. */
class WindowsScriptsTest {
    private static final Path INSTALL = Path.of("src", "dist", "windows", "install-service.cmd");
    private static final Path UNINSTALL = Path.of("src", "dist", "windows", "uninstall-service.cmd");
    private static final Path LAUNCHER = Path.of("scripts", "voiceportd.cmd");
    private static final Path ARCHIVE = Path.of("src", "dist", "archive.xml");

    /** Parameters of procrun, as version 1.5.1 documents them. */
    private static final Set<String> KNOWN = Set.of(
            "Description",
            "DisplayName",
            "Install",
            "Startup",
            "Type",
            "DependsOn",
            "Environment",
            "User",
            "Password",
            "ServiceUser",
            "ServicePassword",
            "LibraryPath",
            "JavaHome",
            "Jvm",
            "JvmOptions",
            "JvmOptions9",
            "Classpath",
            "JvmMs",
            "JvmMx",
            "JvmSs",
            "StartMode",
            "StartImage",
            "StartPath",
            "StartClass",
            "StartMethod",
            "StartParams",
            "StopMode",
            "StopImage",
            "StopPath",
            "StopClass",
            "StopMethod",
            "StopParams",
            "StopTimeout",
            "LogPath",
            "LogPrefix",
            "LogLevel",
            "LogJniMessages",
            "StdOutput",
            "StdError",
            "PidFile");

    private static String script(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.US_ASCII);
    }

    /** The options that the service is installed with. */
    private static Map<String, String> options() throws IOException {
        Map<String, String> options = new TreeMap<>();
        Matcher option = Pattern.compile("(?m)^ (--|\\+\\+)(\\w+)=(\"[^\"]*\"|\\S+)( \\^)?$")
                .matcher(script(INSTALL));
        while (option.find()) {
            options.merge(option.group(2), option.group(3).replace("\"", ""), (one, more) -> one + ";" + more);
        }
        return options;
    }

    @Test
    void service_is_installed_with_options_that_procrun_knows() throws IOException {
        Set<String> unknown = new TreeSet<>(options().keySet());
        unknown.removeAll(KNOWN);
        assertEquals(Set.of(), unknown);
        // None was missed by the pattern: a line that goes on is followed by one that is an option.
        long lines = script(INSTALL)
                .lines()
                .filter(line -> line.matches(" (--|\\+\\+).*"))
                .count();
        assertEquals(lines, options().size() + 1, "JvmOptions stands there twice");
        List<String> all = script(INSTALL).lines().toList();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).endsWith("^")) {
                assertTrue(all.get(i + 1).startsWith(" "), all.get(i));
            }
        }
    }

    @Test
    void class_and_methods_that_the_service_calls_are_there() throws Exception {
        Map<String, String> options = options();
        for (String phase : List.of("Start", "Stop")) {
            assertEquals("jvm", options.get(phase + "Mode"));
            Class<?> called = Class.forName(options.get(phase + "Class"));
            Method method = called.getMethod(options.get(phase + "Method"), String[].class);
            assertTrue(Modifier.isStatic(method.getModifiers()) && method.getReturnType() == void.class);
            assertTrue(Modifier.isPublic(called.getModifiers()));
        }
        // The daemon gives itself 8 s.
        assertTrue(Integer.parseInt(options.get("StopTimeout")) > 8);
    }

    @Test
    void service_has_the_flags_of_the_launcher() throws IOException {
        Set<String> flags = Pattern.compile("(--[a-z-]+=\\S+)")
                .matcher(script(LAUNCHER))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
        assertFalse(flags.isEmpty());
        assertEquals(flags, Set.of(options().get("JvmOptions9").split(";")));
        assertEquals(
                Set.of("-Dvoiceportd.home=%VP_HOME%", "-Dvoiceportd.config=%VP_HOME%\\config\\voiceportd.yaml", "-Xrs"),
                Set.of(options().get("JvmOptions").split(";")));
        assertTrue(script(LAUNCHER).contains("\"VP_CONFIG=%VP_HOME%\\config\\voiceportd.yaml\""));
    }

    @Test
    void archive_has_the_scripts_with_the_line_ends_of_windows() throws IOException {
        String archive = Files.readString(ARCHIVE);
        for (Path script : List.of(LAUNCHER, INSTALL, UNINSTALL)) {
            Matcher file = Pattern.compile(
                            "<source>" + Pattern.quote(script.toString().replace('\\', '/')) + "</source>(.*?)</file>",
                            Pattern.DOTALL)
                    .matcher(archive);
            assertTrue(file.find(), script::toString);
            assertTrue(file.group(1).contains("<outputDirectory>bin</outputDirectory>"), script::toString);
            assertTrue(file.group(1).contains("<lineEnding>crlf</lineEnding>"), script::toString);
        }
        assertTrue(archive.contains("<directory>docs</directory>"));
        assertTrue(archive.contains("<source>target/voiceportd.jar</source>"));
        assertTrue(archive.contains("<outputDirectory>certs</outputDirectory>"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"install-service.cmd", "uninstall-service.cmd"})
    void script_names_files_and_labels_that_there_are(String name) throws IOException {
        String script = script(INSTALL.resolveSibling(name));
        List<String> missing = new ArrayList<>();
        Pattern.compile("docs\\\\\\w+\\.md").matcher(script).results().forEach(found -> {
            if (!Files.exists(Path.of(found.group().replace('\\', '/')))) {
                missing.add(found.group());
            }
        });
        Pattern.compile("call (:\\w+)").matcher(script).results().forEach(found -> {
            if (script.lines().noneMatch(found.group(1)::equals)) {
                missing.add(found.group(1));
            }
        });
        assertEquals(List.of(), missing);
        assertTrue(script.contains("docs\\windows.md"));
    }

    /** A bracket in a directory's name, as in {@code Program Files (x86)}, ends a block, unless it stands in quotes. */
    @ParameterizedTest
    @ValueSource(strings = {"install-service.cmd", "uninstall-service.cmd"})
    void directory_of_any_name_breaks_no_line(String name) throws IOException {
        for (String line : script(INSTALL.resolveSibling(name)).lines().toList()) {
            if (!line.startsWith("rem ")) {
                String outside = line.replaceAll("\"[^\"]*\"", "");
                assertFalse(outside.matches(".*%(VP_HOME|VP_BIN|VP_RUN|VP_JAVA|VP_JVM|VP_CP)%.*"), line);
            }
        }
    }
}
