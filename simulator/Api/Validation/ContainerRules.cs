using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for containers.</summary>
internal static class ContainerRules
{
    private static readonly string[] _pullPolicies = ["Always", "IfNotPresent", "Never"];
    private static readonly string[] _nativeResources = ["cpu", "memory", "ephemeral-storage"];

    public static void CheckAll(JsonObject spec, string path, HashSet<string> volumes, FieldErrors errors)
    {
        if (spec.Array("containers") is null or { Count: 0 })
        {
            errors.Required($"{path}.containers");
        }

        var names = new HashSet<string>();
        foreach (var list in (ReadOnlySpan<string>)["containers", "initContainers"])
        {
            foreach (var (index, container) in spec.Objects(list).Index())
            {
                var at = $"{path}.{list}[{index}]";
                Check(container, at, spec.Flag("hostNetwork"), volumes, errors);
                if (container.Text("name") is { Length: > 0 } name && !names.Add(name))
                {
                    errors.Duplicate($"{at}.name", name);
                }
            }
        }
        CheckHostPorts(spec, path, errors);
    }

    private static void Check(JsonObject container, string path, bool usesHostNetwork, HashSet<string> volumes, FieldErrors errors)
    {
        if (container.Text("name") is not { Length: > 0 } name)
        {
            errors.Required($"{path}.name");
        }
        else if (ObjectNames.LabelProblems(name).FirstOrDefault() is { } problem)
        {
            errors.Invalid($"{path}.name", name, problem);
        }

        var image = container.Text("image") ?? "";
        if (image.Length == 0)
        {
            errors.Required($"{path}.image");
        }
        else if (image != image.Trim())
        {
            errors.Invalid($"{path}.image", image, "must not have leading or trailing whitespace");
        }

        if (!_pullPolicies.Contains(container.Text("imagePullPolicy")))
        {
            errors.NotSupported($"{path}.imagePullPolicy", container.Text("imagePullPolicy") ?? "", _pullPolicies);
        }

        CheckPorts(container, path, usesHostNetwork, errors);
        CheckEnvironment(container, path, errors);
        CheckMounts(container, path, volumes, errors);
        CheckResources(container.Map("resources") ?? [], $"{path}.resources", errors);
        ProbeRules.CheckAll(container, path, errors);
    }

    private static void CheckPorts(JsonObject container, string path, bool usesHostNetwork, FieldErrors errors)
    {
        var names = new HashSet<string>();
        foreach (var (index, port) in container.Objects("ports").Index())
        {
            var at = $"{path}.ports[{index}]";
            if (port.Text("name") is { Length: > 0 } name)
            {
                foreach (var problem in ObjectNames.PortNameProblems(name))
                {
                    errors.Invalid($"{at}.name", name, problem);
                }

                if (!names.Add(name))
                {
                    errors.Duplicate($"{at}.name", name);
                }
            }
            if ((port.Number("containerPort") ?? 0) == 0)
            {
                errors.Required($"{at}.containerPort");
            }
            else
            {
                NumberRules.CheckPort(port.Number("containerPort"), $"{at}.containerPort", errors);
            }

            if (port.Number("hostPort") is { } hostPort and not 0)
            {
                NumberRules.CheckPort(hostPort, $"{at}.hostPort", errors);
                if (usesHostNetwork && hostPort != port.Number("containerPort"))
                {
                    errors.Invalid($"{at}.hostPort", hostPort, "must match `containerPort` when `hostNetwork` is true");
                }
            }
            NumberRules.CheckProtocol(port, $"{at}.protocol", errors);
        }
    }

    private static void CheckHostPorts(JsonObject spec, string path, FieldErrors errors)
    {
        var seen = new HashSet<string>();
        foreach (var (index, container) in spec.Objects("containers").Index())
        {
            foreach (var (number, port) in container.Objects("ports").Index())
            {
                if ((port.Number("hostPort") ?? 0) == 0)
                {
                    continue;
                }

                var text = $"{port.Text("hostIP")}/{port.Number("hostPort")}/{port.Text("protocol")}";
                if (!seen.Add(text))
                {
                    errors.Duplicate($"{path}.containers[{index}].ports[{number}].hostPort", text);
                }
            }
        }
    }

    private static void CheckEnvironment(JsonObject container, string path, FieldErrors errors)
    {
        foreach (var (index, variable) in container.Objects("env").Index())
        {
            var at = $"{path}.env[{index}]";
            if (variable.Text("name") is null or "")
            {
                errors.Required($"{at}.name");
            }

            if (variable.Map("valueFrom") is not { } source)
            {
                continue;
            }

            if (source.Count == 0)
            {
                errors.Invalid(
                    $"{at}.valueFrom",
                    "",
                    "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`"
                );
            }

            if (variable.Text("value") is { Length: > 0 })
            {
                errors.Invalid($"{at}.valueFrom", "", "may not be specified when `value` is not empty");
            }

            foreach (var reference in new[] { "configMapKeyRef", "secretKeyRef" }.Where(source.ContainsKey))
            {
                if (source.Text(reference, "name") is null or "")
                {
                    errors.Required($"{at}.valueFrom.{reference}.name");
                }

                if (source.Text(reference, "key") is null or "")
                {
                    errors.Required($"{at}.valueFrom.{reference}.key");
                }
            }
        }
    }

    private static void CheckMounts(JsonObject container, string path, HashSet<string> volumes, FieldErrors errors)
    {
        var paths = new HashSet<string>();
        foreach (var (index, mount) in container.Objects("volumeMounts").Index())
        {
            var at = $"{path}.volumeMounts[{index}]";
            var name = mount.Text("name") ?? "";
            if (name.Length == 0)
            {
                errors.Required($"{at}.name");
            }
            else if (!volumes.Contains(name))
            {
                errors.Add(FieldError.NotFound($"{at}.name", name));
            }

            if (mount.Text("mountPath") is not { Length: > 0 } place)
            {
                errors.Required($"{at}.mountPath");
            }
            else if (!paths.Add(place))
            {
                errors.Invalid($"{at}.mountPath", place, "must be unique");
            }
        }
    }

    public static void CheckResources(JsonObject resources, string path, FieldErrors errors)
    {
        var (limits, requests) = (resources.Map("limits") ?? [], resources.Map("requests") ?? []);
        foreach (var (list, amounts) in new[] { ("limits", limits), ("requests", requests) })
        {
            foreach (var (name, amount) in amounts.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            {
                if (Quantity.FromJson(amount) < Quantity.Zero)
                {
                    errors.Invalid($"{path}.{list}[{name}]", amount?.DeepClone(), "must be greater than or equal to 0");
                }

                if (
                    !_nativeResources.Contains(name)
                    && !name.StartsWith("hugepages-", StringComparison.Ordinal)
                    && ObjectNames.LabelKeyProblems(name).FirstOrDefault() is { } problem
                )
                {
                    errors.Invalid($"{path}.{list}", name, problem);
                }
            }
        }
        foreach (var (name, amount) in requests.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            var isOvercommitable = _nativeResources.Contains(name);
            if (limits[name] is { } limit)
            {
                if (!isOvercommitable && Quantity.FromJson(amount) != Quantity.FromJson(limit))
                {
                    errors.Invalid($"{path}.requests", amount?.DeepClone(), $"must be equal to {name} limit of {limit}");
                }
                else if (Quantity.FromJson(amount) > Quantity.FromJson(limit))
                {
                    errors.Invalid($"{path}.requests", amount?.DeepClone(), $"must be less than or equal to {name} limit of {limit}");
                }
            }
            else if (!isOvercommitable)
            {
                errors.Required($"{path}.limits", "Limit must be set for non overcommitable resources");
            }
        }
    }
}
