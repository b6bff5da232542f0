using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Pods;

/// <summary>Validation rules for the requests and limits of a pod as a whole.</summary>
internal static class PodResourceRules
{
    public static void Check(PodScope scope)
    {
        if (scope.Spec.Map("resources") is not { } resources)
        {
            return;
        }

        var (path, errors) = ($"{scope.Path}.resources", scope.Errors);
        if (scope.Spec.Text("os", "name") == "windows")
        {
            errors.Forbidden(path, "may not be set for a windows pod");
            return;
        }

        if (resources.ContainsKey("claims"))
        {
            errors.Forbidden($"{path}.claims", "claims may not be set for Resources at pod-level");
        }

        ResourceRules.Check(resources, ResourceNameRules.CheckForPod, scope.ClaimNames, path, errors);
        CheckRequests(scope, path);
        CheckLimits(scope, path);
    }

    private static void CheckRequests(PodScope scope, string path)
    {
        var names = scope
            .Spec.Objects("containers")
            .Concat(scope.Spec.Objects("initContainers"))
            .SelectMany(container => container.Map("resources", "requests") ?? [])
            .Select(entry => entry.Key)
            .Distinct()
            .Order(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var amounts = PodContainers
                .Get(scope.Spec)
                .Select(container => new ContainerAmount(
                    container.Type,
                    container.Spec.Map("resources", "requests")?[name] is { } amount ? Quantity.FromJson(amount) : null
                ));
            if (PodResourceTotal.Aggregate(amounts) is not { } sum)
            {
                continue;
            }

            if (scope.Spec.Map("resources", "requests")?[name] is { } given && Quantity.FromJson(given) is var request && sum > request)
            {
                scope.Errors.Invalid(
                    $"{path}.requests[{name}]",
                    request.ToString(),
                    $"must be greater than or equal to aggregate container requests of {sum}"
                );
            }
        }
    }

    private static void CheckLimits(PodScope scope, string path)
    {
        var limits = scope.Spec.Map("resources", "limits");
        foreach (var (index, container) in scope.Spec.Objects("containers").Index())
        {
            foreach (var (name, given) in (container.Map("resources", "limits") ?? []).OrderBy(entry => entry.Key, StringComparer.Ordinal))
            {
                if (limits?[name] is not { } podLimit || Quantity.FromJson(given) <= Quantity.FromJson(podLimit))
                {
                    continue;
                }

                scope.Errors.Invalid(
                    $"{path}.containers[{index}][{name}].limits",
                    Quantity.FromJson(given).ToString(),
                    $"must be less than or equal to pod limits of {Quantity.FromJson(podLimit)}"
                );
            }
        }
    }
}
