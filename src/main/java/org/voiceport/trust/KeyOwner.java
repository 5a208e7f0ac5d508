package org.voiceport.trust;

import org.voiceport.event.DeviceName;
import org.voiceport.trust.KeyFileException.Kind;

/** Whose key file it is: what errors call it, and what helps when it can't be used. */
sealed interface KeyOwner {
    String SET_PASSWORD = "set identity.passwordFile or identity.passwordEnv";

    /** Such as {@code port CiscoUM1-VI1}. */
    String label();

    /** What helps against trouble of this kind. */
    String todo(Kind kind);

    /** The trouble as an error with the file, the reason and what helps. */
    default TrustException told(KeyFileException trouble) {
        String what = trouble.kind() == Kind.MISSING
                ? "the certificate of " + label() + " is missing: " + trouble.file() + " " + trouble.reason()
                : "the certificate of " + label() + " can't be used: " + trouble.file() + ": " + trouble.reason();
        return TrustException.misconfigured(what, todo(trouble.kind()), trouble);
    }

    /** The server root, or the certificates of an outside CA. */
    record Root() implements KeyOwner {
        @Override
        public String label() {
            return "the server root";
        }

        @Override
        public String todo(Kind kind) {
            return switch (kind) {
                case MISSING -> "make it with: voiceportd certs init, or put the certificates of your CA in root.pem";
                case KEY_MISSING ->
                    "let its CA issue: voiceportd certs request, then certs import; or put its key in root.key";
                case NO_PASSWORD -> SET_PASSWORD;
                // Not a word of certs init: it would leave the file as it is, and a new root is the last thing needed.
                case WRONG_PASSWORD ->
                    "give the password that it was made with in identity.passwordFile or identity.passwordEnv";
                case DENIED -> "let the user who runs this read it";
                case DAMAGED ->
                    "restore it from a backup; if there is none, move it away and begin anew with: voiceportd certs init";
                case TWICE -> "move one of the two away";
            };
        }
    }

    /** A port, with a certificate by the server root or by an outside CA. */
    record Port(DeviceName device, boolean ownRoot) implements KeyOwner {
        @Override
        public String label() {
            return "port " + device;
        }

        /** How a new one is made. */
        String again() {
            return ownRoot
                    ? "voiceportd certs issue " + device
                    : "voiceportd certs request " + device + ", then certs import " + device;
        }

        @Override
        public String todo(Kind kind) {
            return switch (kind) {
                case MISSING -> "make it with: " + again();
                case KEY_MISSING -> "put its key in " + device + ".key beside it, or make it anew with: " + again();
                case NO_PASSWORD -> SET_PASSWORD;
                case WRONG_PASSWORD ->
                    "it must be the one of identity.passwordFile or identity.passwordEnv: correct that, or make the"
                            + " certificate anew with: " + again();
                case DENIED -> "let the user who runs this read it";
                case DAMAGED -> "restore it from a backup, or make it anew with: " + again();
                case TWICE -> "move one of the two away";
            };
        }
    }

    /** A key that waits for the answer of an outside CA. */
    record Request(DeviceName device) implements KeyOwner {
        @Override
        public String label() {
            return "the request of port " + device;
        }

        @Override
        public String todo(Kind kind) {
            return switch (kind) {
                case NO_PASSWORD -> SET_PASSWORD;
                case WRONG_PASSWORD -> "give the password that it was made with";
                case DENIED -> "let the user who runs this read it";
                case MISSING, KEY_MISSING, DAMAGED, TWICE ->
                    "delete it and request anew with: voiceportd certs request " + device;
            };
        }
    }

    /** Anybody else, such as a simulated call manager. */
    record Other(String label) implements KeyOwner {
        @Override
        public String todo(Kind kind) {
            return switch (kind) {
                case MISSING -> "name the file that holds it";
                case NO_PASSWORD, WRONG_PASSWORD -> "give the password that it was made with";
                case DENIED -> "let the user who runs this read it";
                case KEY_MISSING, DAMAGED, TWICE -> "give a whole PKCS#12 file with one private key";
            };
        }
    }
}
