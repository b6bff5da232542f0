using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api.Validation.Pods;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for the metrics of HorizontalPodAutoscalers.</summary>
internal static class AutoscalerMetricRules
{
    private static readonly string[] _types = ["ContainerResource", "External", "Object", "Pods", "Resource"];

    /// <summary>The fields of the sources, in the order of validation.</summary>
    private static readonly string[] _fields = ["object", "external", "pods", "resource", "containerResource"];

    public static void CheckAll(JsonObject spec, JsonObject? before, FieldErrors errors)
    {
        // A stored autoscaler with an invalid version keeps it.
        var checksVersions = !before.Objects("metrics").Any(metric => FindVersionProblem(metric.Map("object")) is not null);
        foreach (var (index, metric) in spec.Objects("metrics").Index())
        {
            Check(metric, $"spec.metrics[{index}]", checksVersions, errors);
        }
    }

    private static void Check(JsonObject metric, string path, bool checksVersions, FieldErrors errors)
    {
        var type = metric.Text("type") ?? "";
        if (type.Length == 0)
        {
            errors.Required($"{path}.type", "must specify a metric source type");
        }

        if (!_types.Contains(type))
        {
            errors.NotSupported($"{path}.type", type, _types);
        }

        var present = _fields.Where(field => metric.Map(field) is not null).ToList();
        if (present.Count > 0)
        {
            CheckSource(present[0], metric.Map(present[0])!, $"{path}.{present[0]}", checksVersions, errors);
        }

        var expected = MetricSources.FindField(type);
        if (expected is null)
        {
            errors.NotSupported($"{path}.type", type, _types);
        }
        else if (!present.Contains(expected))
        {
            errors.Required($"{path}.{expected}", "must populate information for the given metric source");
        }

        if (present.Count != 1)
        {
            foreach (var other in present.Where(field => field != expected))
            {
                errors.Forbidden($"{path}.{other}", "must populate the given metric source only");
            }
        }
    }

    private static string? FindVersionProblem(JsonObject? source) =>
        source is null ? null : AutoscalerRules.FindVersionProblem(source.Text("describedObject", "apiVersion") ?? "", mayBeCore: true);

    private static void CheckSource(string field, JsonObject source, string path, bool checksVersions, FieldErrors errors)
    {
        switch (field)
        {
            case "resource" or "containerResource":
                if (source.Text("name") is null or "")
                {
                    errors.Required($"{path}.name", "must specify a resource name");
                }
                else if (field == "containerResource")
                {
                    ResourceNameRules.CheckForContainer(source.Text("name")!, $"{path}.name", errors);
                }

                if (field == "containerResource")
                {
                    CheckContainer(source.Text("container") ?? "", $"{path}.container", errors);
                }

                break;
            case "object":
                AutoscalerRules.CheckReference(source.Map("describedObject") ?? [], $"{path}.describedObject", errors);
                if (checksVersions && FindVersionProblem(source) is { } problem)
                {
                    errors.Invalid($"{path}.describedObject.apiVersion", source.Text("describedObject", "apiVersion") ?? "", problem);
                }

                CheckIdentifier(source.Map("metric"), $"{path}.metric", errors);
                break;
            default:
                CheckIdentifier(source.Map("metric"), $"{path}.metric", errors);
                break;
        }

        var target = source.Map("target") ?? [];
        CheckTarget(target, $"{path}.target", errors);
        CheckValues(field, target, $"{path}.target", errors);
    }

    private static void CheckContainer(string name, string path, FieldErrors errors)
    {
        if (name.Length == 0)
        {
            errors.Required(path, "must specify a container");
        }
        else
        {
            errors.InvalidAll(path, name, ObjectNames.LabelProblems(name));
        }
    }

    private static void CheckIdentifier(JsonObject? metric, string path, FieldErrors errors)
    {
        var name = metric.Text("name") ?? "";
        if (name.Length == 0)
        {
            errors.Required($"{path}.name", "must specify a metric name");
        }
        else
        {
            errors.InvalidAll($"{path}.name", name, NameRules.PathSegmentProblems(name));
        }
    }

    private static void CheckTarget(JsonObject target, string path, FieldErrors errors)
    {
        var type = target.Text("type") ?? "";
        if (type.Length == 0)
        {
            errors.Required($"{path}.type", "must specify a metric target type");
        }

        if (type is not ("Utilization" or "Value" or "AverageValue"))
        {
            errors.Invalid($"{path}.type", type, "must be either Utilization, Value, or AverageValue");
        }

        foreach (var field in (ReadOnlySpan<string>)["value", "averageValue"])
        {
            if (target[field] is { } amount && Quantity.FromJson(amount) <= Quantity.Zero)
            {
                errors.Invalid($"{path}.{field}", amount.DeepClone(), "must be positive");
            }
        }

        if (target.Number("averageUtilization") is { } utilization and < 1)
        {
            errors.Invalid($"{path}.averageUtilization", utilization, "must be greater than 0");
        }
    }

    private static void CheckValues(string field, JsonObject target, string path, FieldErrors errors)
    {
        var hasUtilization = target.ContainsKey("averageUtilization");
        var (hasValue, hasAverage) = (target.ContainsKey("value"), target.ContainsKey("averageValue"));
        switch (field)
        {
            case "resource" or "containerResource" when !hasUtilization && !hasAverage:
                errors.Required($"{path}.averageUtilization", "must set either a target raw value or a target utilization");
                break;
            case "resource" or "containerResource" when hasUtilization && hasAverage:
                errors.Forbidden($"{path}.averageValue", "may not set both a target raw value and a target utilization");
                break;
            case "pods" when !hasAverage:
                errors.Required($"{path}.averageValue", "must specify a positive target averageValue");
                break;
            case "object" when !hasValue && !hasAverage:
                errors.Required($"{path}.averageValue", "must set either a target value or averageValue");
                break;
            case "external" when !hasValue && !hasAverage:
                errors.Required($"{path}.averageValue", "must set either a target value for metric or a per-pod target");
                break;
            case "external" when hasValue && hasAverage:
                errors.Forbidden($"{path}.value", "may not set both a target value for metric and a per-pod target");
                break;
        }
    }
}
