package org.meshgate.testing;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.meshgate.caller.Scope;

/**
 * Who may call a route, and what a good request for it is. The table stands here once more, beside the annotations in the
 * program, so that nobody opens a route by accident.
 *
 * @param name method and path
 * @param scope that a token needs; absent for none
 * @param body JSON with {@code '} for quotes and {@code IMAGE} and {@code MESH} for the caller's uploads, the name of a file
 *     to upload, or empty for none
 */
public record Endpoint(String name, Access access, Optional<Scope> scope, String body) {

    /** The rules, as the contract has them. */
    public enum Access {
        /** Anybody; a token that comes along is not even read. */
        PUBLIC,
        /** A page of this server in a browser on its machine alone, which no test of all routes is. */
        LOCAL,
        /** As JOB; and for callers without a token, a link in the path, which is not good here. */
        LINK,
        /** Any valid caller, about what is theirs or nobody's. */
        USER,
        /** Any valid caller, and the calling token or account does not work as before afterwards. */
        USER_ENDS,
        /** Any valid caller; makes a job. */
        SUBMIT,
        /** As SUBMIT, but there is no model, so that nothing is made. */
        SUBMIT_NO_MODEL,
        /** The owner of the job and administrators; others are told that it is not theirs. */
        JOB,
        /** The owner of the upload and administrators; others are told that it is not theirs. */
        FILE,
        /** The owner of the token alone; for others it is not there. */
        TOKEN,
        /** The owner of the webhook alone; for others it is not there. */
        WEBHOOK,
        /** Administrators. */
        ADMIN,
        /** Service accounts, whose token has the scope; makes and finds nothing of others. */
        WORKER,
        /** As WORKER, with the lease of a job, which is not good here. */
        LEASE
    }

    /** A lease that holds nothing. */
    private static final String LEASE = "1-00000000000000000000000000000000";

    private static final String DELIVERIES = "/deliveries/";

    private static final String TABLE = """
            PUBLIC    | -          | GET /                                                       |
            PUBLIC    | -          | GET /health                                                 |
            PUBLIC    | -          | GET /api/v1/system/health                                   |
            PUBLIC    | -          | GET /api/v1/system/auth-status                              |
            PUBLIC    | -          | GET /api/v1/webhook-key                                     |
            PUBLIC    | -          | POST /api/v1/users/register                                 | {'username':'NEW','email':'NEW@example.com','password':'PASSWORD'}
            PUBLIC    | -          | POST /api/v1/users/login                                    | {'username':'NAME','password':'PASSWORD'}
            PUBLIC    | -          | POST /api/v1/users/reset                                    | {'code':'RESET','new_password':'PASSWORD'}
            PUBLIC    | -          | GET /api/v1/users/first-admin                               |
            LOCAL     | -          | POST /api/v1/users/first-admin                              | {'username':'NEW','email':'NEW@example.com','password':'PASSWORD'}
            USER      | -          | GET /api/v1/auth/verify                                     |
            USER      | -          | GET /api/v1/system/models                                   |
            USER      | -          | GET /api/v1/system/models/{model_id}/parameters             |
            USER      | -          | GET /api/v1/system/features                                 |
            USER      | -          | GET /api/v1/system/supported-formats                        |
            USER      | -          | GET /api/v1/system/scheduler-status                         |
            USER      | -          | GET /api/v1/system/status                                   |
            USER      | -          | GET /api/v1/system/info                                     |
            USER      | -          | GET /api/v1/file-upload/supported-formats                   |
            USER      | -          | GET /api/v1/mesh-generation/supported-formats               |
            USER      | -          | GET /api/v1/system/adapters                                  |
            USER      | -          | GET /api/v1/system/available-adapters                        |
            USER      | -          | GET /api/v1/mesh-retopology/available-models                 |
            USER      | -          | GET /api/v1/mesh-retopology/supported-formats                |
            USER      | -          | GET /api/v1/mesh-uv-unwrapping/available-models              |
            USER      | -          | GET /api/v1/mesh-uv-unwrapping/pack-methods                  |
            USER      | -          | GET /api/v1/mesh-uv-unwrapping/supported-formats             |
            USER      | -          | GET /api/v1/mesh-segmentation/supported-formats              |
            USER      | -          | GET /api/v1/auto-rigging/supported-formats                   |
            USER      | -          | GET /api/v1/mesh-editing/supported-masks                     |
            USER_ENDS | -          | POST /api/v1/users/logout                                   |
            USER      | account    | GET /api/v1/users/me                                        |
            USER_ENDS | account    | DELETE /api/v1/users/me                                     | {'password':'PASSWORD'}
            USER_ENDS | account    | PUT /api/v1/users/me/password                               | {'old_password':'PASSWORD','new_password':'battery staple'}
            USER      | account    | GET /api/v1/users/tokens                                    |
            USER      | account    | POST /api/v1/users/tokens                                   | {'token_name':'new'}
            USER_ENDS | account    | DELETE /api/v1/users/tokens                                 |
            TOKEN     | account    | DELETE /api/v1/users/tokens/{token_or_prefix}               |
            TOKEN     | account    | POST /api/v1/users/tokens/{token_id}/rotate                 | {'grace_seconds':60}
            ADMIN     | admin      | GET /api/v1/users/admin/users                               |
            ADMIN     | admin      | GET /api/v1/users/admin/users/{user_id}                     |
            ADMIN     | admin      | PATCH /api/v1/users/admin/users/{user_id}                   | {'is_active':true}
            ADMIN     | admin      | DELETE /api/v1/users/admin/users/{user_id}                  |
            ADMIN     | admin      | POST /api/v1/users/admin/users/{user_id}/password           | {'new_password':'battery staple'}
            ADMIN     | admin      | POST /api/v1/users/admin/users/{user_id}/reset-link         |
            ADMIN     | admin      | DELETE /api/v1/users/admin/users/{user_id}/tokens           |
            ADMIN     | admin      | GET /api/v1/users/admin/invites                             |
            ADMIN     | admin      | POST /api/v1/users/admin/invites                            | {}
            ADMIN     | admin      | DELETE /api/v1/users/admin/invites/{invite_id}              |
            ADMIN     | admin      | GET /api/v1/users/admin/service-accounts                    |
            ADMIN     | admin      | POST /api/v1/users/admin/service-accounts                   | {'name':'NEW'}
            ADMIN     | admin      | POST /api/v1/users/admin/service-accounts/{user_id}/tokens  | {}
            ADMIN     | admin      | DELETE /api/v1/users/admin/service-accounts/{user_id}       |
            USER      | account    | GET /api/v1/users/me/webhooks                               |
            USER      | account    | POST /api/v1/users/me/webhooks                              | {'url':'http://127.0.0.1:9/','events':['job.failed']}
            WEBHOOK   | account    | GET /api/v1/users/me/webhooks/{webhook_id}                  |
            WEBHOOK   | account    | PATCH /api/v1/users/me/webhooks/{webhook_id}                | {'enabled':true}
            WEBHOOK   | account    | DELETE /api/v1/users/me/webhooks/{webhook_id}               |
            WEBHOOK   | account    | POST /api/v1/users/me/webhooks/{webhook_id}/secret          |
            WEBHOOK   | account    | POST /api/v1/users/me/webhooks/{webhook_id}/test            |
            WEBHOOK   | account    | GET /api/v1/users/me/webhooks/{webhook_id}/deliveries       |
            WEBHOOK   | account    | POST /api/v1/users/me/webhooks/{webhook_id}/deliveries/{delivery_id}/retry |
            ADMIN     | admin      | GET /api/v1/users/admin/webhooks                            |
            ADMIN     | admin      | POST /api/v1/users/admin/webhooks                           | {'url':'http://127.0.0.1:9/','events':['job.failed']}
            ADMIN     | admin      | GET /api/v1/users/admin/webhooks/{webhook_id}               |
            ADMIN     | admin      | PATCH /api/v1/users/admin/webhooks/{webhook_id}             | {'enabled':true}
            ADMIN     | admin      | DELETE /api/v1/users/admin/webhooks/{webhook_id}            |
            ADMIN     | admin      | POST /api/v1/users/admin/webhooks/{webhook_id}/secret       |
            ADMIN     | admin      | POST /api/v1/users/admin/webhooks/{webhook_id}/test         |
            ADMIN     | admin      | GET /api/v1/users/admin/webhooks/{webhook_id}/deliveries    |
            ADMIN     | admin      | POST /api/v1/users/admin/webhooks/{webhook_id}/deliveries/{delivery_id}/retry |
            ADMIN     | admin      | GET /api/v1/users/admin/audit                               |
            ADMIN     | admin      | GET /api/v1/users/admin/usage                               |
            ADMIN     | admin      | GET /api/v1/system/diagnostics                              |
            ADMIN     | admin      | GET /api/v1/system/workers                                  |
            ADMIN     | admin      | POST /api/v1/system/workers/{worker_id}/drain               | {'drain':true}
            ADMIN     | admin      | GET /api/v1/system/jobs/{job_id}/attempts                   |
            WORKER    | worker     | POST /api/v1/worker/claim                                   | {'worker_id':'w','features':['auto_rig'],'slots':1}
            WORKER    | worker     | POST /api/v1/worker/heartbeat                               | {'worker_id':'w','jobs':[]}
            WORKER    | worker     | POST /api/v1/worker/release                                 | {'worker_id':'w','jobs':[]}
            LEASE     | worker     | GET /api/v1/worker/jobs/{job_id}/inputs/{field}             |
            LEASE     | worker     | PUT /api/v1/worker/jobs/{job_id}/files/{name}               | {}
            LEASE     | worker     | POST /api/v1/worker/jobs/{job_id}/complete                  | {'lease':'LEASE','info':{}}
            LEASE     | worker     | POST /api/v1/worker/jobs/{job_id}/fail                      | {'lease':'LEASE','error':'no','retryable':false}
            USER      | jobs:read  | GET /api/v1/system/jobs/history                             |
            USER      | jobs:read  | GET /api/v1/system/jobs/queue/stats                         |
            USER      | jobs:read  | GET /api/v1/users/me/usage                                  |
            JOB       | jobs:read  | GET /api/v1/system/jobs/{job_id}                            |
            JOB       | jobs:read  | GET /api/v1/system/jobs/{job_id}/info                       |
            JOB       | jobs:read  | GET /api/v1/system/jobs/{job_id}/events                     |
            JOB       | jobs:read  | GET /api/v1/system/jobs/{job_id}/download                   |
            JOB       | jobs:read  | GET /api/v1/system/jobs/{job_id}/thumbnail                  |
            JOB       | jobs:read  | GET /api/v1/system/jobs/{job_id}/input                      |
            JOB       | jobs:read  | GET /api/v1/system/jobs/{job_id}/files/{key}                |
            JOB       | jobs:read  | GET /api/v1/system/jobs/{job_id}/world/{path}               |
            LINK      | jobs:read  | GET /api/v1/system/jobs/{job_id}/world-link/{link}/{path}   |
            JOB       | jobs:write | POST /api/v1/system/jobs/{job_id}/cancel                    |
            JOB       | jobs:write | DELETE /api/v1/system/jobs/{job_id}/result                  |
            JOB       | jobs:write | DELETE /api/v1/system/jobs/{job_id}                         |
            USER      | jobs:read  | GET /api/v1/file-upload/list                                |
            FILE      | jobs:read  | GET /api/v1/file-upload/metadata/{file_id}                  |
            FILE      | jobs:write | DELETE /api/v1/file-upload/{file_id}                        |
            USER      | jobs:write | POST /api/v1/file-upload/image                              | cat.png
            USER      | jobs:write | POST /api/v1/file-upload/mesh                               | cat.glb
            SUBMIT    | jobs:write | POST /api/v1/mesh-generation                                | {'prompt':'a cat'}
            SUBMIT    | jobs:write | POST /api/v1/mesh-generation/text-to-textured-mesh          | {'text_prompt':'a cat'}
            SUBMIT_NO_MODEL | jobs:write | POST /api/v1/mesh-generation/text-to-raw-mesh         | {'text_prompt':'a cat'}
            SUBMIT    | jobs:write | POST /api/v1/mesh-generation/text-mesh-painting             | {'text_prompt':'red','mesh_file_id':'MESH'}
            SUBMIT    | jobs:write | POST /api/v1/mesh-generation/image-to-raw-mesh              | {'image_file_id':'IMAGE'}
            SUBMIT    | jobs:write | POST /api/v1/mesh-generation/image-to-textured-mesh         | {'image_file_id':'IMAGE'}
            SUBMIT    | jobs:write | POST /api/v1/mesh-generation/image-mesh-painting            | {'image_file_id':'IMAGE','mesh_file_id':'MESH'}
            SUBMIT    | jobs:write | POST /api/v1/mesh-editing/text-mesh-editing                 | {'mesh_file_id':'MESH','source_prompt':'a','target_prompt':'b',BOX}
            SUBMIT    | jobs:write | POST /api/v1/mesh-editing/image-mesh-editing                | {'mesh_file_id':'MESH','source_image_file_id':'IMAGE','target_image_file_id':'IMAGE','mask_image_file_id':'IMAGE',BOX}
            SUBMIT    | jobs:write | POST /api/v1/auto-rigging/generate-rig                      | {'mesh_file_id':'MESH'}
            SUBMIT    | jobs:write | POST /api/v1/mesh-segmentation/segment-mesh                 | {'mesh_file_id':'MESH'}
            SUBMIT    | jobs:write | POST /api/v1/mesh-retopology/retopologize-mesh              | {'mesh_file_id':'MESH'}
            SUBMIT    | jobs:write | POST /api/v1/mesh-uv-unwrapping/unwrap-mesh                 | {'mesh_file_id':'MESH'}
            SUBMIT    | jobs:write | POST /api/v1/splat-generation/image-to-splat                | {'image_file_id':'IMAGE'}
            SUBMIT    | jobs:write | POST /api/v1/world-generation/image-to-world                | {'image_file_id':'IMAGE'}
            SUBMIT    | jobs:write | POST /api/v1/motion-generation/text-to-motion               | {'text_prompt':'walk'}
            """;

    /** Every row. */
    public static List<Endpoint> all() {
        return TABLE.lines().map(Endpoint::row).toList();
    }

    /** The rows with one of these rules. */
    public static List<Endpoint> of(Access... rules) {
        return all().stream()
                .filter(row -> Arrays.asList(rules).contains(row.access))
                .toList();
    }

    private static Endpoint row(String line) {
        String[] cells = line.split("\\|", 4);
        String scope = cells[1].strip();
        return new Endpoint(
                cells[2].strip(),
                Access.valueOf(cells[0].strip()),
                scope.equals("-")
                        ? Optional.empty()
                        : Optional.of(Scope.fromJsonName(scope).orElseThrow()),
                cells[3].strip()
                        .replace("LEASE", LEASE)
                        .replace("BOX", "'mask_bbox':{'center':[0,0,0],'dimensions':[1,1,1]}"));
    }

    /** The HTTP method. */
    public String method() {
        return name.substring(0, name.indexOf(' '));
    }

    /** The path, with names of its parameters. */
    public String path() {
        return name.substring(name.indexOf(' ') + 1);
    }

    /** The path for an object, of which finished jobs have all parts. */
    public String url(String id) {
        return path().replace(
                        "{webhook_id}/deliveries/{delivery_id}", id + (id.contains(DELIVERIES) ? "" : DELIVERIES + id))
                .replaceAll(
                        "\\{(job_id|file_id|token_id|token_or_prefix|user_id|invite_id|worker_id|webhook_id|delivery_id)}",
                        id)
                .replace("{field}", "image_path?lease=" + LEASE)
                .replace("{name}", "a.glb?lease=" + LEASE)
                .replace("{model_id}", "trellis_text_to_textured_mesh")
                .replace("{key}", "output_mesh_path")
                .replace("{path}", FinishedJobs.MANIFEST)
                .replace("{link}", "no-link");
    }

    @Override
    public String toString() {
        return name;
    }
}
