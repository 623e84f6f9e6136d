package org.meshgate.deploy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.kustomize.v1beta1.Kustomization;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads manifests as the classes of Kubernetes, and tells of what those do not know. */
final class KubernetesModel {

    private static final Map<String, Class<?>> TYPES = Map.ofEntries(
            Map.entry("v1 Namespace", Namespace.class),
            Map.entry("v1 PersistentVolumeClaim", PersistentVolumeClaim.class),
            Map.entry("v1 Service", Service.class),
            Map.entry("v1 ServiceAccount", ServiceAccount.class),
            Map.entry("apps/v1 Deployment", Deployment.class),
            Map.entry("apps/v1 StatefulSet", StatefulSet.class),
            Map.entry("autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
            Map.entry("batch/v1 Job", Job.class),
            Map.entry("kustomize.config.k8s.io/v1alpha1 Component", Kustomization.class),
            Map.entry("kustomize.config.k8s.io/v1beta1 Kustomization", Kustomization.class),
            Map.entry("monitoring.coreos.com/v1 PrometheusRule", PrometheusRule.class),
            Map.entry("monitoring.coreos.com/v1 ServiceMonitor", ServiceMonitor.class),
            Map.entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class),
            Map.entry("policy/v1 PodDisruptionBudget", PodDisruptionBudget.class));

    private final ObjectMapper json = new ObjectMapper();

    /** Whether there are classes for the document; a kind that is new here needs a line above. */
    boolean knows(Manifest manifest) {
        return TYPES.containsKey(type(manifest));
    }

    /**
     * Places of properties that Kubernetes does not know, such as a misspelt one.
     *
     * @throws IllegalArgumentException for a value of the wrong type
     */
    List<String> unknownProperties(Manifest manifest) {
        Object model = json.convertValue(manifest.tree().members(), TYPES.get(type(manifest)));
        List<String> found = new ArrayList<>();
        collect(model, "", found);
        return found;
    }

    private static String type(Manifest manifest) {
        return manifest.tree().at("apiVersion").text() + " " + manifest.kind();
    }

    private static void collect(Object value, String place, List<String> found) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, child) -> collect(child, place + "." + key, found));
        } else if (value instanceof List<?> list) {
            list.forEach(child -> collect(child, place + "[]", found));
        } else if (value != null && value.getClass().getPackageName().startsWith("io.fabric8.")) {
            for (Method method : value.getClass().getMethods()) {
                if (method.getName().equals("getAdditionalProperties")) {
                    ((Map<?, ?>) read(value, method)).keySet().forEach(key -> found.add(place + "." + key));
                } else if (method.getName().startsWith("get") && method.getParameterCount() == 0) {
                    collect(read(value, method), place + "." + method.getName().substring(3), found);
                }
            }
        }
    }

    private static Object read(Object value, Method method) {
        try {
            return method.invoke(value);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new AssertionError(method + " of " + value.getClass(), e);
        }
    }
}
