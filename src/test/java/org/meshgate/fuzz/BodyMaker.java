package org.meshgate.fuzz;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.meshgate.files.UploadSamples;
import org.meshgate.fuzz.ApiDocument.Body;

/** Bodies: good ones, and from those almost good ones. */
final class BodyMaker {

    private static final String BOUNDARY = "b0undary";

    private final Dice dice;
    private final GoodValues good;

    BodyMaker(Dice dice, GoodValues good) {
        this.dice = dice;
        this.good = good;
    }

    /**
     * A body with its type.
     *
     * @param headers whole lines
     */
    record Made(List<String> headers, byte[] bytes) {}

    Made good(Body body, String path) {
        if (body.mediaType().startsWith("multipart/")) {
            boolean mesh = path.endsWith("mesh");
            return multipart(
                    "file", mesh ? "a.glb" : "a.png", mesh ? UploadSamples.glb(64) : UploadSamples.png(9, 9), true);
        }
        return json(utf8(good.object(body.schema(), body.example()).toString()));
    }

    Made odd(Body body, String path) {
        Made made = body.mediaType().startsWith("multipart/") ? oddUpload(path) : oddJson(body);
        if (dice.chance(8)) {
            List<String> types = new ArrayList<>(dice.of(
                    List.of(),
                    List.of("Content-Type: text/plain"),
                    List.of("Content-Type: application/json; charset=utf-16"),
                    List.of("Content-Type: application/json; charset=" + AnswerRules.ECHO),
                    List.of("Content-Type: application/x-www-form-urlencoded"),
                    List.of("Content-Type: multipart/form-data"),
                    List.of("Content-Type: multipart/form-data; boundary=" + "b".repeat(80)),
                    List.of("Content-Type: application/merge-patch+json"),
                    List.of("Content-Type: /"),
                    List.of("Content-Type: \u00ff"),
                    List.of("Content-Type: application/json", "Content-Type: text/plain")));
            return new Made(types, made.bytes());
        }
        return made;
    }

    private Made oddJson(Body body) {
        Map<String, String> members = new LinkedHashMap<>();
        ObjectNode whole = good.object(body.schema(), body.example());
        whole.properties()
                .forEach(
                        member -> members.put(member.getKey(), member.getValue().toString()));
        body.schema().path("properties").fieldNames().forEachRemaining(name -> {
            if (dice.chance(4)) {
                members.put(name, OddValues.json(dice));
            }
        });
        List<String> text = new ArrayList<>();
        members.forEach((name, value) -> text.addAll(changed(name, value)));
        if (dice.chance(10)) {
            text.add("\"" + dice.of("extra", "", "\\u0000", "is_admin", "role", "user_id", "__proto__") + "\":"
                    + OddValues.json(dice));
        }
        byte[] bytes = utf8("{" + String.join(",", text) + "}");
        return json(dice.chance(15) ? damaged(bytes) : bytes);
    }

    /** One member, most often as it was. */
    private List<String> changed(String name, String value) {
        String same = "\"" + name + "\":" + value;
        if (!dice.chance(25)) {
            return List.of(same);
        }
        return switch ((int) dice.number(0, 9)) {
            case 0 -> List.of();
            case 1 -> List.of(same, same);
            case 2 -> List.of(same, "\"" + name + "\":" + OddValues.json(dice));
            case 3 -> List.of("\"" + name.replace('a', '\u0430').replace('e', '\u0435') + "\":" + value);
            case 4 ->
                List.of("\"" + name + "\":"
                        + (value.startsWith("\"")
                                ? "[" + value + "]"
                                : "\"" + value.replaceAll("[\"\\\\]", "") + "\""));
            case 5 -> List.of("\"" + name.toUpperCase(java.util.Locale.ROOT) + "\":" + value);
            case 6 ->
                value.startsWith("\"") && value.length() > 2
                        ? List.of("\"" + name + "\":\""
                                + dice.of("\\u0000", "\\ud800", " ", "\\u202e", "x".repeat(5000)) + value.substring(1))
                        : List.of("\"" + name + "\":" + value + dice.of("0", "e9", ".5", "x"));
            default -> List.of("\"" + name + "\":" + OddValues.json(dice));
        };
    }

    private byte[] damaged(byte[] bytes) {
        int at = (int) dice.number(0, bytes.length);
        return switch ((int) dice.number(0, 8)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 ->
                joined(
                        Arrays.copyOf(bytes, at),
                        dice.of(
                                new byte[] {-1},
                                new byte[] {(byte) 0xc0, (byte) 0xae},
                                new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0xbd},
                                new byte[] {0}),
                        Arrays.copyOfRange(bytes, at, bytes.length));
            case 2 -> dice.bytes(300);
            case 3 -> new byte[0];
            case 4 ->
                new String(bytes, StandardCharsets.UTF_8)
                        .getBytes(dice.of(
                                StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.ISO_8859_1));
            case 5 -> joined(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf}, bytes);
            case 6 -> joined(bytes, bytes);
            case 7 ->
                utf8(dice.of(
                        "null",
                        "[]",
                        "7",
                        "\"" + AnswerRules.ECHO + "\"",
                        "[" + new String(bytes, StandardCharsets.UTF_8) + "]"));
            default -> utf8("[".repeat((int) dice.number(1, 5000)));
        };
    }

    private Made oddUpload(String path) {
        boolean mesh = path.endsWith("mesh");
        String name = dice.of(
                "a.png",
                "a.glb",
                "a.obj",
                "a.stl",
                "a.ply",
                "../../a.png",
                "a",
                "",
                "\0.png",
                "a.png;x",
                "\u00e9.obj",
                "a\"b.png",
                ".png",
                "a." + "x".repeat(300),
                "x".repeat(3000) + ".png",
                AnswerRules.ECHO + ".exe",
                "a.PNG",
                "con.glb",
                "a%00.png",
                "\u202egnp.glb");
        byte[] content =
                switch ((int) dice.number(0, 7)) {
                    case 0 -> new byte[0];
                    case 1 -> UploadSamples.png((int) dice.number(-1, 9000), (int) dice.number(0, 9000));
                    case 2 -> UploadSamples.glb((int) dice.number(12, 200));
                    case 3 -> joined(Arrays.copyOf(UploadSamples.png(9, 9), (int) dice.number(1, 40)), dice.bytes(40));
                    case 4 ->
                        joined(
                                utf8(dice.of(
                                        "RIFF\0\0\0\0WEBPVP8X",
                                        "BM",
                                        "II*\0",
                                        "MM\0*",
                                        "GIF89a",
                                        "solid x\n",
                                        "v 0 0 0\n",
                                        "ply\n",
                                        "\u00ff\u00d8\u00ff")),
                                dice.bytes(100));
                    case 5 -> dice.bytes(500);
                    case 6 -> utf8("--" + BOUNDARY + "--\r\n");
                    default -> mesh ? UploadSamples.glb(64) : UploadSamples.png(9, 9);
                };
        return multipart(
                dice.of("file", "file", "file", "other", "", AnswerRules.ECHO), name, content, dice.chance(80));
    }

    private Made multipart(String field, String name, byte[] content, boolean whole) {
        byte[] head = ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + field + "\"; filename=\""
                        + name + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] end = utf8(
                whole
                        ? "\r\n--" + BOUNDARY + "--\r\n"
                        : dice.of(
                                "",
                                "\r\n--" + BOUNDARY,
                                "\r\n--" + BOUNDARY + "\r\n",
                                "\r\n--" + BOUNDARY + "--x\r\n\r\n"));
        return new Made(List.of("Content-Type: multipart/form-data; boundary=" + BOUNDARY), joined(head, content, end));
    }

    private static Made json(byte[] bytes) {
        return new Made(List.of("Content-Type: application/json"), bytes);
    }

    private static byte[] joined(byte[]... parts) {
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
