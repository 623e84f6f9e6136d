package org.meshgate.cli.client.screen;

import java.util.OptionalDouble;

/** Progress of one thing: a bar on a terminal, a line for each tenth elsewhere. Not thread-safe. */
public final class Progress {

    private static final int BAR = 24;
    private static final int STEPS = 10;
    private static final long REPAINT_NANOS = 100_000_000L;

    private final Screen screen;
    private String lastState = "";
    private int lastStep = -1;
    private long lastPaint;

    public Progress(Screen screen) {
        this.screen = screen;
    }

    /**
     * Shows where it is.
     *
     * @param state a word or two; in a pipe each new one is a line
     * @param fraction 0 to 1
     * @param note anything else that changes; in a pipe it alone is no new line
     */
    public void show(String state, OptionalDouble fraction, String note) {
        if (screen.isQuiet()) {
            return;
        }
        boolean sameState = state.equals(lastState);
        int step = fraction.isPresent() ? (int) Math.floor(limited(fraction.getAsDouble()) * STEPS) : -1;
        lastState = state;
        if (screen.isTerminal()) {
            long now = System.nanoTime();
            if (sameState && step == lastStep && now - lastPaint < REPAINT_NANOS) {
                return;
            }
            lastPaint = now;
            lastStep = step;
            screen.paint(line(state, fraction, note, true));
        } else if (!sameState || step >= 0 && step != lastStep) {
            lastStep = step;
            screen.say(line(state, fraction, note, false));
        }
    }

    private static String line(String state, OptionalDouble fraction, String note, boolean bar) {
        StringBuilder line = new StringBuilder(state);
        if (fraction.isPresent()) {
            double part = limited(fraction.getAsDouble());
            if (bar) {
                int filled = (int) Math.round(part * BAR);
                line.append("  [")
                        .append("#".repeat(filled))
                        .append("-".repeat(BAR - filled))
                        .append(']');
            }
            line.append(bar ? "  " : " ").append(Math.round(part * 100)).append('%');
        }
        return note.isEmpty() ? line.toString() : line.append("  ").append(note).toString();
    }

    private static double limited(double fraction) {
        return Double.isNaN(fraction) ? 0 : Math.max(0, Math.min(1, fraction));
    }
}
