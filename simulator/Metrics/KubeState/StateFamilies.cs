using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Metrics.KubeState;

/// <summary>Creates metric families of the forms that many resource types have.</summary>
internal static class StateFamilies
{
    private static readonly (string Status, string Label)[] Statuses = [("True", "true"), ("False", "false"), ("Unknown", "unknown")];

    /// <summary>The number at a path; 0 if it is absent.</summary>
    public static StateFamily Number(string name, string help, params string[] path) =>
        new(name, help, (item, samples) => samples.Add(item.Body.Number(path) ?? 0));

    /// <summary>The number at a path, if it is present.</summary>
    public static StateFamily Optional(string name, string help, params string[] path) => new(name, help, (item, samples) =>
        {
            if (item.Body.Number(path) is { } number)
            {
                samples.Add(number);
            }
        });

    /// <summary>The time at a path in seconds since 1970, if it is present.</summary>
    public static StateFamily TimeOf(string name, string help, params string[] path) => new(name, help, (item, samples) =>
        {
            if (item.Body.Time(path) is { } time)
            {
                samples.Add(time.ToUnixTimeSeconds());
            }
        });

    /// <summary>1 if the value at a path is true, else 0.</summary>
    public static StateFamily Flag(string name, string help, params string[] path) =>
        new(name, help, (item, samples) => samples.Add(item.Body.Flag(path) ? 1 : 0));

    /// <summary>The time of the object's creation.</summary>
    public static StateFamily Created(string kind) =>
        TimeOf($"kube_{kind}_created", "Unix time of the creation", "metadata", "creationTimestamp");

    /// <summary>The time at which a deleted object ends.</summary>
    public static StateFamily Deletion(string kind) =>
        TimeOf($"kube_{kind}_deletion_timestamp", "Unix time of the deletion", "metadata", "deletionTimestamp");

    /// <summary>The generation of the object.</summary>
    public static StateFamily Generation(string kind) =>
        Number($"kube_{kind}_metadata_generation", "Generation of the desired state", "metadata", "generation");

    /// <summary>The generation that the controller has observed.</summary>
    public static StateFamily ObservedGeneration(string kind) =>
        Number($"kube_{kind}_status_observed_generation", "Generation that the controller has observed", "status", "observedGeneration");

    /// <summary>The version of the object.</summary>
    public static StateFamily ResourceVersion(string kind) =>
        new($"kube_{kind}_metadata_resource_version", "Resource version of the object", (item, samples) => samples.Add(item.Version));

    /// <summary>The owners of the object; one sample with empty labels if it has none.</summary>
    public static StateFamily Owner(string kind) => new($"kube_{kind}_owner", "Owners of the object", (item, samples) =>
        {
            foreach (var owner in item.OwnerReferences)
            {
                samples.Info(
                    ("owner_kind", owner.Kind),
                    ("owner_name", owner.Name),
                    ("owner_is_controller", owner.Controller ? "true" : "false")
                );
            }

            if (item.OwnerReferences.Count == 0)
            {
                samples.Info(("owner_kind", ""), ("owner_name", ""), ("owner_is_controller", ""));
            }
        });

    /// <summary>One sample per phase, of which the current one is 1.</summary>
    public static StateFamily Phase(string name, string label, string[] path, params string[] phases) =>
        new(name, "Whether the object is in the phase", (item, samples) =>
        {
            if (item.Body.Text(path) is not { Length: > 0 } current)
            {
                return;
            }

            foreach (var phase in phases)
            {
                samples.Add(phase == current ? 1 : 0, (label, phase));
            }
        });

    /// <summary>Three samples per condition: one for each status it may have.</summary>
    public static StateFamily Conditions(string name) => new(name, "Whether the condition has the status", (item, samples) =>
        {
            foreach (var condition in item.Status.Objects("conditions"))
            {
                var (type, current) = (condition.Text("type") ?? "", condition.Text("status"));
                foreach (var (status, label) in Statuses)
                {
                    samples.Add(status == current ? 1 : 0, ("condition", type), ("status", label));
                }
            }
        });

    /// <summary>Three samples for the condition of a type.</summary>
    public static StateFamily Condition(string name, string help, string type) => new(name, help, (item, samples) =>
        {
            foreach (var condition in item.Status.Objects("conditions"))
            {
                if (condition.Text("type") != type)
                {
                    continue;
                }

                var current = condition.Text("status");
                foreach (var (status, label) in Statuses)
                {
                    samples.Add(status == current ? 1 : 0, ("condition", label));
                }
            }
        });

    /// <summary>The three statuses of conditions, with the labels of their samples.</summary>
    public static IReadOnlyList<(string Status, string Label)> ConditionStatuses => Statuses;

    /// <summary>A sample of value 1 with labels.</summary>
    public static StateFamily Info(string name, string help, Func<KubeObject, (string, string)[]> labels) =>
        new(name, help, (item, samples) => samples.Info(labels(item)));

    /// <summary>The resources at a path with their units, and a label for the resource and one for the unit.</summary>
    public static StateFamily Resources(string name, string help, params string[] path) => new(name, help, (item, samples) =>
        {
            foreach (var (resource, value) in item.Body.Map(path) ?? [])
            {
                if (ResourceUnits.Find(resource) is { } unit)
                {
                    samples.Add(Quantity.FromJson(value).ToDouble(), ("resource", ResourceUnits.Sanitize(resource)), ("unit", unit));
                }
            }
        });
}
