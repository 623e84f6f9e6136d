package org.meshgate.cli.support;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.regex.Pattern;

/** Why a file or a host cannot be used, in words for an operator. The platform's own texts name Java classes. */
public final class FailureReason {

    private static final Pattern CLASS_NAME = Pattern.compile("\\b(?:\\w+\\.)+[A-Z]\\w*(?:Exception|Error):? ?");

    /** Some words, without a dot at the end. */
    public static String of(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
                return "unknown host";
            }
        }
        if (failure instanceof NoSuchFileException || failure instanceof FileNotFoundException) {
            return "it does not exist";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof NotDirectoryException) {
            return "it is not a folder";
        }
        if (failure instanceof NoRouteToHostException) {
            return "no route to the host";
        }
        if (failure instanceof EOFException || failure instanceof ClosedChannelException) {
            return "the connection was closed";
        }
        String text = text(failure);
        if (failure instanceof ConnectException && (text.isBlank() || text.equalsIgnoreCase("connection refused"))) {
            return "connection refused";
        }
        return text.isBlank() ? "input or output failed" : text;
    }

    private static String text(IOException failure) {
        String text = failure instanceof FileSystemException file ? file.getReason() : failure.getMessage();
        return text == null ? "" : CLASS_NAME.matcher(text).replaceAll("").strip();
    }

    private FailureReason() {}
}
