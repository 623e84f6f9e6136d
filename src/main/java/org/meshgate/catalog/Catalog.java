package org.meshgate.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meshgate.catalog.model.CatalogException;
import org.meshgate.catalog.model.JobType;
import org.meshgate.catalog.model.Model;
import org.meshgate.catalog.read.CatalogFile;
import org.meshgate.catalog.read.JobTypesReader;
import org.meshgate.catalog.read.ModelsReader;
import org.meshgate.catalog.rule.InsertionOrder;
import org.meshgate.config.MeshgateConfig;

/**
 * All job types and models. They are read once, from bundled files or from those of the settings {@code catalog.models}
 * and {@code catalog.job_types}, and are immutable. All methods return the order of the files.
 */
@ApplicationScoped
public class Catalog {

    private final Map<String, List<Model>> models;
    private final Map<String, JobType> jobTypes;

    /**
     * Reads the files.
     *
     * @throws CatalogException when a file cannot be read, or contradicts itself or the other
     */
    @Inject
    public Catalog(MeshgateConfig config) {
        this(
                CatalogFile.of("models.yaml", config.catalog().models()),
                CatalogFile.of("job-types.yaml", config.catalog().jobTypes()));
    }

    public Catalog(CatalogFile modelsFile, CatalogFile jobTypesFile) {
        this.models = InsertionOrder.copy(ModelsReader.read(modelsFile.name(), modelsFile.text()));
        this.jobTypes =
                InsertionOrder.copy(new JobTypesReader(models.keySet()).read(jobTypesFile.name(), jobTypesFile.text()));
    }

    /** The names of all features that have a model. */
    public List<String> features() {
        return models.entrySet().stream()
                .filter(feature -> !feature.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
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
     * @param preference an id or a family, in exactly this case; without one, or with a blank one, the first model is
     *     taken
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
}
