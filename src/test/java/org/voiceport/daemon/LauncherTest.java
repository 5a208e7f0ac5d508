package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code scripts/voiceportd} with made-up JDKs and a made-up Maven, which print how they were called: what is judged is
 * the choice of the JDK, the build and the call of the JVM, not what the JVM then does.
 */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    private static final Path SCRIPT = Path.of("scripts", "voiceportd");
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    @TempDir
    private Path directory;

    /** Holds {@code scripts/voiceportd}. */
    private Path home;

    /** Stands for {@code /usr/lib/jvm}. */
    private Path jvms;

    private Path path;

    private record Run(int exit, String out, String err) {}

    @BeforeEach
    void install() throws Exception {
        home = Files.createDirectory(directory.resolve("with blank"));
        jvms = Files.createDirectory(directory.resolve("jvm"));
        path = Files.createDirectory(directory.resolve("bin"));
        Files.createDirectory(home.resolve("lib"));
        Files.createDirectory(home.resolve("scripts"));
        String script = Files.readString(SCRIPT);
        assertTrue(script.contains("/usr/lib/jvm/*/bin/java"));
        write(launcher(), script.replace("/usr/lib/jvm/", jvms + "/"));
    }

    private Path launcher() {
        return home.resolve("scripts").resolve("voiceportd");
    }

    private static Path write(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, script);
        assertTrue(file.toFile().setExecutable(true));
        return file;
    }

    /** A JDK that tells its release, and else prints its own name and how it was called, a word a line. */
    private Path jdk(Path jdk, String release) throws IOException {
        write(jdk.resolve("bin").resolve("java"), """
                #!/bin/sh
                if [ "$1" = -XshowSettings:properties ]; then
                  echo 'Property settings:' >&2
                  echo '    java.specification.version = %s' >&2
                  exit 0
                fi
                printf '%%s\\n' '%s' "$@"
                """.formatted(release, jdk.getFileName()));
        write(jdk.resolve("bin").resolve("javac"), "#!/bin/sh\n");
        return jdk;
    }

    private Run run(Path launcher, Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile());
        builder.environment().clear();
        builder.environment().put("PATH", path + ":/usr/bin:/bin");
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return new Run(
                process.exitValue(),
                Files.readString(directory.resolve("out")),
                Files.readString(directory.resolve("err")));
    }

    private Run run(Map<String, String> environment, String... arguments) throws Exception {
        return run(launcher(), environment, arguments);
    }

    /** Without a java on the PATH: only what the launcher itself needs. */
    private Map<String, String> noJavaOnPath() throws Exception {
        Path tools = Files.createDirectories(directory.resolve("tools"));
        for (String tool : List.of("sh", "dirname", "readlink", "sed", "head", "tail", "find", "mkdir", "touch")) {
            Path link = tools.resolve(tool);
            if (!Files.exists(link)) {
                Files.createSymbolicLink(link, which(tool));
            }
        }
        return Map.of("PATH", tools.toString());
    }

    private static Path which(String tool) {
        return List.of("/usr/bin", "/bin").stream()
                .map(place -> Path.of(place, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> and(Map<String, String> one, String name, Object value) {
        Map<String, String> both = new HashMap<>(one);
        both.put(name, value.toString());
        return both;
    }

    private void assertChosen(String jdk, Run run) {
        assertEquals(0, run.exit(), run::toString);
        assertEquals(jdk, run.out().lines().findFirst().orElse(""), run::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "dash", "bash"})
    void script_is_one_for_every_shell(String shell) throws Exception {
        Process check;
        try {
            check = new ProcessBuilder(shell, "-n", SCRIPT.toString())
                    .inheritIO()
                    .start();
        } catch (IOException e) {
            Assumptions.abort("there is no " + shell + ": " + e.getMessage());
            return;
        }
        assertEquals(0, check.waitFor());
    }

    @Test
    void no_jdk_at_all_says_what_to_do_and_exits_2() throws Exception {
        Run run = run(noJavaOnPath());
        assertEquals(
                new Run(
                        2,
                        "",
                        "voiceportd: no Java 17 or newer was found: install one (Debian: apt-get install"
                                + " openjdk-17-jdk-headless), or set JAVA_HOME to it\n"),
                run);
    }

    @Test
    void java_home_is_taken() throws Exception {
        assertChosen(
                "own",
                run(Map.of("JAVA_HOME", jdk(directory.resolve("own"), "17").toString())));
    }

    @Test
    void java_home_of_its_own_goes_before_the_common_one() throws Exception {
        Map<String, String> common =
                Map.of("JAVA_HOME", jdk(directory.resolve("common"), "17").toString());
        assertChosen("own", run(and(common, "VOICEPORTD_JAVA_HOME", jdk(directory.resolve("own"), "21"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.8", "11", "16"})
    void java_home_that_is_too_old_is_told_and_another_one_taken(String release) throws Exception {
        Path old = jdk(directory.resolve("old"), release);
        jdk(jvms.resolve("good"), "17");
        Run run = run(and(noJavaOnPath(), "JAVA_HOME", old));
        assertChosen("good", run);
        assertEquals("voiceportd: " + old + " holds no Java 17 or newer, looking further\n", run.err());
    }

    @Test
    void java_home_that_is_not_there_is_told_and_another_one_taken() throws Exception {
        jdk(jvms.resolve("good"), "17");
        Run run = run(and(noJavaOnPath(), "JAVA_HOME", directory.resolve("none")));
        assertChosen("good", run);
        assertTrue(run.err().contains(directory.resolve("none") + " holds no Java 17"), run::toString);
    }

    @Test
    void java_on_the_path_is_taken() throws Exception {
        Path onPath = jdk(directory.resolve("onpath"), "17");
        Files.createSymbolicLink(path.resolve("java"), onPath.resolve("bin/java"));
        jdk(jvms.resolve("other"), "25");
        assertChosen("onpath", run(Map.of()));
    }

    @Test
    void newest_installed_one_is_taken_if_the_path_has_none() throws Exception {
        jdk(jvms.resolve("java-11"), "11");
        jdk(jvms.resolve("java-17"), "17");
        jdk(jvms.resolve("java-25"), "25");
        jdk(jvms.resolve("java-8"), "1.8");
        assertChosen("java-25", run(noJavaOnPath()));
    }

    @Test
    void java_that_does_not_run_is_passed_over() throws Exception {
        write(directory.resolve("broken/bin/java"), "#!/bin/sh\nexit 1\n");
        jdk(jvms.resolve("good"), "17");
        assertChosen("good", run(and(noJavaOnPath(), "JAVA_HOME", directory.resolve("broken"))));
    }

    @Test
    void arguments_are_passed_on_as_they_are() throws Exception {
        Map<String, String> java =
                Map.of("JAVA_HOME", jdk(directory.resolve("own"), "17").toString());
        String[] arguments = {"check", "-c", "my file.yaml", "", "it's", "\"quoted\"", "*", "$HOME", "a\\b"};
        List<String> words = run(java, arguments).out().lines().toList();
        assertEquals(List.of(arguments), words.subList(words.size() - arguments.length, words.size()));
    }

    @Test
    void options_for_the_jvm_are_split_but_no_patterns() throws Exception {
        Map<String, String> java =
                Map.of("JAVA_HOME", jdk(directory.resolve("own"), "17").toString());
        List<String> words = run(and(java, "VOICEPORTD_OPTS", "-Xmx64m  -Dx=/*"), "version")
                .out()
                .lines()
                .toList();
        assertTrue(words.containsAll(List.of("-Xmx64m", "-Dx=/*")), words::toString);
    }

    @Test
    void installation_uses_its_lib_and_says_where_it_is() throws Exception {
        Map<String, String> java =
                Map.of("JAVA_HOME", jdk(directory.resolve("own"), "17").toString());
        List<String> words = run(java, "version").out().lines().toList();
        Path real = home.toRealPath();
        assertEquals(
                List.of(
                        "-Dvoiceportd.home=" + real,
                        "-Dvoiceportd.config=" + real + "/config/voiceportd.yaml",
                        "-cp",
                        real + "/lib/*",
                        Main.class.getName(),
                        "version"),
                words.subList(words.size() - 6, words.size()));
    }

    @Test
    void archive_of_classes_is_used_where_there_is_one_and_may_be_of_another_java() throws Exception {
        Map<String, String> java =
                Map.of("JAVA_HOME", jdk(directory.resolve("own"), "17").toString());
        assertFalse(run(java, "version").out().contains("SharedArchiveFile"));
        Path classes = Files.createFile(home.toRealPath().resolve("lib").resolve("voiceportd.jsa"));
        List<String> words = run(java, "version").out().lines().toList();
        assertTrue(words.contains("-XX:SharedArchiveFile=" + classes), words::toString);
        assertTrue(words.contains("-Xshare:auto"), words::toString);
        assertEquals(List.of(Main.class.getName(), "version"), words.subList(words.size() - 2, words.size()));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void archive_of_classes_is_made_in_a_directory_with_a_blank() throws Exception {
        Path bin = Files.createDirectory(home.resolve("bin"));
        write(bin.resolve("voiceportd"), Files.readString(launcher()));
        Path sharing = write(bin.resolve("share-classes"), Files.readString(Path.of("scripts", "share-classes")));
        Path jdk = jdk(directory.resolve("own"), "17");
        // What of the daemon and the call manager is waited for, and an archive at the end as the JVM makes it.
        write(jdk.resolve("bin").resolve("java"), """
                #!/bin/sh
                [ "$1" != -XshowSettings:properties ] || { echo '    java.specification.version = 17'; exit 0; }
                archive= base=
                for word in "$@"; do
                  case $word in
                    -XX:ArchiveClassesAtExit=*) archive=${word#*=} ;;
                    -XX:SharedArchiveFile=*) base=${word#*=} ;;
                    -*) ;;
                    run | simulate) command=$word ;;
                  esac
                done
                # No JVM makes one on top of another.
                [ -z "$archive" ] || [ -z "$base" ] || exit 1
                case ${command:-} in
                  simulate) echo listening; exec sleep 60 ;;
                  run)
                    trap 'echo classes >"$archive"; exit 0' TERM
                    echo 'CiscoUM1-VI1 registered '
                    echo 'CiscoUM1-VI2 registered '
                    sleep 60 >/dev/null 2>&1 &
                    wait ;;
                esac
                """);
        Run run = run(sharing, Map.of("JAVA_HOME", jdk.toString()));
        Path archive = home.toRealPath().resolve("lib").resolve("voiceportd.jsa");
        assertEquals(new Run(0, "made " + archive + "\n", ""), run);
        assertEquals("classes\n", Files.readString(archive));
        // As after an update, of Java or of this.
        Files.writeString(archive, "of another Java\n");
        assertEquals(run, run(sharing, Map.of("JAVA_HOME", jdk.toString())));
        assertEquals("classes\n", Files.readString(archive));
    }

    @Test
    void package_names_its_configuration_where_people_look_for_it() throws Exception {
        Files.createSymbolicLink(home.resolve("config"), Path.of("/etc/voiceportd"));
        Run run = run(Map.of("JAVA_HOME", jdk(directory.resolve("own"), "17").toString()), "check");
        assertTrue(run.out().contains("\n-Dvoiceportd.config=/etc/voiceportd/voiceportd.yaml\n"), run::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"17", "25"})
    void the_jdk_is_opened_for_the_faster_engine_of_srtp(String release) throws Exception {
        Map<String, String> java =
                Map.of("JAVA_HOME", jdk(directory.resolve("own"), release).toString());
        List<String> words = run(java, "version").out().lines().toList();
        assertTrue(words.contains("--add-opens=java.base/sun.security.provider=ALL-UNNAMED"), words::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"17", "22"})
    void older_java_gets_no_option_that_it_does_not_know(String release) throws Exception {
        Map<String, String> java =
                Map.of("JAVA_HOME", jdk(directory.resolve("own"), release).toString());
        assertFalse(run(java).out().contains("--sun-misc-unsafe-memory-access"));
    }

    @Test
    void newer_java_is_told_that_unsafe_access_is_meant() throws Exception {
        Map<String, String> java =
                Map.of("JAVA_HOME", jdk(directory.resolve("own"), "25").toString());
        assertTrue(run(java).out().contains("--sun-misc-unsafe-memory-access=allow"));
    }

    @Test
    void symbolic_links_to_the_launcher_work() throws Exception {
        Map<String, String> java =
                Map.of("JAVA_HOME", jdk(directory.resolve("own"), "17").toString());
        Path relative = directory.resolve("relative");
        Files.createSymbolicLink(relative, Path.of("with blank", "scripts", "voiceportd"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), relative);
        Run run = run(link, java, "version");
        assertTrue(run.out().contains(home.toRealPath() + "/lib/*"), run::toString);
    }

    @Test
    void symbolic_link_to_the_directory_of_scripts_works() throws Exception {
        Map<String, String> java =
                Map.of("JAVA_HOME", jdk(directory.resolve("own"), "17").toString());
        Path link = Files.createSymbolicLink(directory.resolve("linked"), home.resolve("scripts"));
        Run run = run(link.resolve("voiceportd"), java, "version");
        assertTrue(run.out().contains(home.toRealPath() + "/lib/*"), run::toString);
    }

    @Test
    void cdpath_leads_nowhere_else() throws Exception {
        Map<String, String> java =
                Map.of("JAVA_HOME", jdk(directory.resolve("own"), "17").toString());
        Run run = run(and(java, "CDPATH", directory.resolve("tools").toString()), "version");
        assertTrue(run.out().contains("-Dvoiceportd.home=" + home.toRealPath() + "\n"), run::toString);
    }

    @Test
    void launcher_without_a_lib_says_so() throws Exception {
        Files.delete(home.resolve("lib"));
        Run run = run(Map.of("JAVA_HOME", jdk(directory.resolve("own"), "17").toString()));
        assertEquals(2, run.exit());
        assertTrue(run.err().contains("lib is missing"), run::toString);
    }

    @Test
    void jvm_takes_the_launchers_place_so_that_signals_reach_it() throws Exception {
        Path jdk = jdk(directory.resolve("own"), "17");
        Path java = jdk.resolve("bin").resolve("java");
        Files.writeString(java, Files.readString(java) + "echo pid $$\n");
        ProcessBuilder builder = new ProcessBuilder(launcher().toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(directory.resolve("out").toFile());
        builder.environment().put("VOICEPORTD_JAVA_HOME", jdk.toString());
        Process process = builder.start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertTrue(Files.readString(directory.resolve("out")).endsWith("pid " + process.pid() + "\n"));
    }

    /** Makes a checkout: a Maven that makes the jar, and tells so on both its outputs. */
    private Map<String, String> checkout(String maven) throws Exception {
        Files.createDirectories(home.resolve("src/main/java"));
        Files.writeString(home.resolve("pom.xml"), "");
        Files.writeString(home.resolve("src/main/java/A.java"), "");
        write(path.resolve("mvn"), "#!/bin/sh\necho maven prints; echo maven warns >&2\n" + maven);
        return Map.of("JAVA_HOME", jdk(directory.resolve("own"), "17").toString());
    }

    private static final String BUILDS =
            "mkdir -p target/lib; echo build >>target/builds; [ -f target/voiceportd.jar ] || : >target/voiceportd.jar\n";

    private long builds() throws IOException {
        try (var lines = Files.lines(home.resolve("target/builds"))) {
            return lines.count();
        }
    }

    @Test
    void checkout_is_built_once() throws Exception {
        Map<String, String> java = checkout(BUILDS);
        run(java);
        Run run = run(java);
        assertEquals(1, builds());
        assertEquals("", run.err());
    }

    @Test
    void build_prints_nothing_on_standard_output() throws Exception {
        Run run = run(checkout(BUILDS));
        assertFalse(run.out().contains("maven"), run::toString);
        assertTrue(run.err().startsWith("voiceportd: building"), run::toString);
    }

    @Test
    void checkout_runs_what_it_built() throws Exception {
        Run run = run(checkout(BUILDS));
        Path target = home.toRealPath().resolve("target");
        assertTrue(run.out().contains("\n" + target + "/voiceportd.jar:" + target + "/lib/*\n"), run::toString);
        assertTrue(run.out().contains("\n-Dvoiceportd.config=config/voiceportd.yaml\n"), run::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pom.xml", "src/main/java/A.java", "src/main/java"})
    void newer_source_is_built_once_more(String source) throws Exception {
        Map<String, String> java = checkout(BUILDS);
        run(java);
        age();
        Files.setLastModifiedTime(
                home.resolve(source), FileTime.from(Instant.now().minusSeconds(1)));
        run(java);
        run(java);
        assertEquals(2, builds());
    }

    /** As if all had been written and built long ago. */
    private void age() throws IOException {
        try (var files = Files.walk(home)) {
            for (Path file : files.filter(f -> !Files.isSymbolicLink(f)).toList()) {
                Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
            }
        }
        Files.setLastModifiedTime(home.resolve("target/voiceportd.jar"), FileTime.from(LONG_AGO.plusSeconds(60)));
    }

    @Test
    void build_that_fails_shows_its_end_and_exits_2() throws Exception {
        Run run = run(checkout("echo the reason; exit 1\n"));
        assertEquals(2, run.exit());
        assertEquals("", run.out());
        assertTrue(run.err().contains("the reason\n") && run.err().contains("build.log"), run::toString);
    }

    @Test
    void missing_maven_is_named() throws Exception {
        Map<String, String> java = checkout(BUILDS);
        Run run = run(and(java, "PATH", noJavaOnPath().get("PATH")));
        assertEquals(2, run.exit());
        assertTrue(run.err().contains("apt-get install maven"), run::toString);
    }

    @Test
    void java_without_compiler_can_not_build_and_says_so() throws Exception {
        Map<String, String> java = checkout(BUILDS);
        Files.delete(directory.resolve("own/bin/javac"));
        Run run = run(java);
        assertEquals(2, run.exit());
        assertTrue(run.err().contains("JDK is needed to build"), run::toString);
    }

    @Test
    void maven_gets_the_jdk_that_was_found() throws Exception {
        Map<String, String> java = checkout("echo \"$JAVA_HOME\" >seen\n" + BUILDS);
        run(java);
        assertEquals(
                directory.resolve("own").toRealPath().toString(),
                Files.readString(home.resolve("seen")).strip());
    }
}
