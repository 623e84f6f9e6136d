package org.meshgate.cli.worker.exec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A child process and everything that it started. Java cannot make process groups: {@code setsid} of util-linux does it
 * where it is installed, and the group gets the signals. Besides, descendants are found by their parents, and those that
 * left both the group and their parents by a variable of their environment (Linux). Signals go through process handles:
 * {@link Process#destroy} would close the pipes, and the last lines of output were lost.
 */
final class ProcessTree {

    private static final String SHELL = "/bin/sh";
    private static final Path PROC = Path.of("/proc");
    private static final long SIGNAL_SECONDS = 5;
    private static final int MAX_ENVIRONMENT = 4 * 1024 * 1024;

    private final Process process;
    private final boolean group;
    private final byte[] mark;

    /**
     * @param group whether the process leads a group of its own
     * @param mark a variable that only processes of this tree have, as {@code NAME=value}
     */
    ProcessTree(Process process, boolean group, String mark) {
        this.process = process;
        this.group = group;
        this.mark = mark.getBytes(StandardCharsets.UTF_8);
    }

    /** The words before a command that make it lead a group; empty where there is no setsid. */
    static List<String> groupPrefix(String searchPath) {
        Optional<Path> setsid =
                CommandFinder.find("setsid", searchPath).filter(found -> Files.isExecutable(Path.of(SHELL)));
        return setsid.map(path -> List.of(path.toString())).orElse(List.of());
    }

    /** Asks all processes to end (SIGTERM). */
    void terminate() {
        List<ProcessHandle> descendants = descendants();
        if (group) {
            signalGroup("TERM");
        }
        descendants.forEach(ProcessHandle::destroy);
        process.toHandle().destroy();
    }

    /** Ends all processes (SIGKILL). */
    void kill() {
        List<ProcessHandle> descendants = descendants();
        if (group) {
            signalGroup("KILL");
        }
        descendants.forEach(ProcessHandle::destroyForcibly);
        process.toHandle().destroyForcibly();
        marked().forEach(ProcessHandle::destroyForcibly);
    }

    /** Those whose parents live. */
    private List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    /** The group exists as long as one of its processes does, so its number is not another's. */
    private void signalGroup(String signal) {
        try {
            Process kill = new ProcessBuilder(
                            SHELL, "-c", "kill -s \"$1\" -- \"-$2\"", "sh", signal, "" + process.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            kill.getOutputStream().close();
            if (!kill.waitFor(SIGNAL_SECONDS, TimeUnit.SECONDS)) {
                kill.destroyForcibly();
            }
        } catch (IOException e) {
            // the descendants get their signals all the same
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<ProcessHandle> marked() {
        try (Stream<Path> processes = Files.list(PROC)) {
            return processes
                    .map(path -> path.getFileName().toString())
                    .filter(name -> !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9'))
                    .filter(this::isMarked)
                    .flatMap(name -> ProcessHandle.of(Long.parseLong(name)).stream())
                    .toList();
        } catch (IOException e) {
            return List.of(); // no Linux
        }
    }

    private boolean isMarked(String pid) {
        try (var in = Files.newInputStream(PROC.resolve(pid).resolve("environ"))) {
            byte[] environment = in.readNBytes(MAX_ENVIRONMENT);
            return contains(environment);
        } catch (IOException e) {
            return false; // ended, or another user's
        }
    }

    private boolean contains(byte[] environment) {
        for (int start = 0; start + mark.length <= environment.length; start++) {
            int end = start + mark.length;
            if ((start == 0 || environment[start - 1] == 0)
                    && (end == environment.length || environment[end] == 0)
                    && java.util.Arrays.equals(environment, start, end, mark, 0, mark.length)) {
                return true;
            }
        }
        return false;
    }
}
