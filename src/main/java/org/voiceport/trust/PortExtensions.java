package org.voiceport.trust;

import java.io.IOException;
import java.security.PublicKey;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.voiceport.event.DeviceName;

/** What a port's certificate is for and what else it is called: in certificates made here, and in requests to a CA. */
record PortExtensions(KeyUsage usage, ExtendedKeyUsage purpose, GeneralNames names) {
    static PortExtensions of(DeviceName device, PublicKey key) {
        // Only an RSA key can encipher another key.
        int usage = "RSA".equals(key.getAlgorithm())
                ? KeyUsage.digitalSignature | KeyUsage.keyEncipherment
                : KeyUsage.digitalSignature;
        return new PortExtensions(
                new KeyUsage(usage),
                new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth),
                new GeneralNames(new GeneralName(GeneralName.dNSName, device.value())));
    }

    void addTo(Certificates.Builder certificate) {
        certificate
                .extension(Extension.keyUsage, true, usage)
                .extension(Extension.extendedKeyUsage, false, purpose)
                .extension(Extension.subjectAlternativeName, false, names);
    }

    void addTo(ExtensionsGenerator request) throws IOException {
        request.addExtension(Extension.keyUsage, true, usage);
        request.addExtension(Extension.extendedKeyUsage, false, purpose);
        request.addExtension(Extension.subjectAlternativeName, false, names);
    }
}
