package org.voiceport.trust;

import java.util.Map;

/** Tag numbers of the CTL format and their names. Header and record use the same numbers for different things. */
final class CtlTags {
    static final int VERSION = 1;
    static final int HEADERLENGTH = 2;
    static final int SIGNERID = 3;
    static final int SIGNERNAME = 4;
    static final int SIGNER_SERIAL = 5;
    static final int CANAME = 6;
    static final int SIGNATUREINFO = 7;
    static final int DIGESTALGORITHM = 8;
    static final int SIGNATUREALGOINFO = 9;
    static final int SIGNATUREALGORITHM = 10;
    static final int SIGNATUREMODULUS = 11;
    static final int SIGNATURE = 12;
    static final int PADDING = 13;
    static final int FILENAME = 14;
    static final int TIMESTAMP = 15;
    /** First and last tag of the block that only an encrypted configuration file has. */
    static final int ENCRYPTION_FIRST = 16;

    static final int ENCRYPTION_LAST = 27;
    static final int SIGNER_VERSION = 28;

    static final int RECORDLENGTH = 1;
    static final int DNSNAME = 2;
    static final int SUBJECTNAME = 3;
    static final int FUNCTION = 4;
    static final int ISSUERNAME = 5;
    static final int SERIALNUMBER = 6;
    static final int PUBLICKEY = 7;
    static final int CERTIFICATE_SIGNATURE = 8;
    static final int CERTIFICATE = 9;
    static final int IPADDRESS = 10;
    static final int CERTIFICATE_HASH = 11;
    static final int HASH_ALGORITHM = 12;

    private static final Map<Integer, String> HEADER = Map.ofEntries(
            Map.entry(VERSION, "VERSION"),
            Map.entry(HEADERLENGTH, "HEADERLENGTH"),
            Map.entry(SIGNERID, "SIGNERID"),
            Map.entry(SIGNERNAME, "SIGNERNAME"),
            Map.entry(SIGNER_SERIAL, "SERIALNUMBER"),
            Map.entry(CANAME, "CANAME"),
            Map.entry(SIGNATUREINFO, "SIGNATUREINFO"),
            Map.entry(DIGESTALGORITHM, "DIGESTALGORITHM"),
            Map.entry(SIGNATUREALGOINFO, "SIGNATUREALGOINFO"),
            Map.entry(SIGNATUREALGORITHM, "SIGNATUREALGORITHM"),
            Map.entry(SIGNATUREMODULUS, "SIGNATUREMODULUS"),
            Map.entry(SIGNATURE, "SIGNATURE"),
            Map.entry(PADDING, "PADDING"),
            Map.entry(FILENAME, "FILENAME"),
            Map.entry(TIMESTAMP, "TIMESTAMP"),
            Map.entry(SIGNER_VERSION, "SIGNER_VERSION"));

    private static final Map<Integer, String> RECORD = Map.ofEntries(
            Map.entry(RECORDLENGTH, "RECORDLENGTH"),
            Map.entry(DNSNAME, "DNSNAME"),
            Map.entry(SUBJECTNAME, "SUBJECTNAME"),
            Map.entry(FUNCTION, "FUNCTION"),
            Map.entry(ISSUERNAME, "ISSUERNAME"),
            Map.entry(SERIALNUMBER, "SERIALNUMBER"),
            Map.entry(PUBLICKEY, "PUBLICKEY"),
            Map.entry(CERTIFICATE_SIGNATURE, "SIGNATURE"),
            Map.entry(CERTIFICATE, "CERTIFICATE"),
            Map.entry(IPADDRESS, "IPADDRESS"),
            Map.entry(CERTIFICATE_HASH, "CERTIFICATE_HASH"),
            Map.entry(HASH_ALGORITHM, "HASH_ALGORITHM"));

    private CtlTags() {}

    static String headerName(int tag) {
        return HEADER.getOrDefault(tag, "tag " + tag);
    }

    static String recordName(int tag) {
        return RECORD.getOrDefault(tag, "tag " + tag);
    }

    /** The container in which a header tag belongs; 0 for the top level. */
    static int containerOf(int headerTag) {
        return switch (headerTag) {
            case SIGNERNAME, SIGNER_SERIAL, CANAME -> SIGNERID;
            case DIGESTALGORITHM, SIGNATUREALGOINFO -> SIGNATUREINFO;
            case SIGNATUREALGORITHM, SIGNATUREMODULUS -> SIGNATUREALGOINFO;
            default -> 0;
        };
    }

    static boolean isContainer(int headerTag) {
        return headerTag == SIGNERID || headerTag == SIGNATUREINFO || headerTag == SIGNATUREALGOINFO;
    }
}
