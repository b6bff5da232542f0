using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for a pod's volumes.</summary>
internal static class VolumeRules
{
    /// <summary>Checks the volumes of a pod and returns their names.</summary>
    public static HashSet<string> Check(JsonObject spec, string path, FieldErrors errors)
    {
        var names = new HashSet<string>();
        foreach (var (index, volume) in spec.Objects("volumes").Index())
        {
            var at = $"{path}.volumes[{index}]";
            var name = volume.Text("name") ?? "";
            if (name.Length == 0)
            {
                errors.Required($"{at}.name");
            }
            else if (ObjectNames.LabelProblems(name).FirstOrDefault() is { } problem)
            {
                errors.Invalid($"{at}.name", name, problem);
            }

            if (name.Length > 0 && !names.Add(name))
            {
                errors.Duplicate($"{at}.name", name);
            }

            CheckSource(volume, at, errors);
        }
        return names;
    }

    private static void CheckSource(JsonObject volume, string path, FieldErrors errors)
    {
        var sources = volume.Select(entry => entry.Key).Where(key => key != "name").ToList();
        if (sources.Count == 0)
        {
            errors.Required(path, "must specify a volume type");
        }
        // Kubernetes checks emptyDir first, then the others in the order of the schema.
        foreach (var extra in sources.OrderByDescending(source => source == "emptyDir").Skip(1))
        {
            errors.Forbidden($"{path}.{extra}", "may not specify more than 1 volume type");
        }

        RequireText(volume, path, "hostPath", "path", errors);
        RequireText(volume, path, "persistentVolumeClaim", "claimName", errors);
        RequireText(volume, path, "secret", "secretName", errors);
        RequireText(volume, path, "configMap", "name", errors);
        foreach (var (source, list) in new[] { ("secret", "items"), ("configMap", "items") })
        {
            foreach (var (index, item) in volume.Map(source).Objects(list).Index())
            {
                if (item.Text("key") is null or "")
                {
                    errors.Required($"{path}.{source}.{list}[{index}].key");
                }

                if (item.Text("path") is null or "")
                {
                    errors.Required($"{path}.{source}.{list}[{index}].path");
                }
            }
        }
    }

    private static void RequireText(JsonObject volume, string path, string source, string field, FieldErrors errors)
    {
        if (volume.Map(source) is { } given && (given.Text(field) is null or ""))
        {
            errors.Required($"{path}.{source}.{field}");
        }
    }
}
