package org.voiceport.trust;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * One record of a CTL: a server, its role and its certificate, as they stand in the file. Names are for display, except
 * that {@code dnsName} is compared without case; identity is decided by the certificate alone.
 *
 * @param index place in the file, from 1
 * @param dnsName host name, empty if there is none
 * @param subject subject of the certificate as text, display only
 * @param role what the server does
 * @param issuer issuer of the certificate as text, display only
 * @param serial serial number as raw big-endian bytes
 * @param publicKey PKCS#1 RSAPublicKey DER, or the X9.62 point of an EC key
 * @param signature the signature inside the certificate, may be empty
 * @param certificate the certificate, if the record carries one
 * @param address the server's address, if IPADDRESS holds 4 or 16 bytes
 * @param rawAddress IPADDRESS as it stands in the file, empty if absent
 * @param certificateHash hash in place of the certificate in lean records, empty if absent
 */
public record CtlRecord(
        int index,
        String dnsName,
        String subject,
        CtlRole role,
        String issuer,
        Octets serial,
        Octets publicKey,
        Octets signature,
        Optional<X509Certificate> certificate,
        Optional<InetAddress> address,
        Octets rawAddress,
        Octets certificateHash) {

    /** Fingerprint of the certificate, or empty if the record has none. */
    public Optional<String> fingerprint() {
        return certificate.map(Fingerprint::sha256);
    }

    /** Why this record can't be used for anything: it contradicts its own certificate. Empty if it is sound. */
    public Optional<String> defect() {
        if (certificate.isEmpty()) {
            return Optional.empty();
        }
        X509Certificate own = certificate.get();
        Octets certified = Octets.of(own.getSerialNumber().toByteArray()).withoutLeadingZeros();
        if (!serial.withoutLeadingZeros().equals(certified)) {
            return Optional.of(
                    label() + ": SERIALNUMBER " + serial + " isn't the one of its CERTIFICATE, " + certified);
        }
        if (!publicKey.isEmpty() && !publicKey.equals(publicKeyOf(own))) {
            return Optional.of(label() + ": PUBLICKEY isn't the key of its CERTIFICATE");
        }
        return Optional.empty();
    }

    /** Role and place, such as {@code CCM+TFTP 10.0.0.11}, or the name if there is no address. */
    public String label() {
        String place = address.map(InetAddress::getHostAddress).orElse(dnsName.isEmpty() ? subject : dnsName);
        return "record " + index + " " + role + " " + place;
    }

    boolean hasAddress(InetAddress other) {
        return address.isPresent() && address.get().equals(other);
    }

    boolean hasName(String host) {
        return !dnsName.isEmpty() && dnsName.toLowerCase(Locale.ROOT).equals(host.toLowerCase(Locale.ROOT));
    }

    /** The key in the form that a record uses: the content of the certificate's subjectPublicKey. */
    static Octets publicKeyOf(X509Certificate certificate) {
        return Octets.of(
                SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded())
                        .getPublicKeyData()
                        .getOctets());
    }
}
