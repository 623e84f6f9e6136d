package org.meshgate.console;

import io.vertx.core.http.HttpServerResponse;

/** The headers that keep the console's pages to themselves: no script, style or frame of another origin, and no inline ones. */
final class ConsoleHeaders {

    /** The page that shows a model. It alone has what model-viewer needs, and only the console may frame it. */
    static final String PREVIEW_PAGE = "preview.html";

    /** Of every page but the preview. It may frame pages of this server; of the console's, only the preview can be framed. */
    private static final String PAGE_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' blob: data:; connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none';"
            + " frame-src 'self'; frame-ancestors 'none'";

    /** The hash is that of the one inline style of model-viewer 4.4.0; its decoder of meshes is WebAssembly. */
    private static final String PREVIEW_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval';"
            + " style-src 'self' 'sha256-PXtZZkJMMyc18o/DN1ZEFOJ2qEGq95IQbVaJFMOXOb0='; img-src 'self' blob: data:;"
            + " connect-src 'self' blob: data:; worker-src 'self' blob:; font-src 'self'; form-action 'none';"
            + " base-uri 'none'; frame-ancestors 'self'";

    private ConsoleHeaders() {}

    /** @param name the file, relative to {@code /console/} */
    static void put(String name, HttpServerResponse response) {
        response.putHeader("Content-Security-Policy", name.equals(PREVIEW_PAGE) ? PREVIEW_POLICY : PAGE_POLICY)
                .putHeader("Referrer-Policy", "same-origin")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin");
    }
}
