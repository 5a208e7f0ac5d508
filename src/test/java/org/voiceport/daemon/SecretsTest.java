package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.voiceport.daemon.Exchange.await;
import static org.voiceport.event.SecurityMode.ENCRYPTED;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.interfaces.RSAPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.voiceport.event.DeviceName;
import org.voiceport.observe.EventLog;
import org.voiceport.observe.LogFormat;
import org.voiceport.observe.LogSetup;
import org.voiceport.sccp.MediaMessage.KeyBlock;
import org.voiceport.sccp.MediaMessage.OpenReceiveChannel;
import org.voiceport.sccp.MediaMessage.StartMediaTransmission;
import org.voiceport.trust.PortCertificates;

/** An encrypted call with everything logged that can be: no secret is among it. */
class SecretsTest {
    private static final DeviceName PORT = DemoLab.port(ENCRYPTED);
    private static final int SALT = 14;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void stand_in_no_log_line(LogFormat format) throws IOException, GeneralSecurityException {
        Path file = directory.resolve("log");
        Map<String, byte[]> secrets = new LinkedHashMap<>();
        LogSetup log = LogSetup.configure(format, org.slf4j.event.Level.TRACE, Optional.of(file));
        try {
            ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.TRACE);
            try (Exchange exchange = Exchange.start()) {
                Installation installation = Installation.in(directory)
                        .callManager(exchange.callManager())
                        .port(ENCRYPTED);
                try (TestDaemon daemon = installation.start(new EventLog())) {
                    daemon.registered(ENCRYPTED);
                    await(exchange.leave(ENCRYPTED, ENCRYPTED));
                    daemon.stored(PORT);
                    mediaKeys(exchange, secrets);
                }
                privateKey(installation, secrets);
            }
        } finally {
            log.close();
        }
        secrets.put("password", Keys.PASSWORD.getBytes(StandardCharsets.US_ASCII));
        String logged = Files.readString(file, StandardCharsets.ISO_8859_1);

        assertTrue(logged.contains("<< OpenReceiveChannel"), "not everything is logged");
        assertTrue(logged.contains("io.netty"), "not everything is logged");
        assertAll(secrets.entrySet().stream().map(secret -> () -> assertAbsent(secret, logged)));
    }

    private static void mediaKeys(Exchange exchange, Map<String, byte[]> secrets) {
        for (Object message : exchange.callManager().sent(PORT)) {
            if (message instanceof OpenReceiveChannel open) {
                mediaKey("receive ", open.key(), secrets);
            } else if (message instanceof StartMediaTransmission start) {
                mediaKey("transmit ", start.key(), secrets);
            }
        }
        assertTrue(secrets.size() == 4, secrets::toString);
    }

    private static void mediaKey(String direction, KeyBlock block, Map<String, byte[]> secrets) {
        assertFalse(block.key().isZero(), "the key was wiped, so nothing can be looked for");
        secrets.put(direction + "key", block.key().first(block.keyLength()));
        secrets.put(direction + "salt", block.salt().first(SALT));
    }

    private static void privateKey(Installation installation, Map<String, byte[]> secrets)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        char[] password = Keys.PASSWORD.toCharArray();
        try (InputStream in = Files.newInputStream(PortCertificates.portFile(installation.certs(), PORT))) {
            store.load(in, password);
        }
        RSAPrivateKey key = (RSAPrivateKey) store.getKey(store.aliases().nextElement(), password);
        byte[] exponent = key.getPrivateExponent().toByteArray();
        secrets.put("private exponent", Arrays.copyOfRange(exponent, 8, 40));
    }

    private static void assertAbsent(Map.Entry<String, byte[]> secret, String logged) {
        byte[] bytes = secret.getValue();
        String hex = HexFormat.of().formatHex(bytes);
        String spaced = HexFormat.ofDelimiter(" ").formatHex(bytes);
        String colons = HexFormat.ofDelimiter(":").formatHex(bytes);
        String lower = logged.toLowerCase(Locale.ROOT);
        assertFalse(logged.contains(new String(bytes, StandardCharsets.ISO_8859_1)), secret.getKey() + " as it is");
        assertTrue(Stream.of(hex, spaced, colons).noneMatch(lower::contains), secret.getKey() + " as hex");
        assertFalse(logged.contains(Arrays.toString(bytes)), secret.getKey() + " as numbers");
        assertTrue(base64(bytes).stream().noneMatch(logged::contains), secret.getKey() + " as base64");
    }

    /** However the bytes lie in what is encoded; the first and last characters depend on their neighbours. */
    private static List<String> base64(byte[] bytes) {
        return Stream.of(0, 1, 2)
                .map(before -> {
                    byte[] shifted = new byte[before + bytes.length];
                    System.arraycopy(bytes, 0, shifted, before, bytes.length);
                    String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
                    return text.substring(before == 0 ? 0 : 4, text.length() - 2);
                })
                .toList();
    }
}
