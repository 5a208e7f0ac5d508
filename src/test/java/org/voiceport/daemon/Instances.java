package org.voiceport.daemon;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;

/** Live objects of this JVM, after a full collection. */
final class Instances {
    private static final int COUNT = 1;
    private static final int CLASS = 3;

    private Instances() {}

    /** How many there are of each class whose name fits; none is left out. */
    static Map<String, Long> of(Predicate<String> className) {
        try {
            String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            return histogram
                    .lines()
                    .map(line -> List.of(line.strip().split("\\s+", -1)))
                    .filter(fields -> fields.size() > CLASS && fields.get(0).endsWith(":"))
                    .filter(fields -> className.test(fields.get(CLASS)))
                    .collect(Collectors.toMap(
                            fields -> fields.get(CLASS),
                            fields -> Long.parseLong(fields.get(COUNT)),
                            Long::sum,
                            TreeMap::new));
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }
}
