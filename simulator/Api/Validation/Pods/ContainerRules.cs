using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for a container of any list.</summary>
internal static class ContainerRules
{
    private static readonly string[] _pullPolicies = ["Always", "IfNotPresent", "Never"];

    public static void Check(PodScope scope, JsonObject container, string path)
    {
        var errors = scope.Errors;
        if (container.Text("name") is { Length: > 0 } name)
        {
            errors.InvalidAll($"{path}.name", name, ObjectNames.LabelProblems(name));
        }
        else
        {
            errors.Required($"{path}.name");
        }

        if (container.Text("image") is null or "")
        {
            errors.Required($"{path}.image");
        }

        PodSpecRules.RequireOneOf(container, "terminationMessagePolicy", ["File", "FallbackToLogsOnError"], path, errors);
        PortRules.Check(container, $"{path}.ports", errors);
        EnvironmentRules.Check(scope, container, path);
        MountRules.Check(scope, container, path);
        PodSpecRules.RequireOneOf(container, "imagePullPolicy", _pullPolicies, path, errors);
        ResourceRules.Check(container.Map("resources") ?? [], scope.ClaimNames, $"{path}.resources", errors);
        CheckResizePolicy(container, scope.RestartPolicy, $"{path}.resizePolicy", errors);
        SecurityContextRules.Check(container.Map("securityContext"), scope.UsesHostUsers, $"{path}.securityContext", errors);
    }

    /// <summary>Checks a rule that does not hold for pod templates.</summary>
    public static void CheckImagePadding(JsonObject container, string path, FieldErrors errors)
    {
        if (container.Text("image") is { } image && image != image.Trim())
        {
            errors.Invalid($"{path}.image", image, "must not have leading or trailing whitespace");
        }
    }

    public static void CheckPullPolicy(JsonObject json, string path, FieldErrors errors) =>
        PodSpecRules.RequireOneOf(json, "pullPolicy", _pullPolicies, path, errors);

    private static void CheckResizePolicy(JsonObject container, string podPolicy, string path, FieldErrors errors)
    {
        var seen = new HashSet<string>();
        foreach (var (index, item) in container.Objects("resizePolicy").Index())
        {
            var (resource, policy) = (item.Text("resourceName") ?? "", item.Text("restartPolicy") ?? "");
            if (!seen.Add(resource))
            {
                errors.Duplicate($"{path}[{index}]", resource);
            }

            CheckOneOf(resource, ["cpu", "memory"], path, errors);
            CheckOneOf(policy, ["NotRequired", "RestartContainer"], path, errors);
            if (podPolicy == "Never" && policy != "NotRequired")
            {
                errors.Invalid(path, policy, "must be 'NotRequired' when `restartPolicy` is 'Never'");
            }
        }
    }

    private static void CheckOneOf(string value, string[] supported, string path, FieldErrors errors)
    {
        if (value.Length == 0)
        {
            errors.Required(path);
        }
        else if (!supported.Contains(value))
        {
            errors.NotSupported(path, value, supported);
        }
    }
}
