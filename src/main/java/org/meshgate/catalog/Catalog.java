package org.meshgate.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All job types and models. They are read once, from files that are part of the program, and never change. What each
 * method returns is in the order of the files.
 */
@ApplicationScoped
public class Catalog {

    private static final String MODELS = "models.yaml";
    private static final String JOB_TYPES = "job-types.yaml";

    private final Map<String, List<Model>> models;
    private final Map<String, JobType> jobTypes;

    /** @throws CatalogException when a file contradicts itself or the other */
    public Catalog() {
        this(resource(MODELS), resource(JOB_TYPES));
    }

    /** From texts that take the place of the files. */
    Catalog(String modelsYaml, String jobTypesYaml) {
        this.models = Ordered.copy(CatalogReader.models(MODELS, modelsYaml));
        this.jobTypes = Ordered.copy(CatalogReader.jobTypes(JOB_TYPES, jobTypesYaml, models.keySet()));
    }

    /** The names of all features. */
    public List<String> features() {
        return List.copyOf(models.keySet());
    }

    /**
     * The models of a feature that take jobs.
     *
     * @param feature one that is unknown has none
     */
    public List<Model> enabledModels(String feature) {
        return models.getOrDefault(feature, List.of()).stream()
                .filter(Model::enabled)
                .toList();
    }

    /**
     * A model, enabled or not.
     *
     * @param id its whole name
     */
    public Optional<Model> model(String id) {
        return models.values().stream()
                .flatMap(List::stream)
                .filter(model -> model.id().equals(id))
                .findFirst();
    }

    /**
     * The model that does a job: of those enabled, the one with this id, else the first of this family
     * ({@code trellis} is the family of {@code trellis_text_to_textured_mesh}, and {@code trellis2} another one).
     *
     * @param feature what the job is
     * @param preference an id or a family, in exactly this case; without one, or with a blank one, the first model is taken
     * @return nothing when no enabled model of the feature is called so
     */
    public Optional<Model> resolve(String feature, Optional<String> preference) {
        List<Model> enabled = enabledModels(feature);
        if (preference.filter(name -> !name.isBlank()).isEmpty()) {
            return enabled.stream().findFirst();
        }
        String name = preference.get();
        return enabled.stream()
                .filter(model -> model.id().equals(name))
                .findFirst()
                .or(() -> enabled.stream()
                        .filter(model -> model.id().startsWith(name + "_"))
                        .findFirst());
    }

    /** All job types. */
    public Collection<JobType> jobTypes() {
        return jobTypes.values();
    }

    /**
     * The job type of a route.
     *
     * @param path the route's, with {@code /api/v1}
     */
    public Optional<JobType> jobType(String path) {
        return Optional.ofNullable(jobTypes.get(path));
    }

    private static String resource(String file) {
        try (InputStream in = Catalog.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new CatalogException(file + " is not part of the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
