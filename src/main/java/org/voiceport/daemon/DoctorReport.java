package org.voiceport.daemon;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.voiceport.event.DeviceName;
import org.voiceport.observe.Json;

/** What the doctor found, for people and for machines. */
final class DoctorReport {
    private static final int NAME_WIDTH = DoctorStep.Name.MATCH.words().length() + 2;
    private static final int RESULT_WIDTH = 6;

    private DoctorReport() {}

    /** A heading, a line for each link, and what to do below the first that doesn't hold. */
    static List<String> lines(DoctorFinding finding) {
        List<String> lines = new ArrayList<>();
        lines.add(finding.port().name() + ", " + finding.port().securityMode() + ", with " + finding.callManager());
        for (DoctorStep step : finding.steps()) {
            lines.add(("  " + padded(step.name().words(), NAME_WIDTH)
                            + padded(step.result().word(), RESULT_WIDTH)
                            + step.what())
                    .stripTrailing());
            if (!step.todo().isEmpty()) {
                lines.add("  " + " ".repeat(NAME_WIDTH) + padded("->", RESULT_WIDTH) + step.todo());
            }
        }
        return lines;
    }

    /** The sum, in one line. */
    static String summary(List<DoctorFinding> findings, boolean registering) {
        List<DeviceName> ill = ill(findings);
        long ports = findings.stream().map(DoctorFinding::port).distinct().count();
        String can = registering ? " can register with their first call manager" : " get as far as Register";
        return ill.isEmpty()
                ? ports + " of " + ports + " ports" + can
                : ill.size() + " of " + ports + " ports can't register with their first call manager: "
                        + ill.stream().map(DeviceName::value).collect(Collectors.joining(", "));
    }

    /** A line for each chain to a later call manager that is broken. */
    static List<String> warnings(List<DoctorFinding> findings) {
        return findings.stream()
                .filter(finding -> finding.order() > 1)
                .filter(finding -> finding.broken().isPresent())
                .map(finding -> "warning: " + finding.port().name() + " can't register with " + finding.callManager()
                        + ", its call manager " + finding.order())
                .toList();
    }

    /** The ports whose chain to the first call manager is broken. */
    static List<DeviceName> ill(List<DoctorFinding> findings) {
        return findings.stream()
                .filter(finding -> finding.order() == 1)
                .filter(finding -> finding.broken().isPresent())
                .map(finding -> finding.port().name())
                .toList();
    }

    /** One document; {@code note} is empty if there is nothing to note. */
    static String json(Path file, String note, List<DoctorFinding> findings) {
        Map<DeviceName, List<DoctorFinding>> ports = findings.stream()
                .collect(Collectors.groupingBy(
                        finding -> finding.port().name(), LinkedHashMap::new, Collectors.toList()));
        List<DeviceName> ill = ill(findings);
        Json.Writer json = new Json.Writer()
                .beginObject()
                .put("configuration", file.toString())
                .put("note", note)
                .put("fine", ill.isEmpty());
        json.beginArray("ports");
        ports.forEach((name, chains) -> {
            json.beginObject()
                    .put("port", name.value())
                    .put("mode", chains.get(0).port().securityMode().word())
                    .put("fine", !ill.contains(name));
            json.beginArray("call_managers");
            chains.forEach(chain -> put(chain, json));
            json.endArray().endObject();
        });
        return json.endArray().endObject().toString();
    }

    private static void put(DoctorFinding chain, Json.Writer json) {
        json.beginObject()
                .put("call_manager", chain.callManager())
                .put("fine", chain.broken().isEmpty())
                .put("registered", chain.registered());
        json.beginArray("steps");
        for (DoctorStep step : chain.steps()) {
            json.beginObject()
                    .put("step", step.name().words())
                    .put("result", step.result().word().toLowerCase(Locale.ROOT))
                    .put("what", step.what());
            if (!step.fault().isEmpty()) {
                json.put("fault", step.fault());
            }
            if (!step.todo().isEmpty()) {
                json.put("todo", step.todo());
            }
            json.endObject();
        }
        json.endArray().endObject();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
