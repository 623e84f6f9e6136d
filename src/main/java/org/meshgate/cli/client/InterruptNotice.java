package org.meshgate.cli.client;

/** Says a last word when the process is told to stop, by Ctrl-C or SIGTERM. */
public final class InterruptNotice {

    private final Thread hook;

    private InterruptNotice(Thread hook) {
        this.hook = hook;
    }

    /** Says it, unless {@link #close} comes before. */
    public static InterruptNotice on(Runnable lastWord) {
        Thread hook = new Thread(lastWord, "interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
        return new InterruptNotice(hook);
    }

    /** Nothing is to be said any more. */
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            // it is being said
        }
    }
}
