package org.meshgate.auth;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a path says of the signed link of a folder.
 *
 * @param folder the path before the link; empty when there is no link
 * @param step the link itself, or an empty text
 */
record FolderLink(String folder, String step) {

    private static final Pattern LINK = Pattern.compile("(/.*?)/(\\d{1,12}\\.[a-z0-9_-]{1,32}\\.[A-Za-z0-9_-]{43})/.*");

    /**
     * Reads a path. The first step that looks like a link counts; whether it is one, and of that folder, is for the
     * signature to say.
     *
     * @param path by which the route was found, so without dots and double slashes; a signature for one folder must not
     *     lead to the route of another
     */
    static FolderLink of(String path) {
        Matcher matcher = LINK.matcher(path);
        return matcher.matches() ? new FolderLink(matcher.group(1), matcher.group(2)) : new FolderLink("", "");
    }

    /** Without the link, which opens files. */
    @Override
    public String toString() {
        return "FolderLink[" + folder + "]";
    }
}
